using OcppDashboard.Features.Files.Ftp;

namespace OcppDashboard.Tests.Features.Files.Ftp;

/// <summary>X23: what clients do behind an upload, by the login that they have.</summary>
public sealed class FtpFurtherFilesTests : FtpTest
{
    [Fact]
    public async Task X23_the_size_of_what_came_is_told_and_it_can_be_renamed()
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        Assert.StartsWith("550 ", await ftp.SayAsync("RNFR a"), StringComparison.Ordinal);
        Assert.StartsWith("226 ", await ftp.UploadAsync("STOR a.part", [1, 2, 3]), StringComparison.Ordinal);
        Assert.Equal("213 3", await ftp.SayAsync("SIZE a.part"));
        Assert.StartsWith("503 ", await ftp.SayAsync("RNTO a.log"), StringComparison.Ordinal);
        Assert.StartsWith("350 ", await ftp.SayAsync("RNFR a.part"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await ftp.SayAsync("RNTO /logs/a.log"), StringComparison.Ordinal);
        foreach (var (line, code) in new[] { ("PWD", "257"), ("TYPE I", "200"), ("CWD /", "250"), ("EPSV", "229"), ("QUIT", "221") })
            Assert.StartsWith(code, await ftp.SayAsync(line), StringComparison.Ordinal);
        await AssertCameAsync([1, 2, 3], "logs/a.log");
    }

    [Fact]
    public async Task X23_several_files_come_by_one_login_up_to_a_limit()
    {
        var login = await OfferUploadAsync();
        using var ftp = await RawFtpClient.LogInAsync(login);
        for (var i = 0; i < FtpStore.MostFiles; i++)
            Assert.StartsWith("226 ", await ftp.UploadAsync($"STOR {i}.log", [1, (byte)i]), StringComparison.Ordinal);
        Assert.StartsWith("229 ", await ftp.SayAsync("EPSV"), StringComparison.Ordinal);
        Assert.StartsWith("552 ", await ftp.SayAsync("STOR one-more.log"), StringComparison.Ordinal);
        var rows = await ReceivedAsync();
        Assert.Equal(FtpStore.MostFiles, rows.Count);
        Assert.Equal(FtpStore.MostFiles, rows.Select(row => row.Name).Distinct().Count());
        using var other = await RawFtpClient.ConnectAsync(Port);
        await other.SayAsync($"USER {login.User}");
        Assert.StartsWith("530 ", await other.SayAsync($"PASS {login.Password}"), StringComparison.Ordinal); // the login itself is over
    }

    [Fact]
    public async Task X23_a_second_file_by_APPE_is_a_file_of_its_own()
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        Assert.StartsWith("226 ", await ftp.UploadAsync("STOR a.log", [1]), StringComparison.Ordinal);
        Assert.StartsWith("226 ", await ftp.UploadAsync("APPE b.log", [2, 3]), StringComparison.Ordinal);
        Assert.Equal(["a.log", "b.log"], (await ReceivedAsync()).Select(row => row.Name).Order());
    }
}
