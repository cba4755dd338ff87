using OcppDashboard.Data.Entities;

namespace OcppDashboard.Features.Certificates;

/// <summary>How a certificate stands.</summary>
public enum CertificateState
{
    /// <summary>The charge point asked for it; a person decides.</summary>
    Requested,
    /// <summary>Signed, and on its way or to be sent again.</summary>
    Signed,
    /// <summary>Sent, not answered yet.</summary>
    Sent,
    /// <summary>The charge point took it.</summary>
    Installed,
    /// <summary>Refused: by a person when it was requested, or by the charge point.</summary>
    Rejected,
    Deleted,
}

/// <summary>A certificate for a charge point or sent to it; while it is requested, its <paramref name="Pem"/> is the request.</summary>
/// <param name="Use">ChargePointCertificate, CentralSystemRootCertificate or ManufacturerRootCertificate.</param>
/// <param name="SerialNumber">Hexadecimal; empty while it is requested.</param>
public sealed record KnownCertificate(
    long Id, string ChargePointId, string Use, string Subject, string SerialNumber, string Pem, DateTimeOffset NotBefore, DateTimeOffset NotAfter, CertificateState State, DateTimeOffset ChangedAt)
{
    public const string OfChargePoint = "ChargePointCertificate";

    internal CertificateEntity ToEntity() => new()
    {
        Id = Id, ChargePointId = ChargePointId, Use = Use, Subject = Subject, SerialNumber = SerialNumber, Pem = Pem, NotBefore = NotBefore, NotAfter = NotAfter,
        State = State.ToString(), ChangedAt = ChangedAt,
    };

    internal static KnownCertificate From(CertificateEntity row) => new(
        row.Id, row.ChargePointId, row.Use, row.Subject, row.SerialNumber, row.Pem, row.NotBefore, row.NotAfter, Enum.Parse<CertificateState>(row.State), row.ChangedAt);
}
