namespace OcppDashboard.Ocpp.Connections;

/// <summary>Logs CALLs that could not be kept: the first at once, the others of a minute as a number. There may be one for every message of every charge point.</summary>
internal sealed class UnkeptCalls(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private long? toldAt;
    private int since;

    public void Add(string action, string chargePointId, string fault)
    {
        int others;
        lock (gate)
        {
            if (toldAt is { } at && time.GetElapsedTime(at) < Pause)
            {
                since++;
                return;
            }
            toldAt = time.GetTimestamp();
            others = since;
            since = 0;
        }
        logger.LogError("{Action} of {ChargePoint} could not be kept; it stays unanswered so that it is sent again ({Fault}). Before it {Others} more since the last such line",
            action, chargePointId, fault, others);
    }
}
