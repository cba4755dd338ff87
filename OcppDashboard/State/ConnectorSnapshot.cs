using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>What is true now about one connector; id 0 is the charge point itself.</summary>
public sealed record ConnectorSnapshot
{
    private readonly UtcStamp since, toldAt, powerAt, currentAt, measuredAt, drawsAt, endedAt, registerAt;

    public required int Id { get; init; }

    /// <summary>Last reported status; absent when none has come. Meaningless while the charge point is offline: pages show Offline then.</summary>
    public OcppEnum<ChargePointStatus> Status { get; init; }

    public OcppEnum<ChargePointErrorCode> ErrorCode { get; init; }

    public string? Info { get; init; }
    public string? VendorErrorCode { get; init; }

    /// <summary>Since when it has this status and error code: time of receipt.</summary>
    public DateTimeOffset? Since { get => since; init => since = value; }

    /// <summary>Receipt of the first status that came since the charge point booted, changed or not; null: none did in this process.</summary>
    public DateTimeOffset? ToldAt { get => toldAt; init => toldAt = value; }

    /// <summary>Last readings; power and current are there only as long as they are of now and energy can flow (G19).</summary>
    public MeterPoint? Reading { get; init; }

    /// <summary>How late readings came that were older than the present ones, and since when they do; null: none were.</summary>
    public Lateness? Lateness { get; init; }

    /// <summary>When power and current were last measured; null: never.</summary>
    public DateTimeOffset? PowerAt { get => powerAt; init => powerAt = value; }
    public DateTimeOffset? CurrentAt { get => currentAt; init => currentAt = value; }

    /// <summary>When a message last told of power or current, time of receipt, and how long after the one before; null: never.</summary>
    public DateTimeOffset? MeasuredAt { get => measuredAt; init => measuredAt = value; }
    public TimeSpan? MeasuredEvery { get; init; }

    /// <summary>When a message last told that power is drawn, whatever the status says, time of receipt; null: never.</summary>
    public DateTimeOffset? DrawsAt { get => drawsAt; init => drawsAt = value; }

    /// <summary>When the last transaction here ended, time of receipt: what was measured before that flows no longer (G19). Null: none did since the start of this process.</summary>
    public DateTimeOffset? EndedAt { get => endedAt; init => endedAt = value; }

    /// <summary>Last credible register, Wh (G10).</summary>
    public double? RegisterWh { get; init; }

    /// <summary>When that register was read, time of receipt; null: before the start of this process.</summary>
    public DateTimeOffset? RegisterAt { get => registerAt; init => registerAt = value; }

    /// <summary>True when its readings count from the start of each transaction (G9): a lower one outside of transactions tells nothing.</summary>
    public bool RegisterIsOfTransactions { get; init; }

    /// <summary>Outside of transactions: registers that may be wrong, or another meter's; null: none is in doubt.</summary>
    public IdleRegister? Idle { get; init; }

    public TransactionSnapshot? Transaction { get; init; }

    /// <summary>Whom the connector is kept for by an accepted reservation; null: nobody.</summary>
    public ActiveReservation? Reservation { get; init; }

    /// <summary>Power drawn now, W; null when none can be, when the last reading is too old, or when it does not measure power.</summary>
    public double? PowerW => Reading?.PowerW;

    /// <summary>
    /// False when its status says that no energy can flow. Within a transaction a status from before its start tells nothing; while it is suspended or
    /// being prepared, what is measured after that says more.
    /// </summary>
    internal bool MayDrawIn(TransactionSnapshot? transaction) => Status.Known switch
    {
        null or ChargePointStatus.Charging => true,
        ChargePointStatus.Preparing or ChargePointStatus.SuspendedEV or ChargePointStatus.SuspendedEVSE => transaction is not null,
        _ => transaction is { } running && !(Since > running.ReceivedAt),
    };

    public bool IsFaulted => Status.Is(ChargePointStatus.Faulted);

    public bool IsCharging => Status.Is(ChargePointStatus.Charging);

    /// <summary>Its status says that no transaction draws energy; false while no status is known.</summary>
    public bool IsIdle => Status.Known is ChargePointStatus.Available or ChargePointStatus.Preparing or ChargePointStatus.Finishing or ChargePointStatus.Reserved
        or ChargePointStatus.Unavailable or ChargePointStatus.Faulted;
}

/// <summary>How late readings came, and since when they do.</summary>
public sealed record Lateness(TimeSpan By, DateTimeOffset Since);

/// <summary>A reservation that holds.</summary>
public sealed record ActiveReservation(string IdTag, DateTimeOffset Until);

/// <summary>A running transaction.</summary>
public sealed record TransactionSnapshot
{
    /// <summary>Our id, unique in this server.</summary>
    public required int Id { get; init; }

    /// <summary>The id on the wire where the charge point uses another than ours (F13, F14, F21).</summary>
    public long? WireId { get; init; }

    public required int ConnectorId { get; init; }
    public string? IdTag { get; init; }

    /// <summary>As its start named it; null: none, or it is from before a restart.</summary>
    public int? ReservationId { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary><see cref="StartedAt"/> less what the start's stamp said; zero: that is what it said, or it said nothing.</summary>
    public TimeSpan StartCorrection { get; init; }
    public double? MeterStartWh { get; init; }

    /// <summary>The connector's last register where the start said 0, Wh: energy counts from there as long as no lower one comes (G10); null: from the start's.</summary>
    public double? RegisterBeforeWh { get; init; }

    /// <summary>The register that energy counts from, Wh, unless <see cref="RegisterIsRelative"/>.</summary>
    public double? EnergyFromWh => RegisterBeforeWh ?? MeterStartWh;

    /// <summary>When its start, or the first we heard of it, came in.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Its registers so far; null: none came since its start or the start of this process.</summary>
    public EnergyCount? Count { get; init; }

    /// <summary>The last reading of power; null: none came.</summary>
    public PowerMark? Power { get; init; }

    /// <summary>Power integrated between readings of this transaction that are near each other, Wh: what the register should have gained (G2).</summary>
    public double PowerIntegralWh { get; init; }

    /// <summary>What the register gained in the same time, Wh.</summary>
    public double ComparedEnergyWh { get; init; }

    /// <summary>The intervals that were measured, Wh, and when the last one was: they count where there is no register (X29).</summary>
    public double IntervalsWh { get; init; }
    public DateTimeOffset? IntervalAt { get; init; }

    /// <summary>Energy so far, Wh, never negative; null while nothing is known.</summary>
    public double? EnergyWh { get; init; }

    /// <summary>True when the charge point's register counts from the start of the transaction (G9).</summary>
    public bool RegisterIsRelative { get; init; }

    /// <summary>Its start was answered with another status than Accepted: it counts for no rule about concurrent use.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Its start came long after it had happened.</summary>
    public bool IsLate { get; init; }

    /// <summary>Receipt of the first readings that named it since the charge point booted, or since a late start; null: none did.</summary>
    public DateTimeOffset? NamedAt { get; init; }

    public double? StartStateOfCharge { get; init; }
    public double? StateOfCharge { get; init; }
}

/// <summary>Registers outside of transactions, as long as they are in doubt.</summary>
public sealed record IdleRegister(EnergyCount Count);

/// <summary>A reading of power and the energy of the transaction then, Wh.</summary>
public readonly record struct PowerMark(DateTimeOffset At, double Watts, double? EnergyWh);
