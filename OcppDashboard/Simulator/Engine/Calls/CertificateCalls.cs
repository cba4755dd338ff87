using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine.Calls;

/// <summary>Certificates of the security extension.</summary>
internal static class CertificateCalls
{
    public static Answer CertificateSigned(Device device, CertificateSignedRequest request)
    {
        var status = device.Certificates.Take(CallTable.Required(request.CertificateChain, "certificateChain"));
        return new(new CertificateSignedResponse(status), status == CertificateSignedStatus.Rejected ? device.Certificates.TellInvalidAsync : null);
    }

    public static Answer InstallCertificate(Device device, InstallCertificateRequest request) =>
        new(new InstallCertificateResponse(device.Certificates.Install(request.CertificateType, CallTable.Required(request.Certificate, "certificate"))));

    public static Answer GetInstalledCertificateIds(Device device, GetInstalledCertificateIdsRequest request)
    {
        var list = device.Certificates.List(request.CertificateType);
        return new(new GetInstalledCertificateIdsResponse(list.Count == 0 ? null : list, list.Count == 0 ? GetInstalledCertificateStatus.NotFound : GetInstalledCertificateStatus.Accepted));
    }

    public static Answer DeleteCertificate(Device device, DeleteCertificateRequest request) =>
        request.CertificateHashData is { } hash ? new(new DeleteCertificateResponse(device.Certificates.Delete(hash)))
            : throw new RefusedCallException(Ocpp.Frames.OcppErrorCode.OccurenceConstraintViolation, "certificateHashData is missing");
}
