using System.Text;
using OcppDashboard.Features.Files.Ftp;

namespace OcppDashboard.Tests.Features.Files.Ftp;

public class FtpCommandLineTests
{
    [Theory]
    [InlineData("NOOP\r", "NOOP", "")]
    [InlineData("stor a b.log\r", "STOR", "a b.log")]
    [InlineData("USER  x ", "USER", " x ")]
    [InlineData("", "", "")]
    [InlineData("\u00e4\u00f6", "", "")]
    [InlineData("STOR d\u00fc.log", "STOR", "d\u00fc.log")]
    public void Reads_verb_and_argument(string line, string verb, string argument) => Assert.Equal(new(verb, argument), FtpCommandLine.Read(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("FFF4FFF241424F520D")]
    [InlineData("F241424F520D")]
    [InlineData("FF41424F52")]
    [InlineData("FFFB0141424F52")]
    public void Skips_Telnet_commands(string bytes) => Assert.Equal("ABOR", FtpCommandLine.Read(Convert.FromHexString(bytes)).Verb);

    [Fact]
    public void Takes_bytes_that_are_no_text() => Assert.Equal(new("STOR", "\ufffda"), FtpCommandLine.Read([.. "STOR "u8, 0xC3, .. "a"u8]));

    [Fact]
    public void Shows_what_acts_as_a_code() => Assert.Equal("a\\u000d\\u000ab\\u001b[31m\\u202ec\\u2028", FtpCommandLine.Shown("a\r\nb\u001b[31m\u202ec\u2028"));
}
