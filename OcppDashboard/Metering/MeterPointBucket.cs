using System.Text.Json;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Metering;

/// <summary>
/// Collects the samples of one point in time; their words are the specification's. Whatever has no place, or cannot be, is kept beside the others.
/// </summary>
/// <param name="last">The last good register of the connector, in the unit of the samples; null: none is known.</param>
internal struct MeterPointBucket(RegisterReading? last, DateTimeOffset at, DateTimeOffset receivedAt)
{
    private const int Neutral = 4;
    private const string CannotBe = "a reading that cannot be";

    private static readonly Func<double, double, bool> Newer = static (value, _) => value != 0;
    private static readonly Func<double, double, bool> Larger = static (value, known) => value > known;
    private static readonly Func<double, double, bool> First = static (_, _) => false;
    private static readonly Func<double, double, bool> Last = static (_, _) => true;

    private string? context;
    private MeasuredSlot energy, energyNeutral, power, voltage, offeredCurrent, offeredPower, charge, temperature, interval;
    private MeasuredSlot current, current1, current2, current3, currentNeutral, voltage1, voltage2, voltage3;
    private PhaseSum energyOfPhases, powerOfPhases, intervalOfPhases;
    private List<SampledValue>? others;

    public void Take(SampledValue sample)
    {
        if (context is null || Rank(sample.Context) > Rank(context))
            context = sample.Context is { Length: > 0 } given ? given : ReadingContexts.SamplePeriodic;
        if (sample.Format != SignedValue.Format && MeterPointReader.Number(sample.Value, sample.Unit) is { } value)
        {
            NoteForm(sample.Value!);
            var canBe = PlausibleGauges.CanBe(sample.Measurand, value);
            if (!canBe) ReadingNotes.Add(CannotBe);
            if (!canBe || !Place(sample, value)) (others ??= []).Add(sample);
            return;
        }
        if (!SignedValue.Is(sample)) ReadingNotes.Add("a reading is no number");
        if (sample.Value is { Length: > 0 }) (others ??= []).Add(sample);
    }

    private static void NoteForm(string text)
    {
        if (text.Contains(',')) ReadingNotes.Add("a number with a comma");
        if (PaddedTexts.IsPadded(text)) ReadingNotes.Add("a number with blanks around it");
    }

    private bool Place(SampledValue sample, double value)
    {
        var phase = Phase(sample.Phase);
        var rank = Rank(sample.Context) * 2 + (sample.Location is null or "" or "Outlet" ? 1 : 0);
        if (sample.Location is "Inlet" && phase >= 0 && sample.Measurand is not Measurands.Temperature) return false;
        switch (sample.Measurand)
        {
            case null or "" or Measurands.EnergyActiveImportRegister:
                return PlaceEnergy(phase, sample, value, rank);
            case Measurands.EnergyActiveImportInterval:
                List<SampledValue>? kept = null;
                if (phase == 0) interval.Take(sample, value, rank, Newer, ref kept);
                else if (phase is >= 1 and <= 3) intervalOfPhases.Take(phase, sample, value, rank, Newer, ref kept);
                return false; // there is no column for it
            case Measurands.PowerActiveImport:
                if (phase == 0) power.Take(sample, value, rank, Newer, ref others);
                else if (phase is >= 1 and <= 3) powerOfPhases.Take(phase, sample, value, rank, Newer, ref others);
                else return false;
                return true;
            case Measurands.CurrentImport:
                return Place(sample, value, rank, phase, ref current, ref current1, ref current2, ref current3, ref currentNeutral);
            case Measurands.Voltage:
                var none = new MeasuredSlot(); // a voltage of the neutral is no voltage to show (G6)
                if (phase == Neutral) return false;
                return Place(sample, value, rank, phase, ref voltage, ref voltage1, ref voltage2, ref voltage3, ref none);
            case Measurands.CurrentOffered:
                offeredCurrent.Take(sample, value, 0, Larger, ref others);
                return true;
            case Measurands.PowerOffered:
                offeredPower.Take(sample, value, rank, Newer, ref others);
                return true;
            case Measurands.StateOfCharge:
                charge.Take(sample, value, rank, Newer, ref others);
                return true;
            case Measurands.Temperature:
                temperature.Take(sample, value, 0, First, ref others);
                return true;
            default:
                return false;
        }
    }

