using OcppDashboard.Commands.Timeline;
using OcppDashboard.State;

namespace OcppDashboard.Commands.Effects;

/// <summary>
/// Watches a reset (K1). Not every charge point boots anew in the protocol's eyes: some only reconnect, some only report their status. Whatever
/// comes first counts after a while in which nothing better came; what was seen and what was not is said.
/// </summary>
internal sealed class ResetEffect
{
    /// <summary>Time for a restart.</summary>
    public static readonly TimeSpan RestartLimit = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan BootAfterReconnect = TimeSpan.FromSeconds(30), MoreAfterStatus = TimeSpan.FromMinutes(1);
    private State state;

    private enum State { NothingYet, OnlyStatus, Offline, Reconnected }

    public ExpectedEffect ToExpectedEffect() => new("Waiting for the restart", RestartLimit, "No restart seen within 10 min", Take) { Expired = Expired };

    private Seen? Take(ChargePointEvent e)
    {
        switch (e)
        {
            case ChargePointBooted booted:
                return new(StepKind.Ok, "Booted with firmware", booted.Boot.FirmwareVersion ?? "unknown", true);
            case ChargePointDisconnected gone:
                state = State.Offline;
                return new(StepKind.Ok, $"Went offline ({gone.Reason})", "", false, "Waiting for it to come back", RestartLimit);
            case ChargePointConnected: // also when the old connection was not seen to end: the new one took its place
                state = State.Reconnected;
                return new(StepKind.Ok, "Reconnected", "", false, "Waiting for its BootNotification", BootAfterReconnect);
            case StatusReported status when state is State.Reconnected or State.Offline:
                return new(StepKind.Ok, "Back without a BootNotification:", status.Status.ToString(), true);
            case StatusReported status when state == State.NothingYet: // may be of before the restart: a transaction that is stopped for it
                state = State.OnlyStatus;
                return new(StepKind.Ok, $"{(status.ConnectorId == 0 ? "The charge point" : $"Connector {status.ConnectorId}")} reports", status.Status.ToString(), false, "Waiting for more of the restart than a status", MoreAfterStatus);
            default:
                return null;
        }
    }

    private Seen Expired() => state switch
    {
        State.Reconnected => new(StepKind.Ok, "Restarted without a BootNotification:", "reconnected", true),
        State.OnlyStatus => new(StepKind.Ok, "Restarted without a BootNotification and without a new connection:", "fresh status", true),
        State.Offline => new(StepKind.Bad, "It went offline and did not come back within 10 min", "", true) { IsMissing = true },
        _ => new(StepKind.Bad, "No restart seen within 10 min", "", true) { IsMissing = true },
    };
}
