using System.Collections.Immutable;

namespace OcppDashboard.Features.BulkTasks;

public enum BulkState { Running, Finished, Cancelled }

/// <summary>How a task stands at one charge point.</summary>
public enum BulkTargetState { Waiting, Sent, Succeeded, Failed, Cancelled }

/// <param name="Number">Order in the task, from 0.</param>
/// <param name="Attempt">1 at first; 0: not tried yet.</param>
/// <param name="Result">The answer's word, why there is none, or a line per key of a template; null: not over.</param>
public sealed record BulkTarget(int Number, string ChargePointId, BulkTargetState State = BulkTargetState.Waiting, int Attempt = 0, long? CommandId = null, string? Result = null, DateTimeOffset? EndedAt = null);

/// <summary>One action for many charge points and what became of it. Immutable.</summary>
public sealed record BulkTask
{
    public required long Id { get; init; }

    /// <summary>An action of OCPP, or <see cref="BulkOrder.Template"/>.</summary>
    public required string Action { get; init; }

    /// <summary>The payload, secrets masked; parts that are another for each charge point are not in it.</summary>
    public required string PayloadJson { get; init; }

    /// <summary>The payload in short.</summary>
    public required string Argument { get; init; }
    public required string RequestedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Charge points a minute at most.</summary>
    public required int PerMinute { get; init; }

    /// <summary>Charge points at once at most.</summary>
    public required int AtOnce { get; init; }

    /// <summary>Offline charge points are waited for, a day at most.</summary>
    public bool WaitsForOffline { get; init; }
    public BulkState State { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public ImmutableArray<BulkTarget> Targets { get; init; } = [];

    public BulkCounts Counts => BulkCounts.Of(Targets);
}

/// <summary>How many charge points of a task stand how.</summary>
public readonly record struct BulkCounts(int Waiting, int Sent, int Succeeded, int Failed, int Cancelled)
{
    public int Total => Waiting + Sent + Succeeded + Failed + Cancelled;

    /// <summary>Those with an end.</summary>
    public int Over => Succeeded + Failed + Cancelled;

    public int Of(BulkTargetState state) => state switch
    {
        BulkTargetState.Waiting => Waiting,
        BulkTargetState.Sent => Sent,
        BulkTargetState.Succeeded => Succeeded,
        BulkTargetState.Failed => Failed,
        _ => Cancelled,
    };

    public static BulkCounts Of(ImmutableArray<BulkTarget> targets)
    {
        Span<int> counts = stackalloc int[5];
        foreach (var target in targets) counts[(int)target.State]++;
        return new(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }
}
