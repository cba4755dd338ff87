namespace OcppDashboard.Components.Acceptance;

/// <summary>How what people are asked for looks.</summary>
public static class PromptText
{
    /// <summary>The picture of a prompt by its key.</summary>
    public static string Icon(string key) => key switch
    {
        "plug-in" or "unplug" => "st-preparing",
        _ when key.StartsWith("tap-card", StringComparison.Ordinal) => "i-tap",
        "cause-fault" or "clear-fault" => "st-faulted",
        "power-cycle" => "i-power",
        "charge-offline" or "stop-offline" => "st-offline",
        _ => "i-commissioning",
    };
}
