using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Takes a request for a certificate that passes all checks; who signs it, and when, is decided elsewhere (security extension, A02).</summary>
public sealed class SignCertificateHandler(LiveState live, HistoryWriter history) : ICallHandler<SignCertificateRequest, SignCertificateResponse>
{
    public ValueTask<SignCertificateResponse> HandleAsync(SignCertificateRequest request, CallContext context)
    {
        var boot = live.Find(context.ChargePointId)?.Boot;
        var read = SigningRequest.Read(request.Csr, [context.ChargePointId, boot?.SerialNumber, boot?.ChargeBoxSerialNumber], out var problem);
        if (read is not null && !IsOwn(read, context) && live.Find(read.Holder) is { } other) // it would be let in as the other one
            (read, problem) = (null, $"Its common name is the identity of another charge point, {other.Id}.");
        var text = read is null ? $"request refused: {problem}" : $"requested for {read.Subject}, {read.Key}";
        history.Keep(new OccurrenceWrite(context.ChargePointId, context.ReceivedAt, "Certificate", text));
        live.Publish(context, new SignCertificateReceived(context.ChargePointId, context.ReceivedAt, read is null ? problem : null));
        if (read is null) return new(new SignCertificateResponse(GenericStatus.Rejected));
        live.Publish(context, new CertificateRequested(context.ChargePointId, context.ReceivedAt, read));
        return new(new SignCertificateResponse(GenericStatus.Accepted));
    }

    private static bool IsOwn(SigningRequest request, CallContext context) => request.Holder.Equals(context.ChargePointId, StringComparison.OrdinalIgnoreCase);
}
