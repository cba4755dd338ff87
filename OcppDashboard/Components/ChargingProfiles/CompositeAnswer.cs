using System.Text;
using System.Text.Json;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Components.ChargingProfiles;

/// <summary>What a charge point answered to GetCompositeSchedule.</summary>
/// <param name="Seconds">The duration asked for.</param>
/// <param name="Status">Accepted, Rejected or another word.</param>
public sealed record CompositeAnswer(DateTimeOffset AskedAt, DateTimeOffset From, int Seconds, ChargingRateUnit Unit, string Status, IReadOnlyList<CompositePeriod> Periods)
{
    private static readonly TimeSpan MostOff = TimeSpan.FromDays(1);

    /// <summary>It came with a chargingSchedule, be it without periods.</summary>
    public bool HasSchedule { get; init; }

    /// <summary>The start that it named and that cannot be meant: days away from when it was asked, such as 1970. Then it is taken as from the question on; null: none.</summary>
    public DateTimeOffset? OddStart { get; init; }

    public bool IsAccepted => Status.Trim().Equals("Accepted", StringComparison.OrdinalIgnoreCase);

    /// <param name="commands">Newest first.</param>
    /// <returns>The newest answer about this connector and span; null: there is none.</returns>
    public static CompositeAnswer? Find(IEnumerable<CommandSnapshot> commands, int connectorId, int seconds)
    {
        var action = OcppActions.Of<GetCompositeScheduleRequest>();
        foreach (var command in commands.Where(c => c.Action == action.Name && c.ResponseJson is not null))
        {
            if (!PayloadReader.TryRead(action, Encoding.UTF8.GetBytes(command.RequestJson), false, out var request, out _, out _)) continue;
            if (request is not GetCompositeScheduleRequest asked || asked.ConnectorId != connectorId || asked.Duration != seconds) continue;
            if (!PayloadReader.TryRead(action, Encoding.UTF8.GetBytes(command.ResponseJson!), true, out var response, out _, out _) || response is not GetCompositeScheduleResponse answer) continue;
            var schedule = answer.ChargingSchedule;
            var named = schedule?.StartSchedule?.Value ?? answer.ScheduleStart?.Value;
            var isOdd = named is { } start && (start - command.RequestedAt).Duration() > MostOff;
            var from = isOdd ? command.RequestedAt : named ?? command.RequestedAt;
            return new(command.RequestedAt, from, seconds, schedule?.ChargingRateUnit.Known ?? asked.ChargingRateUnit ?? ChargingRateUnit.A, answer.Status.ToString(),
                [.. (schedule?.ChargingSchedulePeriod ?? []).OrderBy(p => p.StartPeriod).Select(p => new CompositePeriod(p.StartPeriod, p.Limit, p.NumberPhases))])
            {
                HasSchedule = schedule is not null, OddStart = isOdd ? named : null,
            };
        }
        return null;
    }

    /// <summary>Where the answer first differs from what was expected; null: nowhere. Where no profile limits it, it may say what it can.</summary>
    public (int Start, decimal? Answered, decimal Expected)? Difference(IReadOnlyList<CompositePeriod> expected)
    {
        // looked at two seconds after each step: the charge point's clock is not ours
        foreach (var at in expected.Select(p => p.Start + 2).Concat(Periods.Select(p => p.Start + 2)).Where(start => start < Seconds).Distinct().Order())
            if (At(expected, at)?.Limit is { } wanted && At(Periods, at)?.Limit is var said && !Near(said, wanted)) return (at, said, wanted);
        return null;
    }

    private static CompositePeriod? At(IReadOnlyList<CompositePeriod> periods, int at) => periods.LastOrDefault(p => p.Start <= at);

    /// <summary>Equal but for rounding.</summary>
    private static bool Near(decimal? one, decimal? other) => one == other || (one is { } a && other is { } b && Math.Abs(a - b) <= Math.Max(0.11m, b / 200));
}
