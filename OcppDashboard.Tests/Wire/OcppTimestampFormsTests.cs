using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Wire;

/// <summary>X25: times in forms that are valid ISO 8601 or plainly meant, and what is said of them.</summary>
public class OcppTimestampFormsTests
{
    private const string OtherForm = "a time came in another form than the specification's";

    [Theory]
    [InlineData("\"20261130T180616Z\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"20261130T180616.25+0100\"", "2026-11-30T17:06:16.250Z")]
    [InlineData("\"20261130T1806Z\"", "2026-11-30T18:06:00Z")]
    [InlineData("\"20261130T190616+01\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T19:06:16+01:00[Europe/Paris]\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T18:06:16Z[UTC]\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-07-30T20:06:16[Europe/Paris]\"", "2026-07-30T18:06:16Z")]
    [InlineData("\"2026-11-30T18:06:16 UTC\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30 18:06:16 GMT\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T18:06:16 utc\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T18:06:16 Z\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30 19:06:16 +01:00\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T19:06:16GMT+1\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T19:06:16 UTC+01:00\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T19:06:16 CET\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026/11/30T18:06:16Z\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026/11/30 18:06:16+00:00\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026.11.30T18:06:16Z\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"30.11.2026T18:06:16Z\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T18:06:16,123Z\"", "2026-11-30T18:06:16.123Z")]
    [InlineData("\"2026-11-30_18:06:16Z\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T18Z\"", "2026-11-30T18:00:00Z")]
    [InlineData("\"2026-1-3T8:6:1Z\"", "2026-01-03T08:06:01Z")]
    [InlineData("\"2026-334T18:06:16Z\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-W49-1T18:06:16Z\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T19:06:16\\u221201:00\"", "2026-11-30T20:06:16Z")]
    [InlineData("\"2026-11-30T18:06:16Z\\u0000\\u0000\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T18:06:16+00:00Z\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"Mon, 30 Nov 2026 18:06:16 GMT\"", "2026-11-30T18:06:16Z")]
    [InlineData("1796061976", "2026-11-30T18:06:16Z")]
    [InlineData("1796061976.5", "2026-11-30T18:06:16.500Z")]
    [InlineData("1796061976123", "2026-11-30T18:06:16.123Z")]
    [InlineData("1.796061976e9", "2026-11-30T18:06:16Z")]
    [InlineData("\"1796061976\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"1796061976123\"", "2026-11-30T18:06:16.123Z")]
    [InlineData("\"1796061976123456\"", "2026-11-30T18:06:16.123Z")]
    [InlineData("\"20261130180616\"", "2026-11-30T18:06:16Z")]
    public void X25_a_time_in_another_form_is_read_and_said_to_be_one(string sent, string written)
    {
        var stamp = Read(sent, out var notes);
        Assert.Equal(written, stamp.ToString());
        Assert.Single(notes);
        if (stamp.HasZone) Assert.Equal([OtherForm], notes);
    }

    [Theory]
    [InlineData("\"2026-11-30T18:06:16z\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30t18:06:16Z\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T18:06:16.1234567Z\"", "2026-11-30T18:06:16.123Z")]
    [InlineData("\"2026-11-30T19:06:16+01:00\"", "2026-11-30T18:06:16Z")]
    [InlineData("\"2026-11-30T24:00:00Z\"", "2026-12-01T00:00:00Z")]
    [InlineData("\"2026-12-31T23:59:60Z\"", "2027-01-01T00:00:00Z")]
    public void X25_what_the_specification_allows_is_not_told(string sent, string written)
    {
        Assert.Equal(written, Read(sent, out var notes).ToString());
        Assert.Empty(notes);
    }

    [Theory]
    [InlineData("\"2026-13-30T18:06:16Z\"")]
    [InlineData("\"2026-11-31T18:06:16Z\"")]
    [InlineData("\"20261131T180616Z\"")]
    [InlineData("\"2026-11-30T25:00:00Z\"")]
    [InlineData("\"2026-11-30T18:61:00Z\"")]
    [InlineData("\"2026-11-30T18:06:16+99:00\"")]
    [InlineData("\"2026-11-30T24:30:00Z\"")]
    [InlineData("\"12345\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("\"11/12/2026 18:06:16\"")]
    [InlineData("-5")]
    [InlineData("\"2026-01-01T10:00:00.\u0661\u0662Z\"")]
    public void X25_what_cannot_be_read_is_no_point_in_time(string sent)
    {
        Assert.Null(Read(sent, out var notes).Value);
        Assert.DoesNotContain(OtherForm, notes);
        Assert.Single(notes);
    }

    [Theory]
    [InlineData("2026-11-30T18:06:16 PST")]
    [InlineData("20261130T180616")]
    [InlineData("2026/11/30 18:06:16")]
    [InlineData("2026-11-30 06:06:16 PM")]
    public void X25_a_zone_that_is_not_said_stays_open(string text)
    {
        var stamp = Read($"\"{text}\"", out var notes);
        Assert.Equal(("2026-11-30T18:06:16Z", false), (stamp.ToString(), stamp.HasZone));
        Assert.Equal(["a time came without its zone"], notes);
    }

    [Fact]
    public void X25_seconds_since_1970_of_a_clock_that_was_never_set_are_read_as_they_are() => Assert.Equal(1970, Read("300", out _).Value!.Value.Year);

    private static OcppTimestamp Read(string sent, out IReadOnlyList<string> notes) =>
        Frames.Request<StartTransactionRequest>($$"""{"connectorId":1,"idTag":"T","meterStart":1,"timestamp":{{sent}}}""", out notes).Timestamp ?? default;
}
