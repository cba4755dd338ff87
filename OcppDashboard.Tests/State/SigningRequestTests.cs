using System.Security.Cryptography;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.State;

public class SigningRequestTests
{
    [Fact]
    public void A_good_request_is_taken_by_identity_or_serial_number()
    {
        var read = SigningRequest.Read(TestRequests.Ec("CN=CP-1, O=Acme"), ["cp-1", null], out var problem)!;
        Assert.Null(problem);
        Assert.Equal(("CN=CP-1, O=Acme", "ECDSA 256"), (read.Subject, read.Key));
        Assert.Equal("RSA 2048", SigningRequest.Read(TestRequests.Rsa("CN=SN-77", 2048), ["CP-1", "SN-77"], out _)!.Key);
        Assert.NotNull(SigningRequest.Read(TestRequests.Ec("CN=CP-1", ECCurve.NamedCurves.nistP384), ["CP-1"], out _));
    }

    [Fact]
    public void Base64_alone_and_written_line_ends_are_understood()
    {
        var pem = TestRequests.Ec("CN=CP-1");
        Assert.NotNull(SigningRequest.Read(string.Join('\n', pem.Split('\n')[1..^1]), ["CP-1"], out _));
        Assert.NotNull(SigningRequest.Read(pem.Replace("\n", "\\n", StringComparison.Ordinal), ["CP-1"], out _));
    }

    [Fact]
    public void A_small_key_is_refused() => Assert.Null(SigningRequest.Read(TestRequests.Rsa("CN=CP-1", 1024), ["CP-1"], out _));

    [Theory]
    [InlineData("", "empty"), InlineData("hello", "no PKCS #10"), InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----", "no PKCS #10")]
    public void What_is_no_request_is_refused(string text, string reason)
    {
        Assert.Null(SigningRequest.Read(text, ["CP-1"], out var problem));
        Assert.Contains(reason, problem);
    }

    [Fact]
    public void Another_name_and_a_spoilt_signature_are_refused()
    {
        Assert.Null(SigningRequest.Read(TestRequests.Ec("CN=CP-2"), ["CP-1", "SN-1"], out var problem));
        Assert.Contains("CP-2, which is neither", problem);
        Assert.Null(SigningRequest.Read(TestRequests.Ec("O=Acme"), ["CP-1"], out problem));
        Assert.Contains("no common name", problem);
        Assert.Null(SigningRequest.Read(TestRequests.Ec("CN=CP-1, CN=CP-2"), ["CP-1"], out problem)); // it would prove two things
        Assert.Contains("or several", problem);
        var der = Convert.FromBase64String(string.Concat(TestRequests.Ec("CN=CP-1").Split('\n')[1..^1]));
        der[^3] ^= 1;
        Assert.Null(SigningRequest.Read(Convert.ToBase64String(der), ["CP-1"], out problem));
        Assert.Contains("its signature is wrong", problem);
    }
}
