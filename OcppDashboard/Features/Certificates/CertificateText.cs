using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OcppDashboard.Features.Certificates;

/// <summary>Certificates as PEM text, and what is read from them.</summary>
public static class CertificateText
{
    /// <summary>The first certificate of a text; null when there is none. The caller disposes it.</summary>
    public static X509Certificate2? First(string? pem)
    {
        try
        {
            return string.IsNullOrWhiteSpace(pem) ? null : X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>True when the text begins with this very certificate.</summary>
    public static bool IsFirst(string? pem, X509Certificate2 certificate)
    {
        using var first = First(pem);
        return first is not null && first.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span);
    }

    /// <summary>True for serial numbers that are the same number: charge points write leading zeros and small letters as they like.</summary>
    public static bool IsSameSerial(string one, string other) => one.TrimStart('0').Equals(other.TrimStart('0'), StringComparison.OrdinalIgnoreCase);

    /// <summary>Line ends as a charge point gets them.</summary>
    public static string Tidy(string pem) => pem.Replace("\r\n", "\n", StringComparison.Ordinal).Trim() + "\n";
}
