using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Components.Acceptance;

/// <summary>What a run does now and what the charge point just said, in plain words.</summary>
public static class RunActivity
{
    private const string Waits = "Waiting for the charge point";

    /// <returns>Without a full stop: "Reading the configuration".</returns>
    public static string Words(RunView view)
    {
        if (view.IsTidying) return "Putting back what was changed";
        if (view.Prompt is { } prompt) return prompt.Prompt.Title;
        if (view.Leg is null) return view.Record.State == RunState.Paused ? AcceptanceTexts.Paused : view.Planned.Count > 0 ? "Going on" : "Coming to the end";
        for (var i = view.Frames.Count - 1; i >= 0 && view.Frames[i].Leg == view.Leg; i--)
        {
            var frame = view.Frames[i];
            switch (frame.Kind)
            {
                case FrameKind.Call when !frame.FromChargePoint: return Sending(frame);
                case FrameKind.Act when frame.Action is ObservedOffline.OfflineAct or ObservedOffline.OnlineAct: return Units.Cut(char.ToUpperInvariant(frame.Text[0]) + frame.Text[1..], 80);
                case FrameKind.File: return Units.Cut($"{frame.Action}: {frame.Text}", 80);
                case FrameKind.CallResult or FrameKind.CallError or FrameKind.NoAnswer when frame.FromChargePoint: return $"{Waits} after {Units.Cut(frame.Action, 40)}";
            }
        }
        return Waits;
    }

    /// <summary>The last thing that the charge point said by itself, for a person; null: nothing yet.</summary>
    public static CapturedFrame? LastWord(RunView view) => view.Frames.LastOrDefault(frame => frame is { FromChargePoint: true, Kind: FrameKind.Call } && frame.Action != "Heartbeat");

    /// <returns><c>StartTransaction by card CARD</c>, <c>connector 1 is Preparing</c>.</returns>
    public static string Said(CapturedFrame frame)
    {
        var tag = frame.Value("idTag") is { Length: > 0 } given ? Units.Cut(given, 40) : "";
        return frame.Action switch
        {
            "StatusNotification" => $"{Connector(frame.ConnectorId)} is {Units.Cut(frame.Status, 40)}{(frame.Value("errorCode") is { } code and not "NoError" ? $", {Units.Cut(code, 40)}" : "")}",
            "StartTransaction" or "Authorize" when tag.Length > 0 => $"{frame.Action} by card {tag}",
            "StopTransaction" => $"StopTransaction{(frame.Value("reason") is { Length: > 0 } reason ? $", reason {Units.Cut(reason, 40)}" : "")}",
            "FirmwareStatusNotification" or "DiagnosticsStatusNotification" => $"{frame.Action} {Units.Cut(frame.Status, 40)}",
            _ => Units.Cut(frame.Action, 60),
        };
    }

    /// <returns>"the charge point" for 0.</returns>
    public static string Connector(long id) => id <= 0 ? "the charge point" : $"connector {id}";

    private static string Sending(CapturedFrame call) => call.Action switch
    {
        "GetConfiguration" => "Reading the configuration",
        "ChangeConfiguration" => $"Changing {Units.Cut(call.Value("key") ?? "the configuration", 40)}",
        "ClearCache" => "Clearing the cache",
        "Reset" => "Restarting the charge point",
        "RemoteStartTransaction" => "Starting a transaction remotely",
        "RemoteStopTransaction" => "Stopping the transaction remotely",
        "UnlockConnector" => "Unlocking the connector",
        "ChangeAvailability" => $"Setting {Connector(call.ConnectorId)} {Units.Cut(call.Value("type") ?? "", 20)}",
        "TriggerMessage" => $"Asking for {Units.Cut(call.Value("requestedMessage") ?? "a message", 40)}",
        "UpdateFirmware" or "SignedUpdateFirmware" => "Offering the firmware file",
        "GetDiagnostics" or "GetLog" => "Asking for diagnostics",
        _ => $"Sending {Units.Cut(call.Action, 40)}",
    };
}
