using System.Globalization;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Components.ChargingProfiles;

/// <summary>One period as it is typed.</summary>
public sealed class PeriodDraft
{
    /// <summary>After the start of the schedule: <c>17:00</c>.</summary>
    public string Start { get; set; } = "0:00";
    public string Limit { get; set; } = "16";

    /// <summary>Empty: not said.</summary>
    public string Phases { get; set; } = "";
}

/// <summary>A charging profile as it is typed; times are in the viewer's zone.</summary>
public sealed class ProfileDraft
{
    public string Id { get; set; } = "1";
    public int Connector { get; set; }
    public ChargingProfilePurpose Purpose { get; set; } = ChargingProfilePurpose.TxDefaultProfile;
    public ChargingProfileKind Kind { get; set; }
    public RecurrencyKind Recurrency { get; set; }
    public string StackLevel { get; set; } = "0";
    public ChargingRateUnit Unit { get; set; } = ChargingRateUnit.A;
    public string? ValidFrom { get; set; }
    public string? ValidTo { get; set; }
    public string? StartSchedule { get; set; }

    /// <summary>As <see cref="ScheduleText"/> writes spans; empty: without end.</summary>
    public string Duration { get; set; } = "";
    public string MinChargingRate { get; set; } = "";
    public List<PeriodDraft> Periods { get; } = [new()];

    /// <summary>Begins with what this charge point took last, as far as there is such (J6).</summary>
    public static ProfileDraft New(int connector, IReadOnlyList<StoredChargingProfile> book, int id, ProfileLimits limits, DateTimeOffset now, TimeZoneInfo zone)
    {
        var taken = book.Where(p => p.Status == "Accepted").MaxBy(p => p.SentAt)?.Profile;
        var unit = taken?.ChargingSchedule.ChargingRateUnit.Known ?? (limits.Forbids(ChargingRateUnit.A) ? ChargingRateUnit.W : ChargingRateUnit.A);
        var draft = new ProfileDraft { Id = Text(id), Connector = connector, Unit = unit, StackLevel = Text(taken?.StackLevel ?? 0), StartSchedule = LocalInput.Write(now, zone) };
        draft.Periods[0].Limit = unit == ChargingRateUnit.A ? "16" : "11000";
        return draft;
    }

    public static ProfileDraft From(int connector, ChargingProfile profile, TimeZoneInfo zone)
    {
        var schedule = profile.ChargingSchedule;
        var draft = new ProfileDraft
        {
            Id = Text(profile.ChargingProfileId), Connector = connector, Purpose = profile.ChargingProfilePurpose, Kind = profile.ChargingProfileKind,
            Recurrency = profile.RecurrencyKind ?? RecurrencyKind.Daily, StackLevel = Text(profile.StackLevel), Unit = schedule.ChargingRateUnit.Known ?? ChargingRateUnit.A,
            ValidFrom = Local(profile.ValidFrom, zone), ValidTo = Local(profile.ValidTo, zone), StartSchedule = Local(schedule.StartSchedule, zone),
            Duration = schedule.Duration is { } duration ? ScheduleText.Span(duration) : "", MinChargingRate = schedule.MinChargingRate is { } rate ? ScheduleText.Limit(rate) : "",
        };
        draft.Periods.Clear();
        draft.Periods.AddRange(schedule.ChargingSchedulePeriod.Select(p => new PeriodDraft { Start = ScheduleText.Span(p.StartPeriod), Limit = ScheduleText.Limit(p.Limit), Phases = p.NumberPhases is { } phases ? Text(phases) : "" }));
        return draft;
    }

    /// <summary>One limit all the time.</summary>
    public void LimitAll() => Fill(ChargingProfileKind.Absolute, StartSchedule, ("0:00", 16));

    /// <summary>Charging from 22:00 to 6:00, every day.</summary>
    public void NightOnly(string midnight) => Fill(ChargingProfileKind.Recurring, midnight, ("0:00", 32), ("6:00", 0), ("22:00", 32));

    /// <summary>No charging from 17:00 to 20:00, every day.</summary>
    public void SpareEvening(string midnight) => Fill(ChargingProfileKind.Recurring, midnight, ("0:00", 32), ("17:00", 0), ("20:00", 32));

    public void AddPeriod()
    {
        var last = Periods.Count == 0 ? null : ScheduleText.Span(Periods[^1].Start);
        Periods.Add(new() { Start = last is { } start ? ScheduleText.Span(start + 3600) : "0:00", Limit = Periods.Count == 0 ? "16" : Periods[^1].Limit });
    }

