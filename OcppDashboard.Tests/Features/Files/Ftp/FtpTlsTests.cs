using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Files;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files.Ftp;

/// <summary>FTP over TLS, asked for with AUTH or from the first byte.</summary>
public sealed class FtpTlsTests : FtpTest, IDisposable
{
    private static readonly byte[] Whole = Content(500_000);
    private readonly TestCertificate certificate = new();

    public void Dispose() => certificate.Dispose();

    private protected override FilesSettings Change(FilesSettings files) => files with { Tls = certificate.Files, Ftp = files.Ftp! with { ImplicitTlsPort = 0, Downloads = true } };

    private int ImplicitPort => Central.Get<ServerAddresses>().FtpImplicitPort;

    [ToolTheory("curl")]
    [InlineData("--ssl-reqd", false)]
    [InlineData("--disable-epsv", false)]
    [InlineData("--tcp-nodelay", true)]
    [InlineData("--tls-max=1.2", true)]
    public async Task Curl_sends_over_TLS(string option, bool isImplicit)
    {
        var login = await OfferUploadAsync(FileScheme.Ftps);
        Assert.Equal(ImplicitPort, login.Port);
        var server = isImplicit ? login.Server : $"ftp://127.0.0.1:{Port}/";
        string[] options = option.StartsWith("--tls-max", StringComparison.Ordinal) ? ["--tls-max", "1.2"] : [option];
        var (code, _, errors) = await Tool.RunAsync("curl", ["-sS", "--ssl-reqd", "--cacert", certificate.Files.Certificate, .. options, "-T", await FileAsync(), "-u", login.Login, server]);
        Assert.Equal((0, ""), (code, errors));
        await AssertCameAsync(Whole, "whole.log", "FTPS");
    }

    [ToolFact("curl")]
    public async Task Curl_fetches_over_TLS()
    {
        var login = await OfferFirmwareAsync(Whole, scheme: FileScheme.Ftps);
        var file = Path.Combine(Central.Folder, "fetched.bin");
        var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "--cacert", certificate.Files.Certificate, "-o", file, login.Address);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(Whole, await File.ReadAllBytesAsync(file));
    }

    [ToolFact("lftp")]
    public async Task Lftp_sends_over_TLS()
    {
        var login = await OfferUploadAsync(FileScheme.Ftps);
        var settings = $"set net:max-retries 1; set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set ssl:ca-file {certificate.Files.Certificate}; set ssl:check-hostname no";
        var (code, _, errors) = await Tool.RunAsync("lftp", "-e", $"{settings}; put {await FileAsync()}; exit", "-u", $"{login.User},{login.Password}", $"ftp://127.0.0.1:{Port}");
        Assert.True(code == 0, errors);
        await AssertCameAsync(Whole, "whole.log", "FTPS");
    }

    [Fact]
    public async Task A_login_for_TLS_is_not_good_without()
    {
        var login = await OfferUploadAsync(FileScheme.Ftps);
        using var ftp = await RawFtpClient.ConnectAsync(Port);
        Assert.Contains(" AUTH TLS", await ftp.SayAsync("FEAT"), StringComparison.Ordinal);
        await ftp.SayAsync($"USER {login.User}");
        Assert.StartsWith("534 ", await ftp.SayAsync($"PASS {login.Password}"), StringComparison.Ordinal);
        Assert.StartsWith("530 ", await ftp.SayAsync("EPSV"), StringComparison.Ordinal);
    }

    [ToolFact("curl")]
    public async Task A_login_for_TLS_needs_protected_data()
    {
        var login = await OfferUploadAsync(FileScheme.Ftps);
        var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "--ftp-ssl-control", "--cacert", certificate.Files.Certificate, "-Q", "PROT C", "-T", await FileAsync(), "-u", login.Login, $"ftp://127.0.0.1:{Port}/");
        Assert.NotEqual(0, code);
        Assert.Contains("522", errors, StringComparison.Ordinal);
        await AssertNothingCameAsync();
    }

    [ToolFact("curl")]
    public async Task A_plain_login_is_good_over_TLS_too()
    {
        var login = await OfferUploadAsync();
        var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "--ftp-ssl-control", "--cacert", certificate.Files.Certificate, "-T", await FileAsync(), "-u", login.Login, login.Server);
        Assert.Equal((0, ""), (code, errors));
        await AssertCameAsync(Whole, "whole.log", "FTPS");
    }

    [Fact]
    public async Task What_is_said_in_the_clear_behind_AUTH_does_not_count_as_said_within_TLS()
    {
        using var ftp = await RawFtpClient.ConnectAsync(Port);
        await ftp.SendAsync("AUTH TLS\r\nNOOP\r\n");
        Assert.StartsWith("421 ", await ftp.ReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("", await ftp.ReplyAsync());
    }

    [Fact]
    public async Task AUTH_forgets_the_login_and_knows_its_kinds()
    {
        var login = await OfferUploadAsync();
        using var ftp = await RawFtpClient.LogInAsync(login);
        Assert.StartsWith("504 ", await ftp.SayAsync("AUTH KERBEROS_V4"), StringComparison.Ordinal);
        Assert.StartsWith("503 ", await ftp.SayAsync("PROT P"), StringComparison.Ordinal);
        Assert.StartsWith("503 ", await ftp.SayAsync("PBSZ 0"), StringComparison.Ordinal);

        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", ImplicitPort);
        await using var tls = new SslStream(tcp.GetStream(), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync("localhost");
        using var reader = new StreamReader(tls);
        foreach (var (line, code) in new[] { ("", "220"), ("AUTH TLS", "503"), ("PBSZ 0", "200"), ("PROT S", "536"), ("PROT C", "200"), ("PROT P", "200"), ("CCC", "530") })
        {
            if (line.Length > 0) await tls.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
            Assert.StartsWith(code, await reader.ReadLineAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Noise_on_the_TLS_port_harms_nobody()
    {
        for (var i = 0; i < 5; i++)
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync("127.0.0.1", ImplicitPort);
            await tcp.GetStream().WriteAsync("USER anonymous\r\n"u8.ToArray());
        }
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        Assert.StartsWith("226 ", await ftp.UploadAsync("STOR a.log", [1]), StringComparison.Ordinal);
    }

    private async Task<string> FileAsync()
    {
        var file = Path.Combine(Central.Folder, "whole.log");
        await File.WriteAllBytesAsync(file, Whole);
        return file;
    }
}
