using OcppDashboard.Features.BulkTasks;

namespace OcppDashboard.Components.BulkTasks;

/// <summary>How a result looks: a word and an icon, colour by the verdict.</summary>
public static class TargetAppearance
{
    public static readonly IReadOnlyList<BulkTargetState> InOrder =
        [BulkTargetState.Waiting, BulkTargetState.Sent, BulkTargetState.Succeeded, BulkTargetState.Failed, BulkTargetState.Cancelled];

    public static string Icon(BulkTargetState state) => state switch
    {
        BulkTargetState.Waiting => "i-clock",
        BulkTargetState.Sent => "v-running",
        BulkTargetState.Succeeded => "v-pass",
        BulkTargetState.Failed => "v-fail",
        _ => "i-close",
    };

    public static string Icon(BulkState state) => state switch { BulkState.Running => "v-running", BulkState.Finished => "v-pass", _ => "i-close" };

    /// <summary>Value of <c>data-result</c>.</summary>
    public static string Token(BulkTargetState state) => state.ToString().ToLowerInvariant();
}
