using System.Buffers.Binary;
using OcppDashboard.Hosting.Tls;

namespace OcppDashboard.Tests.Hosting.Tls;

public class TlsClientHelloTests
{
    [Theory]
    [InlineData(0x0301, null, "it offers TLS 1.0 and nothing newer")]
    [InlineData(0x0302, null, "it offers TLS 1.1 and nothing newer")]
    [InlineData(0x0300, null, "it offers SSL 3.0 and nothing newer")]
    [InlineData(0x0303, null, "the TLS handshake failed")]
    [InlineData(0x0302, 0x0304, "the TLS handshake failed")]
    [InlineData(0x0303, 0x0304, "the TLS handshake failed")]
    public void The_newest_version_is_read(int version, int? inExtension, string reason) => Assert.Equal(reason, TlsClientHello.Of(Hello(version, inExtension)).Reason);

    [Theory]
    [InlineData("GET /ocpp/CP-1 HTTP/1.1\r\n")]
    [InlineData("\0\0\0\0")]
    public void What_is_no_TLS_is_seen(string text) => Assert.False(TlsClientHello.Of(System.Text.Encoding.ASCII.GetBytes(text)).IsTls);

    [Fact]
    public void A_greeting_that_is_cut_off_or_made_of_noise_never_throws()
    {
        var whole = Hello(0x0302, 0x0303);
        for (var length = 1; length <= whole.Length; length++) Assert.True(TlsClientHello.Of(whole.AsSpan(0, length)).IsTls);
        var random = new Random(7);
        var bytes = new byte[120];
        for (var i = 0; i < 10_000; i++)
        {
            random.NextBytes(bytes);
            (bytes[0], bytes[5]) = (0x16, 1);
            Assert.NotEmpty(TlsClientHello.Of(bytes.AsSpan(0, random.Next(1, bytes.Length))).Reason);
        }
    }

    private static byte[] Hello(int version, int? inExtension)
    {
        byte[] extension = inExtension is { } newest ? [0, 43, 0, 5, 4, 3, 2, (byte)(newest >> 8), (byte)newest] : [];
        byte[] other = [0, 10, 0, 2, 0, 0];
        byte[] body = [(byte)(version >> 8), (byte)version, .. new byte[32], 0, 0, 2, 0, 0x2f, 1, 0, 0, (byte)(other.Length + extension.Length), .. other, .. extension];
        byte[] hello = [0x16, 3, 1, 0, 0, 1, 0, 0, (byte)body.Length, .. body];
        BinaryPrimitives.WriteUInt16BigEndian(hello.AsSpan(3), (ushort)(hello.Length - 5));
        return hello;
    }
}
