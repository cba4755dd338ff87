using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>One connector: what is plugged in, who may charge, what runs.</summary>
internal sealed class Connector(Device device, ConnectorDesign design)
{
    public int Id => Design.Id;
    public ConnectorDesign Design { get; } = design;
    public Meter Meter { get; } = new(device, design);
    public bool Operative { get; set; } = true;
    /// <summary>The availability that takes effect when the transaction ends.</summary>
    public AvailabilityType? Scheduled { get; set; }
    public Vehicle? Vehicle { get; set; }
    public SimulatedFault? Fault { get; set; }
    public ReserveNowRequest? Reservation { get; set; }
    public Transaction? Transaction { get; set; }
    public PendingStart? Pending { get; set; }
    /// <summary>A transaction ended and the cable is still in.</summary>
    public bool Finishing { get; set; }
    /// <summary>What the central system was told last.</summary>
    public (ChargePointStatus Status, ChargePointErrorCode Code, string? Info)? Told { get; set; }

    public bool IsUsable => Operative && device.Operative && !IsBroken;

    /// <summary>A fault that keeps it from charging; others are only reported.</summary>
    public bool IsBroken => Fault is { } fault && !IsWarning(fault.Code);

    public bool IsReservedFor(string idTag, string? parentIdTag) =>
        Reservation is { } reservation && (reservation.IdTag.Equals(idTag, StringComparison.OrdinalIgnoreCase)
            || (reservation.ParentIdTag is { Length: > 0 } parent && parent.Equals(parentIdTag, StringComparison.OrdinalIgnoreCase)));

    public ChargePointStatus Status => this switch
    {
        { IsBroken: true } => ChargePointStatus.Faulted,
        { Transaction: { } transaction } when transaction.Denied || Meter.IsHeld => ChargePointStatus.SuspendedEVSE,
        { Transaction: not null, Vehicle: null } or { Transaction: not null, Meter.IsSated: true } => ChargePointStatus.SuspendedEV,
        { Transaction: not null } => ChargePointStatus.Charging,
        _ when !Operative || !device.Operative => ChargePointStatus.Unavailable,
        { Finishing: true } => ChargePointStatus.Finishing,
        _ when Vehicle is not null || Pending is not null => ChargePointStatus.Preparing,
        { Reservation: not null } => ChargePointStatus.Reserved,
        _ => ChargePointStatus.Available,
    };

    private static bool IsWarning(ChargePointErrorCode code) =>
        code is ChargePointErrorCode.WeakSignal or ChargePointErrorCode.ReaderFailure or ChargePointErrorCode.LocalListConflict or ChargePointErrorCode.NoError;
}

/// <summary>Someone may charge as soon as a car is plugged in, until the time is up.</summary>
internal sealed record PendingStart(string IdTag, string? ParentIdTag, ChargingProfile? Profile);

/// <summary>A running transaction, or one whose messages are still to be sent.</summary>
internal sealed class Transaction(int connectorId, string idTag, string? parentIdTag, DateTimeOffset start, long meterStart, int? reservationId)
{
    public int ConnectorId => connectorId;
    public string IdTag => idTag;
    public string? ParentIdTag => parentIdTag;
    public DateTimeOffset Start => start;
    /// <summary>Wh.</summary>
    public long MeterStart => meterStart;
    public int? ReservationId => reservationId;
    /// <summary>As the central system gave it; null until the start is answered.</summary>
    public long? Id { get; set; }
    /// <summary>The central system did not accept the tag, and the transaction goes on without energy.</summary>
    public bool Denied { get; set; }
    public List<MeterValue> StopData { get; } = [];
    public CancellationTokenSource Ended { get; } = new();
}

/// <summary>A car at the plug.</summary>
/// <param name="Phases">It charges with (AC).</param>
/// <param name="MaxCurrent">Ampere per phase (AC).</param>
/// <param name="MaxPower">kW (DC).</param>
/// <param name="Capacity">kWh.</param>
internal sealed class Vehicle(int phases, double maxCurrent, double maxPower, double capacity, double stateOfCharge)
{
    public int Phases => phases;
    public double MaxCurrent => maxCurrent;
    public double MaxPower => maxPower;

    /// <summary>Percent.</summary>
    public double StateOfCharge { get; private set; } = stateOfCharge;

    public void Charge(double wh) => StateOfCharge = Math.Min(100, StateOfCharge + (wh / (capacity * 1000) * 92));

    /// <summary>A car of a common kind.</summary>
    public static Vehicle Any(Random random, double? stateOfCharge) => new(
        random.Next(5) == 0 ? 1 : 3, random.Next(4) == 0 ? 32 : 16, 60 + (20 * random.Next(6)), 45 + (5 * random.Next(9)),
        stateOfCharge ?? (12 + (50 * random.NextDouble())));
}
