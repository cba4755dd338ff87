using System.Text;
using OcppDashboard.Api;
using OcppDashboard.Data.Entities;
using OcppDashboard.Features.Authorization.IdTags;

namespace OcppDashboard.Tests.Features.Authorization.IdTags;

public sealed class IdTagCsvTests
{
    private static readonly IdTagEntity Known = new() { IdTag = "K1", Status = "Accepted", Note = "old" };

    [Fact]
    public async Task What_is_written_is_read_again_the_same()
    {
        IdTagEntity[] tags =
        [
            new() { IdTag = "=1+1", Status = "Accepted", ParentIdTag = "+P", Note = "a \"quoted\", note; with\nlines", AllowsConcurrent = true },
            new() { IdTag = "0123", Status = "Blocked", ExpiresAt = new(2027, 1, 31, 12, 0, 0, TimeSpan.Zero) },
        ];
        using var body = new MemoryStream();
        await IdTagsCsv.WriteAsync(body, tags);
        var text = Encoding.UTF8.GetString(body.ToArray());
        Assert.DoesNotContain("\n=1", text, StringComparison.Ordinal); // no formula for a spreadsheet
        var read = IdTagCsv.Read(text, _ => null);
        Assert.Empty(read.Wrong);
        Assert.Equal(tags.Select(Words), read.New.Select(Words));
        Assert.Equal(2, IdTagCsv.Read(text, id => tags.FirstOrDefault(tag => tag.IdTag == id)).Same);
    }

    [Theory]
    [InlineData("id tag;status;note\nA;blocked;x\nB;;\n")]
    [InlineData("\uFEFFIdTag,Status,Note\r\nA,Blocked,x\r\nB,,\r\n")]
    [InlineData("A;;Blocked;;;x\nB")]
    public void Semicolon_comma_titles_or_none_are_understood(string text)
    {
        var read = IdTagCsv.Read(text, _ => null);
        Assert.Empty(read.Wrong);
        Assert.Equal(["A/Blocked/x", "B/Accepted/"], read.New.Select(tag => $"{tag.IdTag}/{tag.Status}/{tag.Note}"));
    }

    [Fact]
    public void New_changed_unchanged_and_wrong_lines_are_told_apart()
    {
        var read = IdTagCsv.Read("id tag,status,expires (UTC),note\nN,Accepted,2027-01-31,\nk1,Blocked,,old\n,Accepted,,\nX,Gone,,\nY,Accepted,31.02.2027,\nn,Accepted,,\n", id => id.Equals("K1", StringComparison.OrdinalIgnoreCase) ? Known : null);
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 0, 0, 0, TimeSpan.Zero), Assert.Single(read.New).ExpiresAt);
        Assert.Equal("Blocked", Assert.Single(read.Changed).Status);
        Assert.Equal([4, 5, 6, 7], read.Wrong.Select(wrong => wrong.Line));
        Assert.Contains("\"Gone\"", read.Wrong[1].Reason, StringComparison.Ordinal);
        Assert.Contains("twice", read.Wrong[3].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_not_there_changes_nothing() => Assert.Equal(1, IdTagCsv.Read("id tag\nK1\n", _ => Known).Same);

    private static string Words(IdTagEntity tag) => string.Join('|', tag.IdTag, tag.ParentIdTag, tag.Status, tag.ExpiresAt?.ToString("O"), tag.AllowsConcurrent, tag.Note);
}
