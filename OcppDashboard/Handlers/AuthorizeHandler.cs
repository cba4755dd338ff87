using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Answers by the id tags that people wrote down; what a commissioning run wants goes first.</summary>
public sealed class AuthorizeHandler(AuthorizationOverrides overrides, IdTagAuthorizer decisions) : ICallHandler<AuthorizeRequest, AuthorizeResponse>
{
    public ValueTask<AuthorizeResponse> HandleAsync(AuthorizeRequest request, CallContext context)
    {
        TransactionNotes.OfIdTag(context, request.IdTag);
        return new(new AuthorizeResponse(
            overrides.Find(context.ChargePointId) is { } given ? new(given) : decisions.ForAuthorize(Texts.Tag(request.IdTag), context.ChargePointId, context.ReceivedAt)));
    }
}
