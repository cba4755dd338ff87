using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OcppDashboard.State;

/// <summary>A certificate signing request of a charge point (PKCS #10) that passed all checks.</summary>
/// <param name="Pem">With its armour, as it can be loaded.</param>
/// <param name="Subject">As people read it: CN=CP-1, O=Acme.</param>
/// <param name="Key">RSA 2048, ECDSA 256.</param>
public sealed record SigningRequest(string Pem, string Subject, string Key)
{
    /// <summary>Of its subject: whom the certificate will prove to be there.</summary>
    public string Holder { get; private init; } = "";

    private const int MaxLength = 5500;
    private const int SmallestRsa = 2048;
    private const string Begin = "-----BEGIN CERTIFICATE REQUEST-----", End = "-----END CERTIFICATE REQUEST-----";
    private const string NameOid = "2.5.4.3";

    /// <summary>Checks form, signature, key and common name.</summary>
    /// <param name="names">What the common name may be: the charge point's identity, or its serial number as the security extension has it.</param>
    /// <param name="problem">Why it is refused, a sentence.</param>
    public static SigningRequest? Read(string? text, IEnumerable<string?> names, out string? problem)
    {
        if (string.IsNullOrWhiteSpace(text)) return No("The request is empty.", out problem);
        if (text.Length > MaxLength) return No($"The request has {text.Length} characters; OCPP allows {MaxLength}.", out problem);
        var pem = Armoured(text);
        try
        {
            var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default, RSASignaturePadding.Pkcs1);
            if (KeyOf(request.PublicKey) is not { } key) return No($"Its key is neither RSA of {SmallestRsa} bits nor ECDSA on P-256 or more.", out problem);
            var name = NameOf(request.SubjectName);
            if (!names.Any(known => known is not null && known.Equals(name, StringComparison.OrdinalIgnoreCase)))
                return No(name is null ? "It has no common name, or several." : $"Its common name is {name}, which is neither the charge point's identity nor its serial number.", out problem);
            problem = null;
            return new(pem, request.SubjectName.Name, key) { Holder = name! };
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or AsnContentException or NotSupportedException)
        {
            return No($"It is no PKCS #10 request, or its signature is wrong ({exception.Message.TrimEnd('.')}).", out problem);
        }
    }

    /// <summary>Some send the base64 alone, or its lines end in a written \n.</summary>
    private static string Armoured(string text)
    {
        var tidy = text.Replace("\\n", "\n", StringComparison.Ordinal).Trim();
        return tidy.Contains("-----BEGIN", StringComparison.Ordinal) ? tidy.Replace("NEW CERTIFICATE REQUEST", "CERTIFICATE REQUEST", StringComparison.Ordinal) : new StringBuilder(Begin).Append('\n').Append(tidy).Append('\n').Append(End).ToString();
    }

    private static string? KeyOf(PublicKey key)
    {
        using var rsa = key.GetRSAPublicKey();
        if (rsa is not null) return rsa.KeySize >= SmallestRsa ? $"RSA {rsa.KeySize}" : null;
        using var ec = key.GetECDsaPublicKey();
        return ec?.KeySize >= 256 ? $"ECDSA {ec.KeySize}" : null;
    }

    /// <summary>The one common name: with a second one the certificate would prove two things.</summary>
    private static string? NameOf(X500DistinguishedName subject)
    {
        var names = subject.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == NameOid).Take(2).ToList();
        return names.Count == 1 ? names[0].GetSingleElementValue() : null;
    }

    private static SigningRequest? No(string sentence, out string? problem)
    {
        problem = sentence;
        return null;
    }
}
