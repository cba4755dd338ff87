using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Handlers;

/// <summary>There is no certificate authority here, so every request for a certificate is refused in form.</summary>
public sealed class SignCertificateHandler : ICallHandler<SignCertificateRequest, SignCertificateResponse>
{
    public ValueTask<SignCertificateResponse> HandleAsync(SignCertificateRequest request, CallContext context) => new(new SignCertificateResponse(GenericStatus.Rejected));
}
