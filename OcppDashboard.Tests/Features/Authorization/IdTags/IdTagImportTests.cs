using System.Text;
using OcppDashboard.Data.Entities;
using OcppDashboard.Features.Authorization.IdTags;

namespace OcppDashboard.Tests.Features.Authorization.IdTags;

/// <summary>X10 and its neighbours: what people bring in is understood or named.</summary>
public sealed class IdTagImportTests
{
    private const string SteVe = "\"ID Tag\",\"Parent ID Tag\",\"Expiry Date/Time\",\"Max Active Transaction Count\",\"Note\"\r\n";

    [Theory]
    [InlineData("valid until", "2020-01-01", "2020-01-01T23:59:59Z")] // that day still counts
    [InlineData("Gültig bis", "31.12.2027", "2027-12-31T23:59:59Z")]
    [InlineData("expires", "2027-12-31", "2027-12-31T00:00:00Z")]
    [InlineData("Expiry Date/Time", "2027-12-31 23:59", "2027-12-31T23:59:00Z")]
    [InlineData("expiry", "2027-12-31T23:59:30+01:00", "2027-12-31T22:59:30Z")]
    [InlineData("expiry", "2027-12-31t23:59:30.5z", "2027-12-31T23:59:30.5Z")]
    [InlineData("Expiration date", "31/12/2027 8:05", "2027-12-31T08:05:00Z")]
    [InlineData("expiration", "12/31/2027 8:05 PM", "2027-12-31T20:05:00Z")]
    [InlineData("expiryDate", "20271231", "2027-12-31T00:00:00Z")]
    [InlineData("expiresAt", "1830297600", "2028-01-01T00:00:00Z")]
    [InlineData("Ablaufdatum", "5 Jan 2028", "2028-01-05T00:00:00Z")]
    public void X10_an_expiry_is_read_in_the_usual_forms(string title, string field, string expected)
    {
        var read = IdTagCsv.Read($"idTag;status;{title}\nX2;Accepted;{field}\n", _ => null);
        Assert.Empty(read.Wrong);
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Assert.Single(read.New).ExpiresAt);
        Assert.Contains(read.Notes, note => note.Contains("UTC", StringComparison.Ordinal)); // the zone that was assumed is said
    }

    [Fact]
    public void X10_day_and_month_are_told_by_the_other_dates_of_the_column_or_asked_for()
    {
        var unclear = IdTagCsv.Read("id tag;expires\nA;03/04/2027\n", _ => null);
        Assert.Contains("2027-04-03 or 2027-03-04", Assert.Single(unclear.Wrong).Reason, StringComparison.Ordinal);
        var dayFirst = IdTagCsv.Read("id tag;expires\nA;03/04/2027\nB;31/01/2027\n", _ => null);
        Assert.Equal(new DateTimeOffset(2027, 4, 3, 0, 0, 0, TimeSpan.Zero), dayFirst.New[0].ExpiresAt);
        var monthFirst = IdTagCsv.Read("id tag;expires\nA;03/04/2027\nB;01/31/2027\n", _ => null);
        Assert.Equal(new DateTimeOffset(2027, 3, 4, 0, 0, 0, TimeSpan.Zero), monthFirst.New[0].ExpiresAt);
    }

    [Theory]
    [InlineData("idTag;blocked\nX4;true\n", "Blocked")]
    [InlineData("idTag;Gesperrt\nX4;ja\n", "Blocked")]
    [InlineData("idTag;Blocked?\nX4;1\n", "Blocked")]
    [InlineData("idTag;blocked\nX4;no\n", "Accepted")]
    [InlineData("idTag;status\nX4;gesperrt\n", "Blocked")]
    [InlineData("idTag;status\nX4;ACTIVE\n", "Accepted")]
    [InlineData("idTag;status;blocked\nX4;Accepted;yes\n", "Blocked")]
    [InlineData("idTag;status;blocked\nX4;Expired;no\n", "Expired")]
    public void X10_a_blocked_tag_comes_in_blocked(string text, string status)
    {
        var read = IdTagCsv.Read(text, _ => null);
        Assert.Empty(read.Wrong);
        Assert.Equal(status, Assert.Single(read.New).Status);
    }

    [Fact]
    public void X10_the_export_of_SteVe_is_understood()
    {
        var read = IdTagCsv.Read($"{SteVe}\"AB16\",\"\",\"2027-12-31 23:59\",\"-1\",\"x\"\r\n\"AB17\",\"PAR\",\"\",\"0\",\"y\"\r\n\"AB18\",\"\",\"\",\"1\",\"\"\r\n\"AB19\",\"\",\"\",\"3\",\"\"\r\n", _ => null);
        Assert.Empty(read.Wrong);
        Assert.Equal(
            ["AB16||Accepted|2027-12-31T23:59:00|True|x", "AB17|PAR|Blocked||False|y", "AB18||Accepted||False|", "AB19||Accepted||True|"], read.New.Select(Words));
        Assert.Contains(read.Notes, note => note.StartsWith("Line 5: AB19 may have 3 transactions", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sep=;\r\nidTag;status\r\nAB21;Accepted\r\n")]
    [InlineData("\"sep=,\"\nidTag,status\nAB21,Accepted\n")]
    [InlineData("SEP=\t\nidTag\tstatus\nAB21\tAccepted\n")]
    [InlineData("sep=|\ridTag|status\rAB21|Accepted\r")]
    public void X10_the_line_of_Excel_that_names_the_separator_is_no_tag(string text) =>
        Assert.Equal("AB21", Assert.Single(IdTagCsv.Read(text, _ => null).New).IdTag);

    [Fact]
    public void X10_the_line_numbers_count_the_separator_line() =>
        Assert.Equal(3, Assert.Single(IdTagCsv.Read("sep=;\nidTag;status\nA;Gone\n", _ => null).Wrong).Line);

    [Theory]
    [InlineData("windows-1252")]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void X10_names_with_umlauts_come_in_whole(string name)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        const string text = "idTag;status;note\nAB12;Accepted;Müller – Köln €5\n";
        foreach (var file in new[] { encoding.GetBytes(text), [.. encoding.GetPreamble(), .. encoding.GetBytes(text)] })
            Assert.Equal("Müller – Köln €5", Assert.Single(IdTagCsv.Read(file, _ => null).New).Note);
    }

    [Fact]
    public void X10_a_column_that_is_not_understood_is_named()
    {
        var read = IdTagCsv.Read("Id Tag;Cost centre;Status;Owner status;expiry;valid to;\nA;4711;Accepted;x;;2027-01-01;loose\n", _ => null);
        Assert.Empty(read.Wrong);
        Assert.Contains("The column \"Cost centre\" is not understood: what it holds is not imported.", read.Notes);
        Assert.Contains("The column \"Owner status\" is not understood: what it holds is not imported.", read.Notes);
        Assert.Contains("The column \"valid to\" means the same as one before it: what it holds is not imported.", read.Notes);
        Assert.Contains("Column 7 has no title: what it holds is not imported.", read.Notes);
    }

    [Theory]
    [InlineData("idTag;status\nA;Gone\n", "\"Gone\"")]
    [InlineData("idTag;blocked\nA;perhaps\n", "\"perhaps\"")]
    [InlineData("idTag;concurrent\nA;several\n", "\"several\"")]
    [InlineData("idTag;expires\nA;soon\n", "\"soon\"")]
    [InlineData("idTag;expires\nA;2027-02-30\n", "\"2027-02-30\"")]
    [InlineData("idTag;Max Active Transaction Count\nA;-7\n", "\"-7\"")]
    [InlineData("idTag;status\nA;Accepted;left over\n", "\"left over\"")]
    [InlineData("idTag;note\nA;\"never closed\nB;x\n", "quotation mark")]
    [InlineData("status;note\nAccepted;x\n", "No column is the id tag")]
    public void X10_a_value_that_is_not_understood_is_named_and_its_line_stays_out(string text, string named)
    {
        var read = IdTagCsv.Read(text, _ => null);
        Assert.Empty(read.Taken);
        Assert.Contains(named, Assert.Single(read.Wrong).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void X10_contradicting_columns_block_and_are_named()
    {
        var read = IdTagCsv.Read("idTag;status;blocked\nA;Blocked;no\nB;Accepted;yes\n", _ => null);
        Assert.All(read.New, tag => Assert.Equal("Blocked", tag.Status));
        Assert.Equal(2, read.Notes.Count(note => note.Contains("imported as Blocked", StringComparison.Ordinal)));
    }

    [Fact]
    public void X10_a_file_without_titles_says_how_it_is_read() =>
        Assert.Contains(IdTagCsv.Read("A;;Blocked\n", _ => null).Notes, note => note.Contains("no line of titles", StringComparison.Ordinal));

    private static string Words(IdTagEntity tag) =>
        string.Join('|', tag.IdTag, tag.ParentIdTag, tag.Status, tag.ExpiresAt?.UtcDateTime.ToString("s"), tag.AllowsConcurrent, tag.Note);
}
