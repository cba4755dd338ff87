using Microsoft.Extensions.Hosting;
using OcppDashboard.Features.Files.Ftp;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files.Ftp;

public class FtpLoginTests : FtpTest
{
    [Fact]
    public async Task Nobody_else_gets_in_and_all_are_told_the_same()
    {
        var login = await OfferUploadAsync();
        using var ftp = await RawFtpClient.ConnectAsync(Port);
        var answers = new List<string>();
        foreach (var (user, password) in new[] { ("anonymous", "a@b"), (login.User, "wrong"), ("nobody", login.Password), (login.User, login.Password[..^1]) })
        {
            answers.Add(await ftp.SayAsync($"USER {user}"));
            answers.Add(await ftp.SayAsync($"PASS {password}"));
        }
        Assert.Equal(["331 The password, please", "530 The login is wrong"], answers.Distinct());
        Assert.StartsWith("503 ", await ftp.SayAsync($"PASS {login.Password}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_five_wrong_logins_an_address_waits_a_minute_and_others_do_not()
    {
        var login = await OfferUploadAsync();
        using var guessing = await RawFtpClient.ConnectAsync(Port);
        for (var i = 0; i < FtpLimits.MaxFailures; i++)
        {
            await guessing.SayAsync($"USER {login.User}");
            Assert.StartsWith("530 ", await guessing.SayAsync($"PASS wrong{i}"), StringComparison.Ordinal);
        }
        await guessing.SayAsync($"USER {login.User}");
        Assert.StartsWith("421 ", await guessing.SayAsync($"PASS {login.Password}"), StringComparison.Ordinal);
        Assert.Equal("", await guessing.ReplyAsync());
        using (var again = await RawFtpClient.ConnectAsync(Port)) Assert.StartsWith("421 ", again.Greeting, StringComparison.Ordinal);

        using var other = await RawFtpClient.ConnectAsync(Port, from: "127.0.0.2");
        await other.SayAsync($"USER {login.User}");
        Assert.StartsWith("230 ", await other.SayAsync($"PASS {login.Password}"), StringComparison.Ordinal);

        Central.Time.Advance(TimeSpan.FromSeconds(61));
        using var later = await RawFtpClient.LogInAsync(login);
        Assert.DoesNotContain(Central.Logs.Records, record => record.Message.Contains(login.Password, StringComparison.Ordinal) || record.Message.Contains("wrong0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_login_is_good_until_its_file_is_here()
    {
        var login = await OfferUploadAsync();
        using var ftp = await RawFtpClient.LogInAsync(login);
        Assert.StartsWith("226 ", await ftp.UploadAsync("STOR a.log", [1]), StringComparison.Ordinal);
        using var again = await RawFtpClient.ConnectAsync(Port);
        await again.SayAsync($"USER {login.User}");
        Assert.StartsWith("530 ", await again.SayAsync($"PASS {login.Password}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_login_is_over_at_once()
    {
        var login = await OfferUploadAsync();
        using var ftp = await RawFtpClient.LogInAsync(login);
        Transfers.End(Transfer(login), TransferEnd.Revoked);
        Assert.StartsWith("530 ", await ftp.SayAsync("EPSV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_log_in_is_sent_away_after_half_a_minute()
    {
        using var ftp = await RawFtpClient.ConnectAsync(Port);
        await ftp.SayAsync("NOOP");
        await IsSentAwayAsync(ftp, FtpControl.LoginLimit);
        Assert.Equal("", await ftp.ReplyAsync());
    }

    [Fact]
    public async Task Who_says_nothing_for_five_minutes_is_sent_away()
    {
        var login = await OfferUploadAsync();
        using var ftp = await RawFtpClient.LogInAsync(login);
        Central.Time.Advance(FtpControl.IdleLimit - TimeSpan.FromSeconds(10));
        Assert.StartsWith("200 ", await ftp.SayAsync("NOOP"), StringComparison.Ordinal);
        Assert.StartsWith("331 ", await ftp.SayAsync($"USER {login.User}"), StringComparison.Ordinal);
        Assert.StartsWith("230 ", await ftp.SayAsync($"PASS {login.Password}"), StringComparison.Ordinal);
        await IsSentAwayAsync(ftp, FtpControl.IdleLimit);
    }

    /// <summary>The server may still have been answering when the time moved on.</summary>
    private async Task IsSentAwayAsync(RawFtpClient ftp, TimeSpan limit)
    {
        var goodbye = ftp.ReplyAsync();
        await Central.PassAsync(limit, () => goodbye.IsCompleted, "a goodbye");
        Assert.StartsWith("421 ", await goodbye, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_connections_from_an_address_are_enough()
    {
        var clients = new List<RawFtpClient>();
        for (var i = 0; i < FtpLimits.MaxPerAddress; i++) clients.Add(await RawFtpClient.ConnectAsync(Port));
        Assert.All(clients, client => Assert.StartsWith("220 ", client.Greeting, StringComparison.Ordinal));
        using (var eleventh = await RawFtpClient.ConnectAsync(Port)) Assert.StartsWith("421 Too many", eleventh.Greeting, StringComparison.Ordinal);
        using (var other = await RawFtpClient.ConnectAsync(Port, from: "127.0.0.2")) Assert.StartsWith("220 ", other.Greeting, StringComparison.Ordinal);
        clients.ForEach(client => client.Dispose());
        await Eventually.GetAsync(async () =>
        {
            using var next = await RawFtpClient.ConnectAsync(Port);
            return next.Greeting;
        }, greeting => greeting.StartsWith("220 ", StringComparison.Ordinal), "free place");
    }

    [Fact]
    public async Task A_stop_is_told_and_takes_no_time()
    {
        using var idle = await RawFtpClient.ConnectAsync(Port);
        using var waiting = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        var login = await OfferUploadAsync();
        using var sending = await RawFtpClient.LogInAsync(login);
        using var data = await sending.OpenDataAsync("STOR a.log");
        await data.GetStream().WriteAsync(new byte[10]);
        await Eventually.IsAsync(() => Received.PartLength(Transfer(login)) == 10, "bytes"); // the server has taken the data connection
        await Central.Get<IEnumerable<IHostedService>>().OfType<FtpServer>().Single().StopAsync(CancellationToken.None).WaitAsync(FtpDataConnection.QuietLimit / 2); // none of its limits is waited for
        Assert.StartsWith("421 ", await idle.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("421 ", await waiting.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("426 ", await sending.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("421 ", await sending.ReplyAsync(), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(() => RawFtpClient.ConnectAsync(Port));
    }
}
