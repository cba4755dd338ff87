using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files.Ftp;

/// <summary>What the server does, and the long list of what it does not (safety 30).</summary>
public class FtpVerbTests : FtpTest
{
    [Theory]
    [InlineData("TYPE A", 200)]
    [InlineData("TYPE I", 200)]
    [InlineData("type a n", 200)]
    [InlineData("TYPE E", 504)]
    [InlineData("MODE S", 200)]
    [InlineData("MODE B", 504)]
    [InlineData("STRU F", 200)]
    [InlineData("STRU R", 504)]
    [InlineData("NOOP", 200)]
    [InlineData("SYST", 215)]
    [InlineData("FEAT", 211)]
    [InlineData("OPTS UTF8 ON", 200)]
    [InlineData("OPTS MLST type", 501)]
    [InlineData("ALLO 10", 202)]
    [InlineData("REST 0", 350)]
    [InlineData("REST -1", 501)]
    [InlineData("REST 99999999999999999999", 501)]
    [InlineData("SIZE a", 550)]
    [InlineData("PWD", 257)]
    [InlineData("CWD /logs/today", 250)]
    [InlineData("CWD", 501)]
    [InlineData("CDUP", 250)]
    [InlineData("MKD logs", 257)]
    [InlineData("EPSV", 229)]
    [InlineData("EPSV 1", 229)]
    [InlineData("EPSV 2", 522)]
    [InlineData("EPSV ALL", 200)]
    [InlineData("PASV", 227)]
    [InlineData("ABOR", 226)]
    [InlineData("STOR", 501)]
    [InlineData("STOR a", 425)]
    [InlineData("APPE a", 425)]
    [InlineData("AUTH TLS", 502)]
    [InlineData("PBSZ 0", 503)]
    [InlineData("PROT P", 503)]
    [InlineData("QUIT", 221)]
    public async Task Answers_what_it_knows(string line, int code)
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        Assert.StartsWith($"{code}", await ftp.SayAsync(line), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_everything_else_and_goes_on()
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        await ftp.PassivePortAsync();
        string[] refused =
        [
            "LIST", "LIST -la", "NLST", "MLSD", "MLST", "STAT", "STAT /", "RETR other.log", "RETR ../../etc/passwd", "DELE other.log", "RNFR a", "RNTO b", "RMD a", "SITE EXEC ls", "SITE CHMOD 777 a", "MFMT 20260101000000 a",
            "MDTM a", "STOU", "STOU a", "ACCT a", "SMNT /", "REIN", "HELP", "XMKD a", "XRMD a", "XPWD", "XCWD a", "XSHA256 a", "HASH a", "CLNT x", "LANG en", "HOST a", "COMB a", "AVBL", "CSID", "THMB", "CCC", "ADAT x", "MIC x",
            "CONF x", "ENC x", "LPSV", "SPSV", "MAIL a", "XSEM", "GET / HTTP/1.1", "Host: a", "PORT 127,0,0,1,10,10", "EPRT |1|127.0.0.1|2570|", "LPRT 4,4,127,0,0,1,2,1,1", "\u0001", "",
        ];
        foreach (var line in refused) Assert.Matches("^5(02|50) ", await ftp.SayAsync(line));
        Assert.StartsWith("200 ", await ftp.SayAsync("NOOP"), StringComparison.Ordinal);
        await AssertNothingCameAsync();
    }

    [Fact]
    public async Task Without_login_nothing_but_the_login_is_done()
    {
        using var ftp = await RawFtpClient.ConnectAsync(Port);
        foreach (var line in new[] { "PASV", "EPSV", "STOR a", "APPE a", "RETR a", "SIZE a", "CWD a", "MKD a", "PWD", "REST 1", "TYPE I", "LIST", "DELE a", "ALLO 1", "ABOR" }) Assert.StartsWith("530 ", await ftp.SayAsync(line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PORT 10,0,0,1,0,22")]
    [InlineData("EPRT |1|10.0.0.1|22|")]
    public async Task Active_mode_is_refused_with_advice(string line)
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        Assert.Equal("502 Active mode is not done here: use passive mode, EPSV or PASV", await ftp.SayAsync(line));
        Assert.StartsWith("425 ", await ftp.SayAsync("STOR a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Directories_are_texts()
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        Assert.StartsWith("257 \"/\" ", await ftp.SayAsync("PWD"), StringComparison.Ordinal);
        await ftp.SayAsync("CWD a \"b\"/../../../c/./d");
        Assert.StartsWith("257 \"/c/d\" ", await ftp.SayAsync("PWD"), StringComparison.Ordinal);
        await ftp.SayAsync("CWD e\"f\u001b");
        Assert.StartsWith("257 \"/c/d/e\"\"f?\" ", await ftp.SayAsync("PWD"), StringComparison.Ordinal);
        await ftp.SayAsync("CDUP");
        Assert.StartsWith("257 \"/c/d\" ", await ftp.SayAsync("PWD"), StringComparison.Ordinal);
        Assert.StartsWith("257 \"x\"\"y\" ", await ftp.SayAsync("MKD x\"y"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Central.Folder, "x\"y")));
    }

    [Fact]
    public async Task Pipelined_commands_are_answered_in_order()
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        await ftp.SendAsync("NOOP\r\nPWD\nSYST\r\nLIST\r\nQUIT\r\n");
        foreach (var code in new[] { "200", "257", "215", "502", "221" }) Assert.StartsWith(code, await ftp.ReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("", await ftp.ReplyAsync());
    }

    [Fact]
    public async Task A_line_that_is_too_long_ends_the_connection()
    {
        using var ftp = await RawFtpClient.ConnectAsync(Port);
        await ftp.SendAsync(new string('A', 2000));
        Assert.StartsWith("500 ", await ftp.ReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("", await ftp.ReplyAsync());
    }

    [Fact]
    public async Task EPSV_ALL_ends_PASV()
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        await ftp.SayAsync("EPSV ALL");
        Assert.StartsWith("503 ", await ftp.SayAsync("PASV"), StringComparison.Ordinal);
        Assert.StartsWith("229 ", await ftp.SayAsync("EPSV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reaches_IPv6_loopback_too()
    {
        if (!System.Net.Sockets.Socket.OSSupportsIPv6) return;
        using var ftp = await RawFtpClient.ConnectAsync(Port, to: System.Net.IPAddress.IPv6Loopback);
        var login = await OfferUploadAsync();
        await ftp.SayAsync($"USER {login.User}");
        await ftp.SayAsync($"PASS {login.Password}");
        Assert.StartsWith("522 ", await ftp.SayAsync("EPSV 1"), StringComparison.Ordinal);
        Assert.StartsWith("425 ", await ftp.SayAsync("PASV"), StringComparison.Ordinal);
        Assert.StartsWith("226 ", await ftp.UploadAsync("STOR six.log", [6]), StringComparison.Ordinal);
        await AssertCameAsync([6], "six.log");
    }

    [Fact]
    public async Task Features_name_no_TLS_without_a_certificate()
    {
        using var ftp = await RawFtpClient.ConnectAsync(Port);
        Assert.DoesNotContain("AUTH", await ftp.SayAsync("FEAT"), StringComparison.Ordinal);
        await ftp.SendAsync([0xFF, 0xF4, 0xFF, 0xF2, .. "NOOP\r\n"u8]);
        Assert.StartsWith("200 ", await ftp.ReplyAsync(), StringComparison.Ordinal);
    }
}
