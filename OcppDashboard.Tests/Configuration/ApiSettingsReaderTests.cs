using Microsoft.Extensions.Configuration;
using OcppDashboard.Configuration;

namespace OcppDashboard.Tests.Configuration;

public class ApiSettingsReaderTests
{
    private static (DashboardSettings? Settings, IReadOnlyList<string> Mistakes) Read(string? origins) => SettingsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("Api:AllowedOrigins", origins)]).Build(), RunMode.Lab, "/here");

    [Theory]
    [InlineData(null, "")]
    [InlineData("http://localhost:8080", "http://localhost:8080")]
    [InlineData(" https://Board.example/ , http://10.0.0.5:8080 ", "https://board.example http://10.0.0.5:8080")]
    public void Origins_are_read(string? text, string origins) => Assert.Equal(origins, string.Join(' ', Read(text).Settings!.Api.AllowedOrigins));

    [Theory]
    [InlineData("*")]
    [InlineData("board.example")]
    [InlineData("http://board.example/path")]
    [InlineData("file:///")]
    public void Others_are_mistakes(string text) => Assert.Contains($"\"{text}\"", Assert.Single(Read(text).Mistakes), StringComparison.Ordinal);
}
