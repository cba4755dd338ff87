using OcppDashboard.Simulator.Engine.Files;

namespace OcppDashboard.Tests.Simulator.Engine.Files;

public class FtpAddressTests
{
    [Theory]
    [InlineData("ftp://h", "", "")]
    [InlineData("ftp://h/", "", "")]
    [InlineData("ftp://h/in/box", "in/box", "")]
    [InlineData("ftp://h/in/v1.2/", "in/v1.2", "")]
    [InlineData("ftp://h/box.log", "", "box.log")]
    [InlineData("ftp://h/in%20box/a.b.log", "in box", "a.b.log")]
    public void An_upload_goes_into_a_directory_or_a_file(string location, string directory, string fileName)
    {
        var address = FtpAddress.Of(new(location), mayBeDirectory: true);
        Assert.Equal((directory, fileName), (address.Directory, address.FileName));
    }

    [Fact]
    public void A_download_is_always_of_a_file()
    {
        var address = FtpAddress.Of(new("ftp://h/fw/latest"), mayBeDirectory: false);
        Assert.Equal(("fw", "latest"), (address.Directory, address.FileName));
    }

    [Theory]
    [InlineData("ftp://h/x", 21, "anonymous", "")]
    [InlineData("ftp://cp%401:s%3Acr%2Ft@h:2121/x", 2121, "cp@1", "s:cr/t")]
    [InlineData("ftp://cp1@[::1]:2121/x", 2121, "cp1", "")]
    public void Says_who_logs_in_and_where(string location, int port, string user, string password)
    {
        var address = FtpAddress.Of(new(location), mayBeDirectory: false);
        Assert.Equal((port, user, password), (address.Port, address.User, address.Password));
    }
}
