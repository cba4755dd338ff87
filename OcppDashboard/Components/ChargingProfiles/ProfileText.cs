using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Components.ChargingProfiles;

/// <summary>Feature profiles in words.</summary>
public static class ProfileText
{
    public static string Of(FeatureProfile profile) => profile switch
    {
        FeatureProfile.FirmwareManagement => "Firmware management",
        FeatureProfile.LocalAuthListManagement => "Local authorization list",
        FeatureProfile.SmartCharging => "Smart charging",
        FeatureProfile.RemoteTrigger => "Remote trigger",
        FeatureProfile.Security => "Security extension",
        _ => profile.ToString(),
    };
}
