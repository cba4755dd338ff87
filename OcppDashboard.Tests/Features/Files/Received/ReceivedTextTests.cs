using System.IO.Compression;
using System.Text;
using OcppDashboard.Features.Files.Received;

namespace OcppDashboard.Tests.Features.Files.Received;

public class ReceivedTextTests
{
    [Theory]
    [InlineData("a\nb", "a|b"), InlineData("a\r\nb\r\n", "a|b"), InlineData("a\rb", "a|b"), InlineData("\n\na", "||a"), InlineData("", "")]
    public async Task Lines_end_as_any_machine_ends_them(string text, string lines) => Assert.Equal(lines, string.Join('|', (await LinesAsync(Encoding.UTF8.GetBytes(text))).Select(line => line.Text)));

    [Fact]
    public async Task UTF_8_is_read_as_such_with_or_without_its_mark_and_Latin_1_otherwise()
    {
        Assert.Equal("Grüße 充电", Assert.Single(await LinesAsync(Encoding.UTF8.GetBytes("Grüße 充电"))).Text);
        Assert.Equal("Grüße", Assert.Single(await LinesAsync([.. Encoding.UTF8.Preamble, .. "Grüße"u8])).Text);
        Assert.Equal("Grüße aus Köln", Assert.Single(await LinesAsync(Encoding.Latin1.GetBytes("Grüße aus Köln"))).Text);
    }

    [Fact]
    public async Task What_is_unseen_is_made_visible()
    {
        var lines = await LinesAsync("\x1b[31mred\x1b[0m\tbell \a\x7f\nover\u202eride"u8.ToArray());
        Assert.Equal("‹1B›[31mred‹1B›[0m\tbell ‹07›‹7F›", lines[0].Text);
        Assert.Equal("over‹U+202E›ride", lines[1].Text);
    }

    [Fact]
    public async Task Endless_lines_are_cut_and_no_character_with_them()
    {
        var lines = await LinesAsync(Encoding.UTF8.GetBytes(new string('x', 5000) + "\n" + new string('x', ReceivedText.LongestLine - 1) + "😀😀"));
        Assert.Equal(new string('x', ReceivedText.LongestLine) + "…", lines[0].Text);
        Assert.Equal(new string('x', ReceivedText.LongestLine - 1) + "…", lines[1].Text);
    }

    [Fact]
    public async Task Only_the_first_megabyte_is_read()
    {
        var text = await ReceivedText.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0123456789abcdé\n", 80_000)))));
        Assert.True(text!.IsCut);
        Assert.Equal(ReceivedText.MostBytes / 17 + 1, text.Lines.Count);
        Assert.False((await ReceivedText.ReadAsync(new MemoryStream(new byte[ReceivedText.MostBytes].Select(_ => (byte)'x').ToArray())))!.IsCut);
        Assert.Equal(Enumerable.Range(1, text.Lines.Count), text.Lines.Select(line => line.Number));
    }

    [Theory]
    [InlineData("zip"), InlineData("gzip"), InlineData("7z"), InlineData("xz"), InlineData("tar"), InlineData("nul"), InlineData("noise"), InlineData("controls")]
    public async Task Archives_and_programs_are_no_text_whatever_they_are_called(string kind)
    {
        var bytes = Binary(kind);
        Assert.Null(await ReceivedText.ReadAsync(new MemoryStream(bytes)));
        Assert.False(await ReceivedText.IsTextAsync(new MemoryStream(bytes)));
    }

    [Fact]
    public async Task Text_that_is_cut_within_a_character_is_still_text() =>
        Assert.True(await ReceivedText.IsTextAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("充", 3000))))));

    private static byte[] Binary(string kind)
    {
        var noise = new byte[5000];
        new Random(1).NextBytes(noise);
        switch (kind)
        {
            case "zip": return [.. "PK\x03\x04 log.txt with plain text inside"u8];
            case "gzip":
                using (var packed = new MemoryStream())
                {
                    using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(noise);
                    return packed.ToArray();
                }
            case "7z": return [(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c, .. "rest"u8];
            case "xz": return [0xfd, .. "7zXZ"u8, 0, 1];
            case "tar": return [.. Encoding.ASCII.GetBytes(new string('a', 257)), .. "ustar  and so on"u8];
            case "nul": return [.. "text"u8, 0, .. "text"u8];
            case "controls": return [.. noise.Select(one => (byte)(1 + one % 8))];
            default: return [.. noise.Select(one => one == 0 ? (byte)1 : one)];
        }
    }

    private static async Task<IReadOnlyList<TextLine>> LinesAsync(byte[] bytes) => (await ReceivedText.ReadAsync(new MemoryStream(bytes)))!.Lines;
}