    /// <summary>Moves a period's limit and phases up or down; the times stay in their order.</summary>
    public void Move(int from, int by)
    {
        var to = from + by;
        if (to < 0 || to >= Periods.Count) return;
        (Periods[from], Periods[to]) = (Periods[to], Periods[from]);
        (Periods[from].Start, Periods[to].Start) = (Periods[to].Start, Periods[from].Start);
    }

    /// <returns>The profile; null with <paramref name="error"/>, a sentence.</returns>
    /// <param name="forStart">It goes along with a remote start: it names no transaction.</param>
    public ChargingProfile? Build(ChargePointSnapshot chargePoint, TimeZoneInfo zone, bool forStart, out string? error)
    {
        error = null;
        if (Whole(Id) is not { } id) error = "The profile id is a whole number.";
        else if (Whole(StackLevel) is not { } level) error = "The stack level is a whole number from 0.";
        else if (Duration.Trim().Length > 0 && ScheduleText.Span(Duration) is null) error = "The duration is hours and minutes, such as 24:00.";
        else if (MinChargingRate.Trim().Length > 0 && ScheduleText.Limit(MinChargingRate) is null) error = "The smallest rate is a number.";
        else if (Bad(ValidFrom, zone) || Bad(ValidTo, zone) || Bad(StartSchedule, zone)) error = "A date or time is not complete.";
        else if (BuildPeriods(out error) is { } periods)
        {
            var start = Kind == ChargingProfileKind.Relative ? null : Time(StartSchedule, zone);
            var schedule = new ChargingSchedule(Duration.Trim().Length == 0 ? null : ScheduleText.Span(Duration), start, Unit, periods, ScheduleText.Limit(MinChargingRate));
            var profile = new ChargingProfile(
                id, forStart || Purpose != ChargingProfilePurpose.TxProfile ? null : TransactionId(chargePoint), level, Purpose, Kind, Kind == ChargingProfileKind.Recurring ? Recurrency : null,
                Time(ValidFrom, zone), Time(ValidTo, zone), schedule);
            error = ProfileChecks.Fault(Connector, profile);
            if (error is null) return profile;
        }
        return null;
    }

    /// <summary>What can be drawn of it while it is being typed.</summary>
    public IReadOnlyList<CompositePeriod> Steps => [.. Periods.Select(p => (Start: ScheduleText.Span(p.Start), Limit: ScheduleText.Limit(p.Limit)))
        .Where(p => p.Start is not null && p.Limit is >= 0).OrderBy(p => p.Start).Select(p => new CompositePeriod(p.Start!.Value, p.Limit))];

    public int Drawn => ScheduleText.Drawn(new(0, null, 0, Purpose, Kind, Recurrency, null, null, new(ScheduleText.Span(Duration), null, Unit, [.. Steps.Select(s => new ChargingSchedulePeriod(s.Start, s.Limit ?? 0))])));

    private List<ChargingSchedulePeriod>? BuildPeriods(out string? error)
    {
        error = null;
        List<ChargingSchedulePeriod> built = [];
        foreach (var (period, number) in Periods.Select((period, i) => (period, i + 1)))
        {
            if (ScheduleText.Span(period.Start) is not { } start) error = $"Period {number} begins at hours and minutes after the start, such as 17:00.";
            else if (ScheduleText.Limit(period.Limit) is not { } limit) error = $"The limit of period {number} is a number.";
            else built.Add(new(start, limit, Whole(period.Phases)));
            if (error is not null) return null;
        }
        return built;
    }

    private void Fill(ChargingProfileKind kind, string? start, params (string Start, int Amperes)[] periods)
    {
        (Kind, Recurrency, StartSchedule, Duration) = (kind, RecurrencyKind.Daily, start, "");
        Periods.Clear();
        Periods.AddRange(periods.Select(p => new PeriodDraft { Start = p.Start, Limit = Text(Unit == ChargingRateUnit.A ? p.Amperes : p.Amperes * 690) }));
    }

    private int? TransactionId(ChargePointSnapshot chargePoint) =>
        chargePoint.Connector(Connector)?.Transaction is { } running && (running.WireId ?? running.Id) is >= int.MinValue and <= int.MaxValue and var id ? (int)id : null;

    private static bool Bad(string? text, TimeZoneInfo zone) => !string.IsNullOrWhiteSpace(text) && LocalInput.Read(text, zone) is null;

    private static OcppTimestamp? Time(string? text, TimeZoneInfo zone) => LocalInput.Read(text, zone) is { } at ? new OcppTimestamp(at) : null;

    private static string? Local(OcppTimestamp? at, TimeZoneInfo zone) => at?.Value is { } value ? LocalInput.WriteExactly(value, zone) : null;

    private static int? Whole(string? text) => int.TryParse((text ?? "").Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
