using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.ChargePointConfiguration;

/// <summary>What a charge point says of its feature profiles: a hint and no more, as it is often wrong (I5).</summary>
public static class ClaimedProfiles
{
    /// <param name="value">SupportedFeatureProfiles as it was read; null when it was not.</param>
    /// <returns>True for a profile that it leaves out while it names others; without a known word nothing is said. Core is every charge point's, and the security extension has no word there.</returns>
    public static bool LeavesOut(string? value, FeatureProfile profile)
    {
        if (profile is FeatureProfile.Core or FeatureProfile.Security) return false;
        var words = ConfigurationValues.Words(value);
        return words.Any(word => Enum.GetNames<FeatureProfile>().Contains(word, StringComparer.OrdinalIgnoreCase)) && !words.Contains(profile.ToString(), StringComparer.OrdinalIgnoreCase);
    }
}
