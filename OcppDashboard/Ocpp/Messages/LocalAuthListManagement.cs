namespace OcppDashboard.Ocpp.Messages;

// Feature profile LocalAuthListManagement.

public record GetLocalListVersionRequest : IOcppRequest<GetLocalListVersionResponse>;
/// <param name="ListVersion">0: the list is empty; -1: local lists are not supported.</param>
public record GetLocalListVersionResponse(int ListVersion);

public record SendLocalListRequest(int ListVersion, IReadOnlyList<AuthorizationData>? LocalAuthorizationList, UpdateType UpdateType) : IOcppRequest<SendLocalListResponse>;
public record SendLocalListResponse(OcppEnum<UpdateStatus> Status);
