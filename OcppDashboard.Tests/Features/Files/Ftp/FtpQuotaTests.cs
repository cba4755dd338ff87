using OcppDashboard.Configuration;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files.Ftp;

/// <summary>What is too large is refused while it comes, and nothing of it stays (safety 29).</summary>
public class FtpQuotaTests : FtpTest
{
    private protected override FilesSettings Change(FilesSettings files) =>
        files with { MaxReceivedBytes = 1 << 20, MaxReceivedTotalBytes = 3 << 19, Ftp = files.Ftp! with { FirstPassivePort = 0 } };

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_and_removed()
    {
        var login = await OfferUploadAsync();
        using var ftp = await RawFtpClient.LogInAsync(login);
        using (var data = await ftp.OpenDataAsync("STOR big.log")) await SendAsync(data.GetStream(), 100 << 20);
        Assert.Equal("552 The file is larger than 1 MiB", await ftp.ReplyAsync());
        Assert.Empty(Directory.GetFiles(Received.Folder));
        await AssertNothingCameAsync();
        Assert.StartsWith("226 ", await ftp.UploadAsync("STOR small.log", [1]), StringComparison.Ordinal); // the login is still good for its one file
    }

    [Fact]
    public async Task When_all_files_together_are_too_much_the_next_is_refused()
    {
        using (var first = await RawFtpClient.LogInAsync(await OfferUploadAsync())) Assert.StartsWith("226 ", await first.UploadAsync("STOR a.log", Content(1 << 20)), StringComparison.Ordinal);
        using var second = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        using (var data = await second.OpenDataAsync("STOR b.log")) await SendAsync(data.GetStream(), 1 << 20);
        Assert.StartsWith("552 The received files fill", await second.ReplyAsync(), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Received.Folder));
    }

    [ToolFact("curl")]
    public async Task Curl_is_told_too()
    {
        var file = Path.Combine(Central.Folder, "big.log");
        await File.WriteAllBytesAsync(file, Content(4 << 20));
        var login = await OfferUploadAsync();
        var (code, _, _) = await Tool.RunAsync("curl", "-sS", "-T", file, "-u", login.Login, login.Server);
        Assert.NotEqual(0, code);
        await Eventually.IsAsync(() => !Transfer(login).IsBusy && Directory.GetFiles(Received.Folder).Length == 0, "end with nothing left");
    }

    /// <summary>Until the server closes.</summary>
    private static async Task SendAsync(Stream stream, long size)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (long sent = 0; sent < size; sent += buffer.Length) await stream.WriteAsync(buffer);
        }
        catch (IOException)
        {
            // it did
        }
    }
}

/// <summary>A range of ports, and an address that routers translate (K5).</summary>
public class FtpPassiveTests : FtpTest
{
    private static readonly int First = 20_000 + Random.Shared.Next(2000) * 4; // below those that the system gives to clients

    private protected override FilesSettings Change(FilesSettings files) =>
        files with { Ftp = files.Ftp! with { FirstPassivePort = First, LastPassivePort = First + 1, AdvertisedAddress = System.Net.IPAddress.Parse("203.0.113.5") } };

    [Fact]
    public async Task K5_tells_the_address_and_a_port_of_the_range_until_none_is_free()
    {
        var (one, two, three) = (await RawFtpClient.LogInAsync(await OfferUploadAsync()), await RawFtpClient.LogInAsync(await OfferUploadAsync()), await RawFtpClient.LogInAsync(await OfferUploadAsync()));
        using var last = three;
        var told = new[] { await one.SayAsync("PASV"), await two.SayAsync("PASV") };
        Assert.Equal(
            new[] { First, First + 1 }.Select(port => $"227 Entering Passive Mode (203,0,113,5,{port >> 8},{port & 255})"), told.Order(StringComparer.Ordinal).OrderBy(text => text.Length));
        Assert.StartsWith("425 No port", await three.SayAsync("PASV"), StringComparison.Ordinal);
        Assert.StartsWith("425 No port", await three.SayAsync("EPSV"), StringComparison.Ordinal);
        Assert.StartsWith("227 ", await one.SayAsync("PASV"), StringComparison.Ordinal); // its own old port is free for it again
        one.Dispose();
        two.Dispose();
        await Eventually.GetAsync(() => three.SayAsync("PASV"), reply => reply.StartsWith("227 ", StringComparison.Ordinal), "free port");
        Assert.StartsWith("226 ", await three.UploadAsync("STOR a.log", [1]), StringComparison.Ordinal);
    }
}
