using System.Text;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Tests.Ocpp.Messages.Json;

public class SecretMaskingTests
{
    [Theory]
    [InlineData("AuthorizationKey"), InlineData("authorizationkey"), InlineData("StationPassword"), InlineData("G_CardPin"), InlineData("PIN"), InlineData("SimPinCode")]
    [InlineData("sim_pin"), InlineData("ApiToken"), InlineData("ClientSecret"), InlineData("WPA_Passphrase"), InlineData("GPRS_APN_PASSWD")]
    public void Names_of_secrets(string key) => Assert.True(SecretMasking.IsSecretKey(key));

    [Theory]
    [InlineData("WebSocketPingInterval"), InlineData("HeartbeatInterval"), InlineData("SpinTime"), InlineData("LocalAuthListEnabled"), InlineData("StopTxnSampledData")]
    [InlineData("opinion"), InlineData(""), InlineData(null), InlineData("AuthorizeRemoteTxRequests")]
    public void Names_of_none(string? key) => Assert.False(SecretMasking.IsSecretKey(key));

    [Theory]
    [InlineData("""[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"hunter2"}]""", """[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"••••••••"}]""")]
    [InlineData("""[2,"1","ChangeConfiguration",{"value":"hunter2" , "key" : "AuthorizationKey"}]""", """[2,"1","ChangeConfiguration",{"value":"••••••••" , "key" : "AuthorizationKey"}]""")]
    [InlineData("""[2,"1","ChangeConfiguration",{"key":"Authorization\u004bey","value":"a\"b"}]""", """[2,"1","ChangeConfiguration",{"key":"Authorization\u004bey","value":"••••••••"}]""")]
    [InlineData("""[3,"1",{"configurationKey":[{"key":"A","readonly":false,"value":"1"},{"key":"StationPassword","readonly":false,"value":12345}]}]""",
        """[3,"1",{"configurationKey":[{"key":"A","readonly":false,"value":"1"},{"key":"StationPassword","readonly":false,"value":"••••••••"}]}]""")]
    [InlineData("""[3,"1",{"configurationKey":[{"key":"ApiToken","value":{"a":["x"]}},{"key":"B","value":"2"}]}]""",
        """[3,"1",{"configurationKey":[{"key":"ApiToken","value":"••••••••"},{"key":"B","value":"2"}]}]""")]
    [InlineData("""[2,"1","DataTransfer",{"vendorId":"x","data":"{\"user\":\"u\",\"password\":\"hunter2\"}"}]""", null)]
    [InlineData("""[2,"1","DataTransfer",{"vendorId":"x","data":"{\"SimPin\":\"hunter2\"}"}]""", null)]
    [InlineData("""{"vendorId":"x","pin":"hunter2"}""", """{"vendorId":"x","pin":"••••••••"}""")]
    [InlineData("""{"password":"hunter2","token":["hunter2"]}""", """{"password":"••••••••","token":"••••••••"}""")]
    [InlineData("""[2,"1","GetDiagnostics",{"location":"ftp://me:hunter2@10.0.0.1/up","retries":1}]""", """[2,"1","GetDiagnostics",{"location":"ftp://me:••••••••@10.0.0.1/up","retries":1}]""")]
    [InlineData("""[3,"1",{"configurationKey":[{"key":"AuthorizationKey","value":"hunt""", """[3,"1",{"configurationKey":[{"key":"AuthorizationKey","value":"••••••••" """)]
    [InlineData("""[2,"1","ChangeConfiguration",{"x":,"key":"AuthorizationKey","value":"hunter2",}]""", """[2,"1","ChangeConfiguration",{"x":,"key":"AuthorizationKey","value":"••••••••",}]""")]
    public void Masks(string frame, string? expected)
    {
        var masked = SecretMasking.Mask(frame);
        Assert.DoesNotContain("hunt", masked);
        if (expected is not null) Assert.Equal(expected.TrimEnd(), masked);
    }

    [Theory]
    [InlineData("/", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef/diagnostics\",\"retries\":1}]", "••••••••/diagnostics\",\"retries\":1}]")]
    [InlineData("\\/", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}]", "••••••••\"}]")]
    [InlineData("/", "0123456789abcdef0123456789abcdef0123", "••••••••")]
    public void Shows_six_characters_of_the_tokens_of_our_files(string slash, string rest, string hidden)
    {
        const string Before = "[2,\"1\",\"GetDiagnostics\",{\"location\":\"http://10.0.0.1:5016/f";
        Assert.Equal(Before + slash + "feed55" + hidden, SecretMasking.Mask(Before + slash + "feed55" + rest));
    }

    [Theory]
    [InlineData("""[2,"1","GetDiagnostics",{"location":"http://10.0.0.1/f/2026/abc.bin"}]""")]
    [InlineData("""[2,"1","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2026-05-12T12:32:40Z","sampledValue":[{"value":"10","unit":"kWh","context":"Sample.Clock"}]}]}]""")]
    [InlineData("""[2,"1","ChangeConfiguration",{"key":"WebSocketPingInterval","value":"30"}]""")]
    [InlineData("""[2,"1","GetConfiguration",{"key":["AuthorizationKey"]}]""")]
    [InlineData("""[2,"1","UpdateFirmware",{"location":"https://10.0.0.1/a@b.bin"}]""")]
    [InlineData("""[3,"1",{"configurationKey":[{"key":"AuthorizationKey","readonly":false}]}]""")]
    [InlineData("hello \u0001 [[[{{{\"key\":"), InlineData(""), InlineData("\""), InlineData("\"\\")]
    public void Leaves_all_else_as_the_same_memory(string frame)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(frame);
        Assert.True(bytes.Equals(SecretMasking.Mask(bytes)));
        Assert.Same(frame, SecretMasking.Mask(frame));
    }

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\\nMIIBxTokenPwd\\nabcPw==\\n-----END CERTIFICATE REQUEST-----\\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\\nabc+Pin=\\n-----END CERTIFICATE-----")]
    [InlineData("http://10.0.0.1:5016/a@b and basic charging, Pass through, key: value")]
    [InlineData("Self test done: signal -71 dBm, ping 30 ms")]
    public void Leaves_certificates_and_sentences_alone(string text)
    {
        var frame = "[2,\"1\",\"SignCertificate\",{\"csr\":\"" + text + "\"}]";
        Assert.Same(frame, SecretMasking.Mask(frame));
    }

    [Fact]
    public void A_prefix_of_any_length_gives_nothing_away()
    {
        const string frame = """[3,"7",{"configurationKey":[{"value":"hunter2","readonly":true,"key":"MasterKey"},{"key":"AuthorizationKey","value":"hunter2"}]}]""";
        var keyAt = frame.IndexOf("Authorization", StringComparison.Ordinal);
        for (var length = keyAt + "AuthorizationKey\"".Length; length <= frame.Length; length++) Assert.DoesNotContain("hu", SecretMasking.Mask(frame[..length]));
    }

    [Fact]
    public void An_address_keeps_its_user() => Assert.Equal("ftp://me:••••••••@host/x", SecretMasking.MaskText("ftp://me:p@ss@host/x"));
}
