using OcppDashboard.Commands.Timeline;
using OcppDashboard.State;

namespace OcppDashboard.Commands.Effects;

/// <summary>What follows a TriggerMessage or ExtendedTriggerMessage: the message that was asked for, of the connector that was asked for.</summary>
internal sealed class TriggerEffect(CommandSnapshot command)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly string wanted = CommandTexts.Member(command.RequestJson, "requestedMessage")?.Trim() ?? "";
    private readonly int? connector = CommandTexts.Integer(command.RequestJson, "connectorId");

    private string What => connector is null || wanted is not ("MeterValues" or "StatusNotification") ? wanted : $"{wanted} of connector {connector}";

    public ExpectedEffect ToExpectedEffect() => new($"Waiting for {What}", Limit, $"No {What} came", Take);

    private Seen? Take(ChargePointEvent happened) => (wanted, happened) switch
    {
        ("BootNotification", ChargePointBooted b) => Came("BootNotification,", b.Boot.FirmwareVersion ?? "no firmware version"),
        ("Heartbeat", HeartbeatReceived) => Came("Heartbeat", "received"),
        ("MeterValues", MeterValuesReceived m) when IsMeant(m.ConnectorId) => Came($"MeterValues of connector {m.ConnectorId},", Quantity.Of(m.Readings, "reading")),
        ("StatusNotification", StatusReported s) when IsMeant(s.ConnectorId) => Came($"Connector {s.ConnectorId} reports", s.Status.ToString()),
        ("FirmwareStatusNotification", FirmwareStatusReported f) when !f.IsSigned || command.Action == "ExtendedTriggerMessage" => Came("Firmware status", f.Status),
        ("DiagnosticsStatusNotification", DiagnosticsStatusReported { IsLog: false } d) => Came("Diagnostics status", d.Status),
        ("LogStatusNotification", DiagnosticsStatusReported { IsLog: true } d) => Came("Log status", d.Status),
        ("SignChargePointCertificate", SignCertificateReceived asked) => Came("SignCertificate,", asked.Problem is null ? "taken" : $"refused: {asked.Problem}"),
        _ => null,
    };

    private bool IsMeant(int reported) => connector is null || connector == reported;

    private static Seen Came(string text, string emphasis) => new(StepKind.Ok, text, emphasis, true);
}
