using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine.Calls;

/// <summary>SmartCharging profile.</summary>
internal static class SmartChargingCalls
{
    public static Answer SetChargingProfile(Device device, SetChargingProfileRequest request)
    {
        if (request.CsChargingProfiles is not { } profile)
            throw new RefusedCallException(OcppErrorCode.OccurenceConstraintViolation, "csChargingProfiles is missing");
        return new(new SetChargingProfileResponse(device.Profiles.Install(request.ConnectorId, profile)));
    }

    public static Answer ClearChargingProfile(Device device, ClearChargingProfileRequest request) =>
        new(new ClearChargingProfileResponse(device.Profiles.Clear(request)));

    public static Answer GetCompositeSchedule(Device device, GetCompositeScheduleRequest request)
    {
        if (request.Duration <= 0 || (request.ConnectorId != 0 && device.Find(request.ConnectorId) is null))
            return new(new GetCompositeScheduleResponse(GetCompositeScheduleStatus.Rejected));
        var schedule = device.Profiles.Composite(request.ConnectorId, request.Duration, request.ChargingRateUnit ?? ChargingRateUnit.A);
        return new(new GetCompositeScheduleResponse(GetCompositeScheduleStatus.Accepted, request.ConnectorId, schedule.StartSchedule, schedule));
    }
}
