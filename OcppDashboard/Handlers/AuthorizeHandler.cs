using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Lets every id tag charge; only no tag at all is invalid.</summary>
public sealed class AuthorizeHandler(AuthorizationOverrides overrides) : ICallHandler<AuthorizeRequest, AuthorizeResponse>
{
    public ValueTask<AuthorizeResponse> HandleAsync(AuthorizeRequest request, CallContext context) =>
        new(new AuthorizeResponse(new(overrides.Find(context.ChargePointId) ?? (Texts.Tidy(request.IdTag) is null ? AuthorizationStatus.Invalid : AuthorizationStatus.Accepted))));
}
