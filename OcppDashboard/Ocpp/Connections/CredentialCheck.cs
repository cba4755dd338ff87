using System.Security.Cryptography;
using System.Text;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>Compares what a handshake shows with what is set for the charge point.</summary>
internal static class CredentialCheck
{
    private const int KeyBytes = 20;

    /// <param name="identity">Of the path, as it would be kept.</param>
    /// <param name="certificate">What it showed in the TLS handshake; null: nobody asked.</param>
    /// <returns>Why it is not let in and what to do, in words; null: it fits, or nothing is asked for.</returns>
    /// <param name="isTls">It comes by wss.</param>
    public static (string Reason, string Advice)? Fault(ConnectionPolicy policy, string identity, string? authorization, ShownCertificate? certificate, bool isTls)
    {
        if (policy.MinSecurityProfile >= 2 && !isTls)
            return ($"it comes without TLS, and security profile {policy.MinSecurityProfile} is its lowest",
                "It was changed to that profile and has used it: let it connect by wss. To allow less again, lower its security profile in its settings here.");
        if (certificate is not null && certificate.Proves(identity)) return null; // more than a password says (security profile 3)
        if (certificate is { IsShown: true, Fault: null })
            return ($"its client certificate is that of {Shorten(certificate.SignedFor ?? certificate.Holder)}", "A certificate counts for the identity that is its common name: give the charge point one of its own, or the identity that the certificate names.");
        var isRequired = policy.RequiresClientCertificate || policy.MinSecurityProfile >= 3 || certificate is { IsRequired: true };
        if (certificate is { IsShown: true, Fault: { } fault } && (isRequired || policy.PasswordSha256 is null))
            return ($"its client certificate is not believed: {fault}", "Sign a certificate for it on its tab Security, or trust its authority with Ocpp:Tls:TrustedRoots; look at its dates.");
        if (!isRequired) return OfPassword(policy, identity, authorization);
        return ("it shows no client certificate", policy.RequiresClientCertificate || policy.MinSecurityProfile >= 3
            ? "Its settings here let it in with a certificate alone: sign one for it, and let it use security profile 3 at the port for TLS."
            : "This port lets in nobody without one (Ocpp:Tls:ClientCertificates): sign a certificate for the charge point and let it use security profile 3.");
    }

    private static string Shorten(string? name) => name is null ? "nobody" : new([.. name.Take(60).Select(c => char.IsControl(c) ? '?' : c)]);

    private static (string Reason, string Advice)? OfPassword(ConnectionPolicy policy, string identity, string? authorization)
    {
        if (policy.PasswordSha256 is not { } expected) return null;
        var credentials = BasicCredentials.Parse(authorization);
        var password = credentials is null ? default : credentials.Password.Span;
        var fits = Fits(expected, password) | (policy.OfferedPasswordSha256 is { } offered && Fits(offered, password));
        if (credentials is null) return ("it shows no password", "Enter the password that is set here as the charge point's AuthorizationKey.");
        if (!fits) return ("its password is another than the one set here", "Set the same password at both ends; an AuthorizationKey of 40 hexadecimal digits stands for 20 bytes.");
        return policy.IgnoresUserName || IsUser(credentials.User.Span, identity) ? null
            : ("its user name is not its identity", "Give it its identity as user name, or let its settings here ignore the user name.");
    }

    /// <summary>The user name is read by the same rule as the identity in the path.</summary>
    private static bool IsUser(ReadOnlySpan<byte> user, string identity) =>
        user.SequenceEqual(Encoding.UTF8.GetBytes(identity)) || ChargePointIdentity.Read(Encoding.UTF8.GetString(user), out _) == identity;

    /// <summary>The password that is on its way to the charge point is there: the one before may be forgotten.</summary>
    public static bool ShowsOffered(ConnectionPolicy policy, BasicCredentials? credentials) =>
        policy.OfferedPasswordSha256 is { } offered && credentials is not null && Fits(offered, credentials.Password.Span);

    /// <summary>The password as it came, and in the other form of an AuthorizationKey: 20 bytes or their 40 digits (A14). All are compared, whichever fits.</summary>
    private static bool Fits(byte[] expected, ReadOnlySpan<byte> password)
    {
        var fits = IsHashOf(expected, password);
        if (password.Length == KeyBytes)
        {
            var digits = Convert.ToHexStringLower(password);
            fits |= IsHashOf(expected, Encoding.ASCII.GetBytes(digits));
            fits |= IsHashOf(expected, Encoding.ASCII.GetBytes(digits.ToUpperInvariant()));
        }
        Span<byte> key = stackalloc byte[KeyBytes];
        if (password.Length == 2 * KeyBytes && Convert.FromHexString(Encoding.Latin1.GetString(password), key, out _, out var written) == System.Buffers.OperationStatus.Done && written == KeyBytes)
            fits |= IsHashOf(expected, key);
        return fits;
    }

    private static bool IsHashOf(byte[] expected, ReadOnlySpan<byte> password)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(password, hash);
        return CryptographicOperations.FixedTimeEquals(hash, expected);
    }
}
