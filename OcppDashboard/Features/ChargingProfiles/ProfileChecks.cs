using System.Globalization;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Features.ChargingProfiles;

/// <summary>What a charge point's configuration says of charging profiles; null members were not read.</summary>
/// <param name="Units">ChargingScheduleAllowedChargingRateUnit: words out of Current and Power.</param>
public sealed record ProfileLimits(string? Units = null, int? MaxStackLevel = null, int? MaxPeriods = null, int? MaxInstalled = null)
{
    /// <param name="value">The value of a configuration key; null when it was not read.</param>
    public static ProfileLimits From(Func<string, string?> value)
    {
        int? Number(string key) => int.TryParse(value(key), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new(value("ChargingScheduleAllowedChargingRateUnit"), Number("ChargeProfileMaxStackLevel"), Number("ChargingScheduleMaxPeriods"), Number("MaxChargingProfilesInstalled"));
    }

    private static readonly string[] Current = ["Current", "A"], Power = ["Power", "W"];

    /// <summary>True when the key was read and leaves the unit out. Some write A and W instead of Current and Power; words that are neither say nothing (I5).</summary>
    public bool Forbids(ChargingRateUnit unit)
    {
        var words = ConfigurationValues.Words(Units);
        bool Has(string[] names) => words.Any(word => names.Contains(word, StringComparer.OrdinalIgnoreCase));
        return unit == ChargingRateUnit.A ? Has(Power) && !Has(Current) : Has(Current) && !Has(Power);
    }
}

/// <summary>What is wrong with a charging profile, or will most likely be refused: sentences for a person.</summary>
public static class ProfileChecks
{
    private const int Day = 86_400;

    /// <summary>What the specification forbids, the first of it; null when the profile may be sent.</summary>
    public static string? Fault(int connectorId, ChargingProfile profile)
    {
        var schedule = profile.ChargingSchedule;
        var periods = schedule.ChargingSchedulePeriod;
        if (connectorId < 0) return "The connector is a number from 0.";
        if (profile.StackLevel < 0) return "The stack level is a number from 0.";
        if (profile.ChargingProfilePurpose == ChargingProfilePurpose.ChargePointMaxProfile && connectorId != 0) return "ChargePointMaxProfile limits the whole charge point: it goes to connector 0.";
        if (profile.ChargingProfilePurpose == ChargingProfilePurpose.TxProfile && connectorId == 0) return "TxProfile belongs to one transaction: choose its connector.";
        if (periods.Count == 0) return "At least one period is needed.";
        if (periods[0].StartPeriod != 0) return "The first period begins at 0:00.";
        if (periods.Zip(periods.Skip(1)).Any(pair => pair.Second.StartPeriod <= pair.First.StartPeriod)) return "Each period begins after the one before it.";
        if (periods.Any(period => period.Limit < 0)) return "A limit is not negative.";
        if (periods.Any(period => decimal.Round(period.Limit, 1) != period.Limit)) return "A limit has one digit after the point at most.";
        if (periods.Any(period => period.NumberPhases is < 1 or > 3)) return "The number of phases is 1, 2 or 3.";
        if (schedule.Duration <= 0) return "The duration is longer than nothing.";
        if (profile.ValidTo?.Value <= profile.ValidFrom?.Value) return "The profile's validity ends before it begins.";
        if (profile.ChargingProfileKind == ChargingProfileKind.Recurring && profile.RecurrencyKind is null) return "A recurring profile is daily or weekly.";
        return profile.ChargingProfileKind == ChargingProfileKind.Recurring && schedule.StartSchedule is null ? "A recurring profile needs the time that it first begins." : null;
    }

