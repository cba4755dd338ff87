using System.Globalization;
using System.Text.Json;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Commands;

/// <summary>Something seen while a consequence is awaited.</summary>
/// <param name="Last">True when nothing more is awaited.</param>
/// <param name="Waiting">What is awaited next, in words; null: as before.</param>
/// <param name="NewLimit">A new limit from now on; null: as before.</param>
/// <param name="Mark">A word kept with the command, for watching on after a restart; null: none.</param>
internal sealed record Seen(StepKind Kind, string Text, string Emphasis, bool Last, string? Waiting = null, TimeSpan? NewLimit = null, string? Mark = null)
{
    /// <summary>Nothing came: that is no refusal.</summary>
    public bool IsMissing { get; init; }

    /// <summary>No line of its own: only what is awaited reads differently.</summary>
    public static Seen OnlyWaiting(string waiting, TimeSpan? newLimit = null) => new(StepKind.Wait, "", "", false, waiting, newLimit);
}

/// <summary>The consequence of one command: which events belong to it.</summary>
internal sealed class FollowUp
{
    private static readonly TimeSpan StatusLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    internal FollowUp(string waiting, TimeSpan limit, string missing, Func<ChargePointEvent, Seen?> take) =>
        (Waiting, Limit, Missing, Take) = (waiting, limit, missing, take);

    public string Waiting { get; }
    public TimeSpan Limit { get; set; }

    /// <summary>What to say when the limit passed.</summary>
    public string Missing { get; }

    public StepKind MissingKind { get; init; } = StepKind.Bad;

    /// <summary>What to make of it that the limit passed; null: <see cref="Missing"/> ends it.</summary>
    public Func<Seen>? Expired { get; init; }
    public Func<ChargePointEvent, Seen?> Take { get; }

    /// <summary>True when there is nothing to wait for.</summary>
    public bool IsFulfilled { get; init; }
    public string FulfilledText { get; init; } = "";

    /// <summary>Jobs that take so long that a restart of ours must not end them.</summary>
    public static bool OutlivesRestart(string action) => action is "UpdateFirmware" or "SignedUpdateFirmware" or "GetDiagnostics" or "GetLog";

    /// <summary>What makes the follow-up of an action; null: its answer is all there is.</summary>
    public static Func<CommandSnapshot, ChargePointSnapshot?, FollowUp>? Of(string action) => action switch
    {
        "Reset" => (_, _) => new ResetWatch().ToFollowUp(),
        "ChangeAvailability" => ChangeAvailability,
        "RemoteStartTransaction" => RemoteStart,
        "RemoteStopTransaction" => RemoteStop,
        "TriggerMessage" or "ExtendedTriggerMessage" => Trigger,
        "UpdateFirmware" or "SignedUpdateFirmware" => (command, snapshot) => new FirmwareWatch(command, snapshot?.Boot?.FirmwareVersion).ToFollowUp(),
        "GetDiagnostics" or "GetLog" => (command, _) => new UploadWatch(command).ToFollowUp(),
        _ => null,
    };

    /// <summary>Some charge points start with a tag of their own, and some at another connector: one of the two says which start is meant.</summary>
    private static FollowUp RemoteStart(CommandSnapshot command, ChargePointSnapshot? snapshot)
    {
        var (connector, tag) = (CommandTexts.Number(command.RequestJson, "connectorId"), CommandTexts.Member(command.RequestJson, "idTag"));
        bool IsMeant(TransactionSnapshot started) => connector is null || started.ConnectorId.ToString(CultureInfo.InvariantCulture) == connector || string.Equals(started.IdTag, tag, StringComparison.OrdinalIgnoreCase);
        return new("Waiting for the vehicle", StartLimit, "No transaction started; is a vehicle plugged in?",
            e => e is TransactionStarted s && IsMeant(s.Transaction) ? new(StepKind.Ok, "Transaction started:", $"{s.Transaction.Id}", true) : null);
    }

    /// <summary>Where the transaction is not known to run, it may have ended before the answer: then any end counts.</summary>
    private static FollowUp RemoteStop(CommandSnapshot command, ChargePointSnapshot? snapshot)
    {
        var asked = CommandTexts.Number(command.RequestJson, "transactionId");
        var meant = snapshot?.OpenTransactions.FirstOrDefault(running => (running.WireId ?? running.Id).ToString(CultureInfo.InvariantCulture) == asked);
        return new("Waiting for the end of the transaction", StatusLimit, "No StopTransaction came",
            e => e is TransactionStopped s && (meant is null || s.TransactionId == meant.Id) ? new(StepKind.Ok, $"Transaction {s.TransactionId} ended:", s.Reason.ToString(), true) : null);
    }

    private static FollowUp ChangeAvailability(CommandSnapshot command, ChargePointSnapshot? snapshot)
    {
        using var request = JsonDocument.Parse(command.RequestJson);
        var connectorId = request.RootElement.TryGetProperty("connectorId", out var id) && id.TryGetInt32(out var number) ? number : 0;
        var wanted = request.RootElement.TryGetProperty("type", out var type) && type.ValueEquals("Inoperative") ? ChargePointStatus.Unavailable : ChargePointStatus.Available;
        var isSo = connectorId > 0 && snapshot?.Connector(connectorId) is { } connector && connector.Status.Is(wanted);
        return new("Waiting for the status", StatusLimit, "No status report came; it may have had that state already",
            e => e is StatusReported s && (connectorId == 0 || s.ConnectorId == connectorId) && (s.Status.Is(wanted) || connectorId == s.ConnectorId && wanted == ChargePointStatus.Available)
                ? new(StepKind.Ok, s.ConnectorId == 0 ? "The charge point became" : $"Connector {s.ConnectorId} became", s.Status.ToString(), true)
                : null)
        {
            IsFulfilled = isSo, FulfilledText = $"Connector {connectorId} is {wanted}",
        };
    }

    private static FollowUp Trigger(CommandSnapshot command, ChargePointSnapshot? snapshot)
    {
        using var request = JsonDocument.Parse(command.RequestJson);
        var wanted = request.RootElement.TryGetProperty("requestedMessage", out var message) ? message.GetString() ?? "" : "";
        return new($"Waiting for {wanted}", TimeSpan.FromSeconds(30), $"No {wanted} came", e => (wanted, e) switch
        {
            ("BootNotification", ChargePointBooted b) => new(StepKind.Ok, "BootNotification,", b.Boot.FirmwareVersion ?? "no firmware version", true),
            ("Heartbeat", HeartbeatReceived) => new(StepKind.Ok, "Heartbeat", "received", true),
            ("MeterValues", MeterValuesReceived m) => new(StepKind.Ok, $"MeterValues of connector {m.ConnectorId},", $"{m.Readings} readings", true),
            ("StatusNotification", StatusReported s) => new(StepKind.Ok, $"Connector {s.ConnectorId} reports", s.Status.ToString(), true),
            ("FirmwareStatusNotification", FirmwareStatusReported f) => new(StepKind.Ok, "Firmware status", f.Status, true),
            ("DiagnosticsStatusNotification" or "LogStatusNotification", DiagnosticsStatusReported d) => new(StepKind.Ok, "Diagnostics status", d.Status, true),
            _ => null,
        });
    }
}
