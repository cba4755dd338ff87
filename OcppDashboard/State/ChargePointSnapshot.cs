using System.Collections.Immutable;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>What is true now about a charge point. Immutable: a page may keep it as long as it draws.</summary>
public sealed record ChargePointSnapshot
{
    private readonly UtcStamp connectedAt, offlineSince;

    /// <summary>The identity in its URL, in the spelling first seen.</summary>
    public required string Id { get; init; }

    /// <summary>As people call it; null: by its identity.</summary>
    public string? Name { get; init; }

    public bool Online { get; init; }

    /// <summary>Start of the present connection; null while offline.</summary>
    public DateTimeOffset? ConnectedAt { get => connectedAt; init => connectedAt = value; }

    /// <summary>Number of its last connection since the start of this process; 0: it had none.</summary>
    public long ConnectionNumber { get; init; }

    /// <summary>When the last connection ended; null while online or when it never connected.</summary>
    public DateTimeOffset? OfflineSince { get => offlineSince; init => offlineSince = value; }

    /// <summary>Why the last connection ended, in words; null while online.</summary>
    public string? OfflineReason { get; init; }

    /// <summary>Address of the peer, without port.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>http(s)://host:port under which the charge point reaches this server; null until it connected.</summary>
    public string? ServerAddress { get; init; }

    /// <summary>The sub-protocol as agreed; null when none was offered (A1).</summary>
    public string? SubProtocol { get; init; }

    /// <summary>0: neither TLS nor password, 1: password, 2: TLS and password, 3: TLS with client certificate.</summary>
    public int SecurityProfile { get; init; }

    public BootInfo? Boot { get; init; }

    /// <summary>What its last boot was answered with; null: none came since the start of this process.</summary>
    public RegistrationStatus? Registration { get; init; }

    /// <summary>The charge point's clock minus ours, from its last stamped live message; null when unknown.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>How far the last status lay back that was taken for one of long ago (E6); null: the last one was of now.</summary>
    public TimeSpan? LateStatusOffset { get; init; }

    /// <summary>How far its stamps are off, as far as that is known since its last boot, which tells it the time; null: not at all.</summary>
    public ClockSkew? Stamps { get; init; }

    /// <summary>What was known of its stamps before its last boot, or of before a restart of this server: when they are off by the same again, that is its clock at once.</summary>
    public ClockSkew? StampsBeforeBoot { get; init; }

    /// <summary>
    /// By how much its clock is known to be off; zero: not at all. After a boot, which tells it the time, only what no zone and no queue explains is still
    /// believed of it, until a message shows how it is.
    /// </summary>
    public TimeSpan Skew => Stamps is not null ? Stamps.Skew : StampsBeforeBoot is { IsConfirmed: true } before && before.Offset.Duration() > ChargePointTime.FarOff ? before.Offset : TimeSpan.Zero;

    /// <summary>By connector id, ascending; 0 is the charge point itself.</summary>
    public ImmutableArray<ConnectorSnapshot> Connectors { get; init; } = [];

    /// <summary>A reservation of no connector in particular (connector 0), whether it reports such a connector or not; null: none.</summary>
    public ActiveReservation? Reservation { get; init; }

    /// <summary>What it does that OCPP 1.6 does not provide for, newest first, at most 50 kinds.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Commands in a row that got no answer on this connection.</summary>
    public int UnansweredCalls { get; init; }

    /// <summary>It sends but does not answer (B7).</summary>
    public bool IsNotAnswering => Online && UnansweredCalls >= 3 && Activity.LastMessageAt is { } last && ConnectedAt is { } connected && last >= connected;

    public OcppEnum<FirmwareStatus> FirmwareStatus { get; init; }
    public OcppEnum<DiagnosticsStatus> DiagnosticsStatus { get; init; }

    /// <summary>Counters that change with every message and signal nothing: read them when drawing.</summary>
    public ChargePointActivity Activity { get; init; } = new();

    /// <summary>The connectors a vehicle can be plugged into: all but 0.</summary>
    public IEnumerable<ConnectorSnapshot> RealConnectors => Connectors.Where(c => c.Id > 0);

    public ConnectorSnapshot? Connector(int id)
    {
        foreach (var connector in Connectors)
            if (connector.Id == id) return connector;
        return null;
    }

