using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files.Ftp;

/// <summary>Real clients that nobody here wrote.</summary>
public class FtpClientTests : FtpTest
{
    private static readonly byte[] Whole = Content(2_000_000);

    [ToolTheory("curl")]
    [InlineData("")]
    [InlineData("--disable-epsv")]
    [InlineData("--ftp-skip-pasv-ip")]
    [InlineData("--ftp-method=nocwd")]
    [InlineData("--ftp-create-dirs")]
    public async Task Curl_sends(string option)
    {
        var login = await OfferUploadAsync();
        string[] options = option.Length == 0 ? [] : option.Split('=');
        var (code, _, errors) = await Tool.RunAsync("curl", ["-sS", .. options, "-T", await FileAsync(), "-u", login.Login, login.Server + "logs/today/diag.zip"]);
        Assert.Equal((0, ""), (code, errors));
        await AssertCameAsync(Whole, option.Contains("nocwd", StringComparison.Ordinal) ? "logs/today/diag.zip" : "diag.zip");
    }

    [ToolFact("curl")]
    public async Task Curl_sends_to_the_address_as_it_is_given()
    {
        var login = await OfferUploadAsync();
        var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "-T", await FileAsync(), login.Address);
        Assert.Equal((0, ""), (code, errors));
        await AssertCameAsync(Whole, "whole.log");
    }

    [ToolFact("curl")]
    public async Task Curl_goes_on_after_it_was_killed()
    {
        var login = await OfferUploadAsync();
        using (var first = Tool.Start("curl", "-sS", "--limit-rate", "200k", "-T", await FileAsync(), "-u", login.Login, login.Server))
        {
            await Eventually.IsAsync(() => Received.PartLength(Transfer(login)) > 100_000, "bytes");
            first.Kill();
            await first.WaitForExitAsync();
        }
        await Eventually.IsAsync(() => !Transfer(login).IsBusy, "end");
        Assert.InRange(Received.PartLength(Transfer(login)), 100_000, Whole.Length - 1);
        await AssertNothingCameAsync();
        var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "-C", "-", "-T", await FileAsync(), "-u", login.Login, login.Server);
        Assert.Equal((0, ""), (code, errors));
        await AssertCameAsync(Whole, "whole.log");
    }

    [ToolTheory("curl")]
    [InlineData("")]
    [InlineData("--list-only")]
    [InlineData("other.log")]
    public async Task Curl_sees_and_gets_nothing(string what)
    {
        var login = await OfferUploadAsync();
        string[] arguments = what.StartsWith('-') ? [what, login.Server] : [login.Server + what];
        var (code, output, errors) = await Tool.RunAsync("curl", ["-sS", "-u", login.Login, .. arguments]);
        Assert.NotEqual(0, code);
        Assert.Equal("", output);
        Assert.NotEqual("", errors);
    }

    [ToolTheory("curl")]
    [InlineData("DELE x")]
    [InlineData("RNFR x")]
    [InlineData("SITE EXEC ls")]
    public async Task Curl_is_refused_what_is_not_done(string command)
    {
        var login = await OfferUploadAsync();
        var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "-Q", command, "-T", await FileAsync(), "-u", login.Login, login.Server);
        Assert.Equal(21, code); // a quoted command was refused
        Assert.Matches("502|550", errors);
    }

    [ToolFact("curl")]
    public async Task Curl_is_refused_active_mode()
    {
        var login = await OfferUploadAsync();
        var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "-v", "-P", "127.0.0.1", "-T", await FileAsync(), "-u", login.Login, login.Server);
        Assert.Equal(30, code); // PORT failed
        Assert.Contains("502 Active mode is not done here", errors, StringComparison.Ordinal);
        await AssertNothingCameAsync();
    }

    [ToolFact("curl")]
    public async Task Curl_with_a_wrong_password_is_refused()
    {
        var login = await OfferUploadAsync();
        var (code, _, _) = await Tool.RunAsync("curl", "-sS", "-T", await FileAsync(), "-u", login.User + ":wrong", login.Server);
        Assert.Equal(67, code); // login denied
    }

    [ToolFact("lftp")]
    public async Task Lftp_sends()
    {
        var (code, _, errors) = await LftpAsync(await OfferUploadAsync(), $"put {await FileAsync()} -o diag.zip");
        Assert.True(code == 0, errors);
        await AssertCameAsync(Whole, "diag.zip");
    }

    [ToolFact("lftp")]
    public async Task Lftp_is_refused_active_mode_with_advice()
    {
        var (code, output, errors) = await LftpAsync(await OfferUploadAsync(), $"set ftp:passive-mode off; debug 3; put {await FileAsync()}");
        Assert.NotEqual(0, code);
        Assert.Contains("use passive mode", output + errors, StringComparison.Ordinal);
        await AssertNothingCameAsync();
    }

    [ToolTheory("lftp")]
    [InlineData("mirror / {0}/all")]
    [InlineData("ls")]
    [InlineData("rm whole.log")]
    [InlineData("get whole.log -o {0}/got")]
    [InlineData("mv a b")]
    [InlineData("chmod 777 a")]
    public async Task Lftp_is_refused_what_is_not_done(string command)
    {
        var (code, output, errors) = await LftpAsync(await OfferUploadAsync(), string.Format(System.Globalization.CultureInfo.InvariantCulture, command, Central.Folder));
        Assert.NotEqual(0, code);
        Assert.Equal("", output);
        Assert.Matches("5(02|50)", errors);
    }

    [ToolFact("lftp")]
    public async Task Lftp_mirrors_no_folder_into_it()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Central.Folder, "many"));
        for (var i = 0; i < 5; i++) await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"{i}.log"), [(byte)i]);
        await LftpAsync(await OfferUploadAsync(), $"mirror -R {folder.FullName} /");
        Assert.True((await ReceivedAsync()).Count <= 1); // at most the one file that the login is good for
    }

    private static Task<(int Code, string Output, string Errors)> LftpAsync(FtpLoginOffer login, string command) => Tool.RunAsync(
        "lftp", "-e", $"set net:max-retries 1; set net:timeout 10; set cmd:fail-exit true; set ftp:use-allo true; {command}; exit", "-u", $"{login.User},{login.Password}", $"ftp://127.0.0.1:{login.Port}");

    private async Task<string> FileAsync()
    {
        var file = Path.Combine(Central.Folder, "whole.log");
        await File.WriteAllBytesAsync(file, Whole);
        return file;
    }
}