    private bool PlaceEnergy(int phase, SampledValue sample, double value, int rank)
    {
        if (phase is >= 1 and <= 3) energyOfPhases.Take(phase, sample, value, rank, Larger, ref others);
        else if (phase == Neutral) energyNeutral.Take(sample, value, rank, Larger, ref others);
        else if (phase != 0) return false;
        else if (energy.Value is not { } known || last is null) energy.Take(sample, value, rank, Larger, ref others);
        else energy.Take(sample, value, rank, IsBetterRegister(value, known) ? Last : First, ref others);
        return true;
    }

    /// <summary>Of two registers of one moment the one that can follow the last good one, and of two such the higher (G8, X13).</summary>
    private readonly bool IsBetterRegister(double value, double known)
    {
        var (mine, other) = (Likelihood(value), Likelihood(known));
        return mine > other || (mine == other && value > known);
    }

    private readonly int Likelihood(double wh)
    {
        var known = last!.Value;
        return RegisterPlausibility.Judge(known, new(wh, at, receivedAt)) switch
        {
            RegisterFit.Follows when wh > known.Wh => 5,
            RegisterFit.Jumps => 4,
            RegisterFit.Follows => 3, // the register of the start stands beside the present one
            RegisterFit.Below when wh > 0 => 2,
            RegisterFit.OtherUnit => 1,
            _ => 0,
        };
    }

    private bool Place(
        SampledValue sample, double value, int rank, int phase, ref MeasuredSlot total, ref MeasuredSlot one, ref MeasuredSlot two, ref MeasuredSlot three,
        ref MeasuredSlot neutral)
    {
        switch (phase)
        {
            case 0: total.Take(sample, value, rank, Newer, ref others); return true;
            case 1: one.Take(sample, value, rank, Newer, ref others); return true;
            case 2: two.Take(sample, value, rank, Newer, ref others); return true;
            case 3: three.Take(sample, value, rank, Newer, ref others); return true;
            case Neutral: neutral.Take(sample, value, rank, Newer, ref others); return true;
            default: return false;
        }
    }

    public MeterPoint? ToPoint()
    {
        if (context is null) return null;
        if ((power.Value ?? powerOfPhases.Total) < 0)
        {
            ReadingNotes.Add(CannotBe); // it feeds back: nothing is drawn
            power.GiveUp(ref others);
            powerOfPhases.GiveUp(ref others);
        }
        var total = energy.Value ?? energyOfPhases.Total;
        if (total is null && energyNeutral.Value is not null) ReadingNotes.Add("a total stands on the neutral");
        var isOfNeutral = current1.Value is null && current2.Value is null && current3.Value is null;
        return new MeterPoint
        {
            At = at, Context = context, EnergyWh = total ?? energyNeutral.Value, IntervalWh = interval.Value ?? intervalOfPhases.Total,
            PowerW = power.Value ?? powerOfPhases.Total, CurrentA = current.Value ?? (isOfNeutral ? currentNeutral.Value : null),
            CurrentL1A = current1.Value, CurrentL2A = current2.Value, CurrentL3A = current3.Value,
            VoltageV = voltage.Value, VoltageL1V = voltage1.Value, VoltageL2V = voltage2.Value, VoltageL3V = voltage3.Value,
            CurrentOfferedA = offeredCurrent.Value, PowerOfferedW = offeredPower.Value, StateOfCharge = charge.Value, TemperatureC = temperature.Value,
            OtherJson = others is null ? null : ToJson(others),
        };
    }

    /// <summary>0: no phase, 1 to 3: that phase with or without -N (G5), 4: neutral, -1: another such as L1-L2.</summary>
    private static int Phase(string? phase) => phase switch
    {
        null or "" => 0,
        "L1" or "L1-N" => 1,
        "L2" or "L2-N" => 2,
        "L3" or "L3-N" => 3,
        "N" => Neutral,
        _ => -1,
    };

    private static int Rank(string? context) => context switch
    {
        ReadingContexts.TransactionEnd => 4,
        null or "" or ReadingContexts.SamplePeriodic => 3,
        ReadingContexts.Trigger => 2,
        _ => 1,
    };

    private static string ToJson(List<SampledValue> samples) => $"[{string.Join(',', samples.Select(ToJson))}]";

    private static string ToJson(SampledValue sample) => JsonSerializer.Serialize(sample, OcppJsonContext.Wire.SampledValue);
}
