using System.Net;
using OcppDashboard.Features.Files.Ftp;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files.Ftp;

/// <summary>What becomes of an upload, above all of one that did not come to its end.</summary>
public class FtpStoreTests : FtpTest
{
    private static readonly byte[] Whole = Content(300_000);

    [Fact]
    public async Task An_upload_is_kept_and_told()
    {
        var stages = new List<FileStage>();
        using var subscription = Central.Get<ChargePointEvents>().Subscribe(happened => { if (happened is FileMoved moved) lock (stages) stages.Add(moved.Stage); });
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        Assert.Equal("226 300000 bytes are here", await ftp.UploadAsync("STOR /logs/a b.zip", Whole));
        await AssertCameAsync(Whole, "logs/a b.zip");
        lock (stages) Assert.Equal([FileStage.Came, FileStage.Arrived], stages.Where(stage => stage != FileStage.Moving));
    }

    [Theory]
    [InlineData("../../../../etc/cron.d/x")]
    [InlineData("..\\..\\x")]
    [InlineData("C:\\windows\\x")]
    [InlineData("-rf")]
    [InlineData("a\u0000b\u001b[31m")]
    [InlineData("1.part")]
    [InlineData("~root/.ssh/authorized_keys")]
    [InlineData("<script>alert(1)</script>")]
    public async Task A_name_is_a_text(string name)
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        Assert.StartsWith("226 ", await ftp.UploadAsync("STOR " + name, [1, 2, 3]), StringComparison.Ordinal);
        await AssertCameAsync([1, 2, 3], name.Replace('\0', '?').Replace('\u001b', '?'));
        Assert.All(Central.Logs.Records, record => Assert.DoesNotContain(record.Message, letter => letter != '\n' && char.IsControl(letter)));
    }

    [Fact]
    public async Task When_the_control_connection_ends_with_the_data_the_part_is_kept_and_a_second_login_goes_on()
    {
        var login = await OfferUploadAsync();
        using (var first = await RawFtpClient.LogInAsync(login))
        using (var data = await first.OpenDataAsync("STOR a.log"))
            await data.GetStream().WriteAsync(Whole.AsMemory(0, 100_000)); // then both connections close
        await Eventually.IsAsync(() => Received.PartLength(Transfer(login)) == 100_000 && !Transfer(login).IsBusy, "part that is kept");
        await AssertNothingCameAsync();

        using var second = await RawFtpClient.LogInAsync(login);
        Assert.Equal("213 100000", await second.SayAsync("SIZE a.log"));
        Assert.StartsWith("554 ", await SayWithPortAsync(second, "REST 100001", "STOR a.log"), StringComparison.Ordinal);
        Assert.StartsWith("350 ", await second.SayAsync("REST 100000"), StringComparison.Ordinal);
        Assert.StartsWith("226 ", await second.UploadAsync("STOR a.log", Whole[100_000..]), StringComparison.Ordinal);
        await AssertCameAsync(Whole, "a.log");
    }

    [Fact]
    public async Task When_the_control_connection_ends_first_the_upload_ends_too()
    {
        var login = await OfferUploadAsync();
        var ftp = await RawFtpClient.LogInAsync(login);
        using var data = await ftp.OpenDataAsync("STOR a.log");
        await data.GetStream().WriteAsync(Whole.AsMemory(0, 50_000));
        await Eventually.IsAsync(() => Received.PartLength(Transfer(login)) == 50_000, "bytes");
        ftp.Dispose();
        await Eventually.IsAsync(() => !Transfer(login).IsBusy, "end");
        Assert.Equal(0, await data.GetStream().ReadAsync(new byte[1]));
        using var second = await RawFtpClient.LogInAsync(login);
        Assert.StartsWith("226 ", await second.UploadAsync("APPE a.log", Whole[50_000..]), StringComparison.Ordinal);
        await AssertCameAsync(Whole, "a.log");
    }

    [Fact]
    public async Task A_reset_data_connection_is_no_end()
    {
        var login = await OfferUploadAsync();
        using var ftp = await RawFtpClient.LogInAsync(login);
        var data = await ftp.OpenDataAsync("STOR a.log");
        await data.GetStream().WriteAsync(Whole.AsMemory(0, 1000));
        await Eventually.IsAsync(() => Received.PartLength(Transfer(login)) == 1000, "bytes");
        data.Client.LingerState = new(true, 0);
        data.Client.Dispose();
        Assert.StartsWith("426 Broken off at 1000", await ftp.ReplyAsync(), StringComparison.Ordinal);
        await AssertNothingCameAsync();
        Assert.StartsWith("226 ", await ftp.UploadAsync("STOR a.log", Whole), StringComparison.Ordinal); // anew
        await AssertCameAsync(Whole, "a.log");
    }

    [Fact]
    public async Task A_minute_without_a_byte_is_an_end()
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        using var data = await ftp.OpenDataAsync("STOR a.log");
        await data.GetStream().WriteAsync(Whole.AsMemory(0, 1000));
        await Eventually.IsAsync(() => Directory.GetFiles(Received.Folder).Any(part => new FileInfo(part).Length == 1000), "bytes");
        var reply = ftp.ReplyAsync();
        await Central.PassAsync(FtpDataConnection.QuietLimit / 20, () => reply.IsCompleted, "answer"); // not past the limit of the control connection
        Assert.Contains("nothing came for 60 s", await reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ABOR\r\n")]
    [InlineData("\u00ff\u00f4\u00ff\u00f2ABOR\r\n")]
    public async Task ABOR_ends_an_upload(string abort)
    {
        var login = await OfferUploadAsync();
        using var ftp = await RawFtpClient.LogInAsync(login);
        using var data = await ftp.OpenDataAsync("STOR a.log");
        await data.GetStream().WriteAsync(Whole.AsMemory(0, 1000));
        await Eventually.IsAsync(() => Received.PartLength(Transfer(login)) == 1000, "bytes");
        await ftp.SendAsync(abort.Select(letter => (byte)letter).ToArray());
        Assert.StartsWith("426 ", await ftp.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("226 ", await ftp.ReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("213 1000", await ftp.SayAsync("SIZE a.log"));
    }

    [Fact]
    public async Task What_is_said_during_an_upload_is_answered_after_it()
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        using (var data = await ftp.OpenDataAsync("STOR a.log"))
        {
            await ftp.SendAsync("NOOP\r\nSYST\r\nQUIT\r\n");
            await data.GetStream().WriteAsync(Whole);
        }
        foreach (var code in new[] { "226", "200", "215", "221" }) Assert.StartsWith(code, await ftp.ReplyAsync(), StringComparison.Ordinal);
        await AssertCameAsync(Whole, "a.log");
    }

    [Fact]
    public async Task Who_says_QUIT_and_leaves_has_sent_all()
    {
        var login = await OfferUploadAsync();
        var transfer = Transfer(login);
        using (var ftp = await RawFtpClient.LogInAsync(login))
        {
            using (var data = await ftp.OpenDataAsync("STOR a.log")) await data.GetStream().WriteAsync(Whole);
            await ftp.SendAsync("QUIT\r\n");
        }
        await Eventually.IsAsync(() => transfer.End is not null && !transfer.IsBusy, "file");
        await AssertCameAsync(Whole, "a.log");
    }

    [Fact]
    public async Task Only_one_upload_at_a_time()
    {
        var login = await OfferUploadAsync();
        using var first = await RawFtpClient.LogInAsync(login);
        using var second = await RawFtpClient.LogInAsync(login);
        using (var data = await first.OpenDataAsync("STOR a.log"))
        {
            await data.GetStream().WriteAsync(Whole);
            Assert.StartsWith("550 Another upload", await SayWithPortAsync(second, "STOR b.log"), StringComparison.Ordinal);
        }
        Assert.StartsWith("226 ", await first.ReplyAsync(), StringComparison.Ordinal);
        await AssertCameAsync(Whole, "a.log");
    }

    [Fact]
    public async Task Only_the_client_itself_gets_the_data_connection()
    {
        var login = await OfferUploadAsync();
        using var ftp = await RawFtpClient.LogInAsync(login);
        var port = await ftp.PassivePortAsync();
        using (var thief = await RawFtpClient.OpenAsync(IPAddress.Loopback, port, from: "127.0.0.2"))
        {
            Assert.StartsWith("150 ", await ftp.SayAsync("STOR a.log"), StringComparison.Ordinal);
            await AssertClosedAsync(thief);
        }
        var reply = ftp.ReplyAsync();
        await Central.PassAsync(FtpDataConnection.AcceptLimit, () => reply.IsCompleted, "answer");
        Assert.StartsWith("425 ", await reply, StringComparison.Ordinal);

        port = await ftp.PassivePortAsync(); // a stranger in front of it does not take its place
        using var stranger = await RawFtpClient.OpenAsync(IPAddress.Loopback, port, from: "127.0.0.2");
        using (var data = await RawFtpClient.OpenAsync(IPAddress.Loopback, port))
        {
            Assert.StartsWith("150 ", await ftp.SayAsync("STOR a.log"), StringComparison.Ordinal);
            await data.GetStream().WriteAsync(Whole);
        }
        Assert.StartsWith("226 ", await ftp.ReplyAsync(), StringComparison.Ordinal);
        await AssertCameAsync(Whole, "a.log");
    }

    [Fact]
    public async Task A_passive_port_is_for_one_file()
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        var first = await ftp.PassivePortAsync();
        await ftp.PassivePortAsync();
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(() => RawFtpClient.OpenAsync(IPAddress.Loopback, first));
    }

    [Fact]
    public async Task A_stop_breaks_an_upload_off_and_keeps_the_part()
    {
        var login = await OfferUploadAsync();
        using var ftp = await RawFtpClient.LogInAsync(login);
        using var data = await ftp.OpenDataAsync("STOR a.log");
        await data.GetStream().WriteAsync(Whole.AsMemory(0, 70_000));
        await Eventually.IsAsync(() => Received.PartLength(Transfer(login)) == 70_000, "bytes");
        await Central.StopAsync();
        Assert.StartsWith("426 ", await ftp.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("421 ", await ftp.ReplyAsync(), StringComparison.Ordinal);
        await Central.StartAgainAsync();
        using var again = await RawFtpClient.LogInAsync(login with { Port = Port });
        Assert.StartsWith("226 ", await again.UploadAsync("APPE a.log", Whole[70_000..]), StringComparison.Ordinal);
        await AssertCameAsync(Whole, "a.log");
    }

    [Fact]
    public async Task A_full_disk_is_said()
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        Central.Get<OcppDashboard.Features.Files.FileSpace>().Free = _ => 0;
        Central.Logs.Expect("of the disk is free");
        Assert.StartsWith("452 Less than", await SayWithPortAsync(ftp, "STOR a.log"), StringComparison.Ordinal);
    }

    private static async Task AssertClosedAsync(System.Net.Sockets.TcpClient peer)
    {
        try
        {
            Assert.Equal(0, await peer.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(RawOcppClient.Deadline));
        }
        catch (IOException)
        {
            // reset
        }
    }

    private static async Task<string> SayWithPortAsync(RawFtpClient ftp, params string[] lines)
    {
        await ftp.PassivePortAsync();
        var reply = "";
        foreach (var line in lines) reply = await ftp.SayAsync(line);
        return reply;
    }
}
