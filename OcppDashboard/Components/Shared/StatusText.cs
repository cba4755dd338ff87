using OcppDashboard.Components.Messages;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Components.Shared;

/// <summary>How a status looks.</summary>
/// <param name="Token">Value of <c>data-status</c> and of the css token; empty: no colour.</param>
/// <param name="Title">The whole word where it had to be cut; otherwise null.</param>
public readonly record struct StatusFace(string Token, string Word, string Icon, string? Title = null);

/// <summary>Maps statuses to their colour, word and icon. A status that OCPP 1.6 does not list is shown in its own words without colour.</summary>
public static class StatusText
{
    private const int LongestWord = 24;

    /// <summary>The nine statuses in the order of the filters.</summary>
    public static readonly IReadOnlyList<ChargePointStatus> InOrder =
    [
        ChargePointStatus.Available, ChargePointStatus.Preparing, ChargePointStatus.Charging, ChargePointStatus.SuspendedEV, ChargePointStatus.SuspendedEVSE,
        ChargePointStatus.Finishing, ChargePointStatus.Reserved, ChargePointStatus.Unavailable, ChargePointStatus.Faulted,
    ];

    private static readonly Dictionary<ChargePointStatus, StatusFace> Faces = InOrder.ToDictionary(status => status, status =>
    {
        var token = status.ToString().ToLowerInvariant();
        return new StatusFace(token, status.ToString(), "st-" + token);
    });

    public static readonly StatusFace Offline = new("offline", "Offline", "st-offline");

    /// <summary>Online, but no status has come yet.</summary>
    public static readonly StatusFace Unknown = new("", "No status yet", "v-notrun");

    public static StatusFace Of(ChargePointStatus status) => Faces[status];

    public static StatusFace Of(OcppEnum<ChargePointStatus> status) =>
        status.Known is { } known ? Faces[known] : status.IsAbsent ? Unknown : new("", Units.Cut(status.Text!, LongestWord), "v-remark", status.Text);

    public static StatusFace Of(ConnectorSnapshot connector) => Of(connector.Status);

    /// <param name="online">False: Offline, whatever was reported last.</param>
    public static StatusFace Of(ConnectorSnapshot connector, bool online) => online ? Of(connector.Status) : Offline;

    public static StatusFace Of(string? status) =>
        string.Equals(status, Offline.Word, StringComparison.OrdinalIgnoreCase) ? Offline : Of(OcppEnum<ChargePointStatus>.Parse(status));

    /// <summary>The one status of a whole charge point: the loudest of its connectors.</summary>
    public static StatusFace Of(ChargePointSnapshot chargePoint)
    {
        if (!chargePoint.Online) return Offline;
        var best = Unknown;
        var rank = -1;
        foreach (var connector in chargePoint.Connectors)
        {
            if (connector.Status.Known is not { } status || (connector.Id == 0 && status is not (ChargePointStatus.Faulted or ChargePointStatus.Unavailable))) continue;
            if (Rank(status) <= rank) continue;
            rank = Rank(status);
            best = Faces[status];
        }
        return rank < 0 && chargePoint.Connector(0) is { Status.IsAbsent: false } whole ? Of(whole.Status) : best;
    }

    private static int Rank(ChargePointStatus status) => status switch
    {
        ChargePointStatus.Faulted => 9,
        ChargePointStatus.Charging => 8,
        ChargePointStatus.SuspendedEV or ChargePointStatus.SuspendedEVSE => 7,
        ChargePointStatus.Preparing or ChargePointStatus.Finishing => 6,
        ChargePointStatus.Reserved => 5,
        ChargePointStatus.Available => 4,
        _ => 3,
    };
}
