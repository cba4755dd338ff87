using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Handlers;

/// <summary>Lets every id tag charge; only no tag at all is invalid.</summary>
public sealed class AuthorizeHandler : ICallHandler<AuthorizeRequest, AuthorizeResponse>
{
    public ValueTask<AuthorizeResponse> HandleAsync(AuthorizeRequest request, CallContext context) =>
        new(new AuthorizeResponse(new(Texts.Tidy(request.IdTag) is null ? AuthorizationStatus.Invalid : AuthorizationStatus.Accepted)));
}
