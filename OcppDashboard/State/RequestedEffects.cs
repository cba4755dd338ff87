using System.Text.Json;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>What this server asked a charge point for: what it does because of that is no fault of its own. Thread-safe.</summary>
public sealed class RequestedEffects
{
    private readonly Lock gate = new();
    private int boots;
    private bool isResetting, hasAskedForDiagnostics, hasAskedForFirmware;
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(60); // for what a TriggerMessage asks for
    private DateTimeOffset? lastBootAskedFor, readingsAskedFor, statusAskedFor;

    /// <summary>A reset was asked for, and it has not booted since.</summary>
    public bool IsResetting
    {
        get
        {
            lock (gate) return isResetting;
        }
    }

    /// <summary>True when the exchange is a CALL of ours that makes a charge point do what it would not do by itself.</summary>
    public static bool IsOne(WireExchange exchange) => !exchange.FromChargePoint
        && exchange.Action is "Reset" or "TriggerMessage" or "ExtendedTriggerMessage" or "GetDiagnostics" or "UpdateFirmware";

    /// <summary>Takes what is asked for as it goes out, and back what was refused.</summary>
    public void Take(WireExchange exchange)
    {
        var isSent = exchange.Result == ExchangeResult.Waiting;
        var isRefused = exchange.Result == ExchangeResult.CallError || (exchange.Result == ExchangeResult.Answered && exchange.Status is "Rejected" or "NotImplemented" or "NotSupported");
        if (!isSent && !isRefused) return;
        var what = exchange.Action is "TriggerMessage" or "ExtendedTriggerMessage" ? MessageOf(exchange.Call) : exchange.Action;
        lock (gate)
            switch (what)
            {
                case "Reset":
                    isResetting = isSent;
                    boots = Math.Max(0, boots + (isSent ? 1 : -1));
                    break;
                case "BootNotification":
                    boots = Math.Max(0, boots + (isSent ? 1 : -1));
                    break;
                case "MeterValues":
                    readingsAskedFor = isSent ? exchange.At : null;
                    break;
                case "StatusNotification":
                    statusAskedFor = isSent ? exchange.At : null;
                    break;
                case "GetDiagnostics" or "DiagnosticsStatusNotification":
                    hasAskedForDiagnostics = isSent;
                    break;
                case "UpdateFirmware" or "FirmwareStatusNotification":
                    hasAskedForFirmware = isSent;
                    break;
            }
    }

    /// <summary>It boots.</summary>
    /// <param name="before">The boot before.</param>
    /// <returns>True: this boot, or the one before, was asked for, so that they came close together says nothing.</returns>
    public bool TakeBoot(DateTimeOffset at, DateTimeOffset? before)
    {
        lock (gate)
        {
            isResetting = false;
            var wasAskedForBefore = before is not null && before == lastBootAskedFor;
            if (boots == 0) return wasAskedForBefore;
            boots--;
            lastBootAskedFor = at;
            return true;
        }
    }

    /// <summary>Readings were asked for: that they are those of before is no repetition of its own.</summary>
    public bool HasJustAskedForReadings(DateTimeOffset now)
    {
        lock (gate) return now - readingsAskedFor < AnswerTime;
    }

    /// <summary>A status was asked for: that it is of long ago is no fault.</summary>
    public bool HasJustAskedForStatus(DateTimeOffset now)
    {
        lock (gate) return now - statusAskedFor < AnswerTime;
    }

    /// <summary>True once after each request that makes it report the state of an upload.</summary>
    public bool TakeDiagnostics() => TakeOnce(ref hasAskedForDiagnostics);

    /// <summary>True once after each request that makes it report the state of an update.</summary>
    public bool TakeFirmware() => TakeOnce(ref hasAskedForFirmware);

    private bool TakeOnce(ref bool asked)
    {
        lock (gate)
        {
            var was = asked;
            asked = false;
            return was;
        }
    }

    private static string? MessageOf(ReadOnlyMemory<byte> call)
    {
        try
        {
            using var document = JsonDocument.Parse(call);
            return document.RootElement[3].GetProperty("requestedMessage").GetString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
