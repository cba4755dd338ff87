namespace OcppDashboard.Ocpp.Messages;

// Feature profile SmartCharging.

public record ClearChargingProfileRequest(
    int? Id = null, int? ConnectorId = null, ChargingProfilePurpose? ChargingProfilePurpose = null, int? StackLevel = null) : IOcppRequest<ClearChargingProfileResponse>;
public record ClearChargingProfileResponse(OcppEnum<ClearChargingProfileStatus> Status);

/// <param name="Duration">Length of the schedule asked for, seconds.</param>
public record GetCompositeScheduleRequest(int ConnectorId, int Duration, ChargingRateUnit? ChargingRateUnit = null) : IOcppRequest<GetCompositeScheduleResponse>;
public record GetCompositeScheduleResponse(
    OcppEnum<GetCompositeScheduleStatus> Status, int? ConnectorId = null, OcppTimestamp? ScheduleStart = null, ChargingSchedule? ChargingSchedule = null);

public record SetChargingProfileRequest(int ConnectorId, ChargingProfile CsChargingProfiles) : IOcppRequest<SetChargingProfileResponse>;
public record SetChargingProfileResponse(OcppEnum<ChargingProfileStatus> Status);