    /// <summary>False for a CALL of a connection that another one replaced.</summary>
    public bool IsPresent(CallContext context) => context.ConnectionNumber >= ConnectionNumber;

    /// <summary>This snapshot with one connector replaced or added.</summary>
    public ChargePointSnapshot With(ConnectorSnapshot connector)
    {
        for (var i = 0; i < Connectors.Length; i++)
        {
            if (Connectors[i].Id == connector.Id) return this with { Connectors = Connectors.SetItem(i, connector) };
            if (Connectors[i].Id > connector.Id) return this with { Connectors = Connectors.Insert(i, connector) };
        }
        return this with { Connectors = Connectors.Add(connector) };
    }

    /// <summary>Running transactions over all connectors.</summary>
    public IEnumerable<TransactionSnapshot> OpenTransactions => Connectors.Where(c => c.Transaction is not null).Select(c => c.Transaction!);
}

/// <summary>What the charge point said of itself in its last BootNotification; texts are as sent, empty ones null.</summary>
public sealed record BootInfo(
    string? Vendor, string? Model, string? SerialNumber, string? FirmwareVersion, string? ChargeBoxSerialNumber, string? Iccid, string? Imsi,
    string? MeterType, string? MeterSerialNumber, DateTimeOffset At);

/// <summary>Something tolerated: what, how often, since when, with the last frame that did it.</summary>
/// <param name="Code">Short and stable, to count by (<see cref="FindingKinds"/>); the note itself where there is no other.</param>
public sealed record Finding(string Code, string Title, int Count, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, string? Frame)
{
    /// <summary>What the vendor should change, in words.</summary>
    public string Advice { get; init; } = "";
}

/// <summary>Message counters of one charge point. Written by one connection, read by pages.</summary>
public sealed class ChargePointActivity
{
    private const int StormConnects = 10;
    private static readonly TimeSpan StormWindow = TimeSpan.FromMinutes(10), StartWindow = TimeSpan.FromSeconds(3);
    private long lastMessageTicks, received, startAnsweredTicks, windowTicks;
    private int connects, starts, dropsAfterStart;
    private RequestedEffects? requested; // made with the first command that has effects: most charge points get none

    /// <summary>Time of the last frame from the charge point, UTC, also before the start of this process; null: none is known.</summary>
    public DateTimeOffset? LastMessageAt => Interlocked.Read(ref lastMessageTicks) is var ticks and > 0 ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>Frames received since the start of this process.</summary>
    public long Received => Interlocked.Read(ref received);

    /// <summary>When a StartTransaction was last answered.</summary>
    internal void StartAnswered(DateTimeOffset? at)
    {
        if (at is not { } answered) return;
        Interlocked.Increment(ref starts);
        Interlocked.Exchange(ref startAnsweredTicks, answered.UtcTicks);
    }

    /// <summary>What it was asked for; null: nothing since the start of this process.</summary>
    internal RequestedEffects? Requested => Volatile.Read(ref requested);

    internal RequestedEffects RequestedOrNew() => LazyInitializer.EnsureInitialized(ref requested);

    /// <summary>Counts a connection that ended by itself just after a start was answered.</summary>
    /// <returns>How often that happened, and of how many starts, since the start of this process.</returns>
    internal (int Drops, int Starts) DroppedAfterStart() => (Interlocked.Increment(ref dropsAfterStart), Volatile.Read(ref starts));

    /// <summary>True for a moment just after a StartTransaction was answered (B10).</summary>
    internal bool IsJustAfterStart(DateTimeOffset now) => Interlocked.Read(ref startAnsweredTicks) is var at and > 0 && now.UtcTicks - at < StartWindow.Ticks;

    /// <summary>Counts a connect; true when there were too many within ten minutes (B8). For one caller at a time.</summary>
    internal bool IsStorm(DateTimeOffset now)
    {
        if (now.UtcTicks - windowTicks > StormWindow.Ticks) (windowTicks, connects) = (now.UtcTicks, 0);
        return ++connects >= StormConnects;
    }

    /// <summary>Takes over what is known from before the start of this process.</summary>
    public void HeardBefore(DateTimeOffset at) => Interlocked.CompareExchange(ref lastMessageTicks, at.UtcTicks, 0);

    public void Touch(DateTimeOffset at)
    {
        Interlocked.Exchange(ref lastMessageTicks, at.UtcTicks);
        Interlocked.Increment(ref received);
    }
}
