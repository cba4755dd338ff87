using OcppDashboard.Data.History;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Support;

/// <summary>What a run of the whole product needs to go at the pace of its clock, be it <see cref="JumpingTime"/> or the system's.</summary>
internal static class Pace
{
    private const string Memory = "/dev/shm";

    /// <summary>Waits until something is so; time that jumps does not go on before this has looked.</summary>
    /// <inheritdoc cref="JumpingTime.UntilAsync"/>
    public static Task UntilAsync(TimeProvider time, Func<bool> isSo, string what, TimeSpan? deadline = null) =>
        time is JumpingTime jumping ? jumping.UntilAsync(isSo, what, deadline) : Eventually.IsAsync(isSo, what, deadline);

    /// <summary>A new folder in memory where there is such a place: time that jumps would wait for every commit. Null: the disk.</summary>
    public static string? FolderFor(TimeProvider time) => time is JumpingTime && Directory.Exists(Memory) ? Directory.CreateDirectory(Path.Combine(Memory, $"ocpp-{Guid.NewGuid():N}")).FullName : null;

    /// <summary>The writer of the database gathers by the system's clock.</summary>
    public static void StandStillForDisk(TimeProvider time, TestCentralSystem central)
    {
        if (time is not JumpingTime jumping) return;
        var writer = central.Get<HistoryWriter>();
        jumping.StandStillWhile(() => writer.Waiting > 0);
    }
}