    /// <summary>What the charge point will most likely refuse, or what a person may not have meant. It may be sent all the same.</summary>
    public static IEnumerable<string> Remarks(int connectorId, ChargingProfile profile, ChargePointSnapshot chargePoint, IReadOnlyList<StoredChargingProfile> book, ProfileLimits limits, DateTimeOffset now, bool comesWithStart = false)
    {
        var schedule = profile.ChargingSchedule;
        var unit = schedule.ChargingRateUnit.Known;
        if (profile.ChargingProfilePurpose == ChargingProfilePurpose.TxProfile && !comesWithStart && chargePoint.Connector(connectorId)?.Transaction is null)
            yield return $"No transaction is known to run on connector {connectorId}: a TxProfile will be refused. TxDefaultProfile holds for transactions to come.";
        if (book.FirstOrDefault(known => ProfileStack.IsReplacedBy(known, connectorId, profile)) is { } replaced)
            yield return replaced.Id == profile.ChargingProfileId ? $"Replaces profile {replaced.Id}." : $"Replaces profile {replaced.Id}, which has the same purpose and stack level.";
        if (unit is { } known2 && limits.Forbids(known2)) yield return $"Its ChargingScheduleAllowedChargingRateUnit is {limits.Units}: {unit} will be refused.";
        if (Refused(connectorId, profile, book) is { } refused) yield return refused;
        if (profile.StackLevel > limits.MaxStackLevel) yield return $"Its ChargeProfileMaxStackLevel is {limits.MaxStackLevel}: a higher stack level will be refused.";
        if (schedule.ChargingSchedulePeriod.Count > limits.MaxPeriods) yield return $"Its ChargingScheduleMaxPeriods is {limits.MaxPeriods}: {Quantity.Of(schedule.ChargingSchedulePeriod.Count, "period")} will be refused.";
        if (book.Count(p => p.IsHeld) >= limits.MaxInstalled && !book.Any(p => ProfileStack.IsReplacedBy(p, connectorId, profile))) yield return $"Its MaxChargingProfilesInstalled is {limits.MaxInstalled}, and it holds as many: clear one first.";
        if (profile.ValidTo?.Value < now) yield return "Its validity is over already.";
        if (profile is { ChargingProfileKind: ChargingProfileKind.Relative, ChargingProfilePurpose: ChargingProfilePurpose.ChargePointMaxProfile }) yield return "A limit of the whole charge point has no transaction that it could be relative to.";
        if (profile.ChargingProfileKind == ChargingProfileKind.Absolute && schedule.StartSchedule is null) yield return "Without a start it counts from the start of charging.";
        if (profile.ChargingProfileKind == ChargingProfileKind.Recurring && schedule.ChargingSchedulePeriod.Any(p => p.StartPeriod >= (profile.RecurrencyKind == RecurrencyKind.Weekly ? 7 : 1) * Day))
            yield return "Periods that begin after the schedule recurs never hold.";
        if (schedule.Duration is { } duration && schedule.ChargingSchedulePeriod.Any(p => p.StartPeriod >= duration)) yield return "Periods that begin after the duration never hold.";
        if (unit == ChargingRateUnit.A && schedule.ChargingSchedulePeriod.Any(p => p.Limit is > 0 and < 6)) yield return "Below 6 A a car does not charge on alternating current: it pauses.";
    }

    /// <summary>The remarks on many charge points, each once: with their number where they do not concern all.</summary>
    /// <param name="each">The remarks on one charge point after the other.</param>
    public static IEnumerable<string> RemarksOfMany(IEnumerable<IEnumerable<string>> each, int count) => each.SelectMany(remarks => remarks).CountBy(remark => remark)
        .Select(remark => remark.Value == count ? remark.Key : $"{remark.Value.ToString("N0", CultureInfo.InvariantCulture)} of {count.ToString("N0", CultureInfo.InvariantCulture)} charge points: {remark.Key}");

    /// <summary>What was refused before, where something else was taken (J6).</summary>
    private static string? Refused(int connectorId, ChargingProfile profile, IReadOnlyList<StoredChargingProfile> book)
    {
        if (book.LastOrDefault(p => p.Status == "Accepted") is not { } taken) return null;
        var refused = book.Where(p => p.Status != "Accepted" && p.ConnectorId == connectorId).ToList();
        if (refused.Any(p => p.Profile.ChargingSchedule.ChargingRateUnit == profile.ChargingSchedule.ChargingRateUnit) && taken.Profile.ChargingSchedule.ChargingRateUnit != profile.ChargingSchedule.ChargingRateUnit)
            return $"It refused a profile in {profile.ChargingSchedule.ChargingRateUnit} before and took one in {taken.Profile.ChargingSchedule.ChargingRateUnit}.";
        return profile.StackLevel > 0 && taken.Profile.StackLevel == 0 && refused.Any(p => p.Profile.StackLevel > 0) ? "It refused a stack level above 0 before and took 0." : null;
    }
}
