using OcppDashboard.Commands.Timeline;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Commands.Effects;

/// <summary>
/// What follows a ChangeAvailability: each connector that it is about says that it is Unavailable, or in service again. Connector 0 is about all of
/// them. One that is scheduled is followed until the transaction is over and it happened.
/// </summary>
internal sealed class AvailabilityEffect
{
    private static readonly TimeSpan StatusLimit = TimeSpan.FromSeconds(60), ScheduledLimit = TimeSpan.FromDays(7);
    private readonly int connectorId;
    private readonly bool isInoperative, isScheduled;
    private readonly HashSet<int> left = [], others = []; // others: those that a later command is about
    private readonly Dictionary<int, string> last = [];
    private readonly bool isFulfilled;
    private bool wholeReported;

    /// <param name="before">The charge point before the command went out.</param>
    public AvailabilityEffect(CommandSnapshot command, ChargePointSnapshot? before)
    {
        connectorId = CommandTexts.Integer(command.RequestJson, "connectorId") ?? 0;
        isInoperative = string.Equals(CommandTexts.Member(command.RequestJson, "type")?.Trim(), "Inoperative", StringComparison.OrdinalIgnoreCase);
        isScheduled = IsScheduled(command);
        if (connectorId > 0) left.Add(connectorId);
        else foreach (var connector in before?.RealConnectors ?? []) left.Add(connector.Id);
        var wasSo = left.Where(id => before?.Connector(id) is { Status.IsAbsent: false } connector && IsSo(connector.Status)).ToList();
        isFulfilled = left.Count > 0 && wasSo.Count == left.Count;
        foreach (var id in isFulfilled ? [] : wasSo) left.Remove(id); // what is so already need not be told again
    }

    public static bool IsScheduled(CommandSnapshot command) =>
        command.Action == "ChangeAvailability" && string.Equals(command.Status?.Trim(), nameof(AvailabilityStatus.Scheduled), StringComparison.OrdinalIgnoreCase);

    private string Wanted => isInoperative ? "Unavailable" : "in service";

    public ExpectedEffect ToExpectedEffect() => new(Waiting(), isScheduled ? ScheduledLimit : StatusLimit, "", Take)
    {
        IsFulfilled = isFulfilled,
        FulfilledText = connectorId == 0 ? $"All connectors are {Wanted} already" : $"Connector {connectorId} is {Wanted} already",
        Expired = Expire,
        Overtaken = Overtaken,
    };

    private string Waiting()
    {
        var what = connectorId == 0 && left.Count == 0 ? "the charge point" : Connectors(left);
        return isScheduled ? $"Waiting for the end of the transaction, then for {what}" : $"Waiting for the status of {what}";
    }

    private Seen? Take(ChargePointEvent happened)
    {
        if (happened is not StatusReported status || (connectorId > 0 && status.ConnectorId != connectorId) || others.Contains(status.ConnectorId)) return null;
        var isSo = IsSo(status.Status);
        var word = status.Status.ToString();
        if (status.ConnectorId == 0)
        {
            if (!isSo || wholeReported) return null;
            wholeReported = true;
            return left.Count == 0 ? new(StepKind.Ok, "The charge point became", word, true) : new(StepKind.Ok, "The charge point became", word, false, Waiting());
        }
        if (isSo && left.Remove(status.ConnectorId))
        {
            last.Remove(status.ConnectorId);
            return new(StepKind.Ok, $"Connector {status.ConnectorId} became", word, left.Count == 0, Waiting());
        }
        if (isSo) return last.Remove(status.ConnectorId) || connectorId > 0 || left.Count > 0 ? null : new(StepKind.Ok, $"Connector {status.ConnectorId} became", word, true);
        if (last.GetValueOrDefault(status.ConnectorId) == word) return null;
        left.Add(status.ConnectorId); // it is not so, or no longer
        last[status.ConnectorId] = word;
        return new(StepKind.Ok, $"Connector {status.ConnectorId} reports", word, false, Waiting());
    }

    /// <summary>Operative is whatever is not Unavailable; a fault does not tell whether it is back in service.</summary>
    private bool IsSo(OcppEnum<ChargePointStatus> status) => isInoperative
        ? status.Is(ChargePointStatus.Unavailable)
        : status.Known is { } known && known is not (ChargePointStatus.Unavailable or ChargePointStatus.Faulted);

    private Seen Expire()
    {
        var contradicting = last.Where(pair => left.Contains(pair.Key)).OrderBy(pair => pair.Key).Select(pair => $"connector {pair.Key} reports {pair.Value}").ToList();
        if (contradicting.Count > 0) return new(StepKind.Bad, $"Not {Wanted}: {string.Join(", ", contradicting)}", "", true);
        if (wholeReported) return new(StepKind.Bad, $"No status came from {Connectors(left)}", "", true) { IsMissing = true };
        var text = isScheduled ? "The scheduled change was not seen within 7 days" : "No status report came; it may have had that state already";
        return new(StepKind.Bad, text, "", true) { IsMissing = true };
    }

    /// <summary>A later command for one connector takes that one out of a change of all.</summary>
    private Seen? Overtaken(CommandSnapshot later)
    {
        var other = CommandTexts.Integer(later.RequestJson, "connectorId") ?? 0;
        if (connectorId > 0 || other == 0) return null;
        others.Add(other);
        last.Remove(other);
        left.Remove(other);
        return left.Count == 0 ? null : new(StepKind.Ok, $"Connector {other} follows #{later.Id} now", "", false, Waiting());
    }

    private static string Connectors(IEnumerable<int> ids)
    {
        var list = ids.Order().ToList();
        return $"{Quantity.Noun(list.Count, "connector")} {string.Join(", ", list)}".TrimEnd();
    }
}
