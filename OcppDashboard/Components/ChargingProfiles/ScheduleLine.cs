using OcppDashboard.Features.ChargingProfiles;

namespace OcppDashboard.Components.ChargingProfiles;

/// <summary>A line of a <see cref="ScheduleChart"/>.</summary>
/// <param name="Class">Of the stylesheet: colour and dash.</param>
/// <param name="End">Where it ends, seconds; null: with the axis.</param>
public sealed record ScheduleLine(string Name, string Class, IReadOnlyList<CompositePeriod> Periods, bool IsFilled = false, int? End = null);
