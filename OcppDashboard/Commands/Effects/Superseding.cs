using OcppDashboard.Commands.Timeline;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Commands.Effects;

/// <summary>Which later command has to do with the effect of an earlier one: from its answer on what the charge point does is the later one's.</summary>
internal static class Superseding
{
    /// <summary>True when both are of one kind and about the same thing: the same connector, transaction, message, or the one update that can be under way.</summary>
    public static bool Concerns(CommandSnapshot earlier, CommandSnapshot later) => Kind(earlier.Action) is { } kind && kind == Kind(later.Action) && kind switch
    {
        "ChangeAvailability" => Connector(earlier) == Connector(later) || Connector(earlier) == 0 || Connector(later) == 0,
        "TriggerMessage" => Word(earlier, "requestedMessage") == Word(later, "requestedMessage") && Number(earlier) == Number(later),
        "RemoteStartTransaction" => Number(earlier) == Number(later) && (Number(earlier) is not null || Word(earlier, "idTag") == Word(later, "idTag")),
        "RemoteStopTransaction" => CommandTexts.Number(earlier.RequestJson, "transactionId") == CommandTexts.Number(later.RequestJson, "transactionId"),
        _ => true,
    };

    private static string? Kind(string action) => action switch
    {
        "SignedUpdateFirmware" => "UpdateFirmware",
        "ExtendedTriggerMessage" => "TriggerMessage",
        "UpdateFirmware" or "GetDiagnostics" or "GetLog" or "Reset" or "ChangeAvailability" or "TriggerMessage" or "RemoteStartTransaction" or "RemoteStopTransaction" => action,
        _ => null,
    };

    private static string? Word(CommandSnapshot command, string member) => CommandTexts.Member(command.RequestJson, member)?.Trim().ToUpperInvariant();

    private static int? Number(CommandSnapshot command) => CommandTexts.Integer(command.RequestJson, "connectorId");

    private static int Connector(CommandSnapshot command) => Number(command) ?? 0;

    /// <summary>
    /// The remote start that a transaction comes from: connector and tag say so best, then the connector, then the tag. Some charge points start with a tag
    /// of their own and some at another connector, so one of the two is enough, but a start that fits another command better is that one's.
    /// </summary>
    /// <param name="commands">Oldest first.</param>
    public static RunningCommand? StarterOf(TransactionSnapshot started, IEnumerable<RunningCommand> commands)
    {
        RunningCommand? best = null;
        var most = 0;
        foreach (var command in commands)
        {
            if (command.Snapshot.Action != "RemoteStartTransaction" || !command.IsListening) continue;
            var fit = Fit(command.Snapshot, started);
            if (fit > most) (best, most) = (command, fit);
        }
        return best;
    }

    private static int Fit(CommandSnapshot command, TransactionSnapshot started)
    {
        var isTag = IdTagComparer.Instance.Equals(CommandTexts.Member(command.RequestJson, "idTag")?.Trim(), started.IdTag);
        if (Number(command) is not { } connector) return isTag ? 3 : 1;
        var isConnector = connector == started.ConnectorId;
        return isConnector && isTag ? 4 : isConnector ? 3 : isTag ? 2 : 0;
    }
}
