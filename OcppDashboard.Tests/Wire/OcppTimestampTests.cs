using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Wire;

/// <summary>Times as charge points really send them (rows E of the quirk table).</summary>
public class OcppTimestampTests
{
    [Theory]
    [InlineData("2023-10-19T15:28:07")]
    [InlineData("2023-10-19 15:28:07")]
    public void E1_a_time_without_zone_is_taken_as_UTC_and_keeps_its_text(string text)
    {
        var stamp = Read($"\"{text}\"", out var notes);
        Assert.Equal((new DateTimeOffset(2023, 10, 19, 15, 28, 7, TimeSpan.Zero), false, text), (stamp.Value, stamp.HasZone, stamp.Text));
        Assert.Single(notes);
    }

    [Fact]
    public void E2_a_time_in_the_future_is_no_fault()
    {
        Assert.Equal(2099, Read("\"2099-10-19T15:28:07Z\"", out var notes).Value!.Value.Year);
        Assert.Empty(notes);
    }

    [Theory]
    [InlineData("2023-10-19T14:35:02+02", "2023-10-19T12:35:02Z")]
    [InlineData("2023-10-19T14:35:02-02", "2023-10-19T16:35:02Z")]
    [InlineData("2023-10-19T14:35:02+10:00", "2023-10-19T04:35:02Z")]
    [InlineData("2023-10-19T14:35:02+0200", "2023-10-19T12:35:02Z")]
    [InlineData("2023-10-19 14:35:02+02", "2023-10-19T12:35:02Z")]
    [InlineData("2023-10-19T14:35:02.1234567Z", "2023-10-19T14:35:02.123Z")]
    [InlineData("2023-10-19T14:35:02.2973429+01:00", "2023-10-19T13:35:02.297Z")]
    [InlineData("2023-10-19T14:35:02.123456789Z", "2023-10-19T14:35:02.123Z")]
    [InlineData("2023-10-19t14:35:02z", "2023-10-19T14:35:02Z")]
    [InlineData(" 2023-10-19T14:35:02Z ", "2023-10-19T14:35:02Z")]
    [InlineData("2023-10-19T14:35Z", "2023-10-19T14:35:00Z")]
    public void E3_every_form_of_ISO_8601_is_read(string text, string written)
    {
        var stamp = Read($"\"{text}\"", out _);
        Assert.True(stamp.HasZone);
        Assert.Equal(written, stamp.ToString());
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 1970)]
    [InlineData("0001-01-01T00:00:00Z", 1)]
    [InlineData("2014-01-01T00:00:17Z", 2014)]
    public void E4_a_clock_that_was_never_set_is_read(string text, int year) => Assert.Equal(year, Read($"\"{text}\"", out _).Value!.Value.Year);

    [Theory]
    [InlineData("\"2022-02-29T10:00:00Z\"")]
    [InlineData("\"2022-02-29T10:00:00\"")]
    [InlineData("\"0001-01-01T00:00:00+14:00\"")]
    [InlineData("\"9999-12-31T23:59:59-14:00\"")]
    [InlineData("\"soon\"")]
    [InlineData("\"10:30\"")]
    [InlineData("\"5\"")]
    [InlineData("\"T\"")]
    [InlineData("\"2023-10-19T+02\"")]
    [InlineData("1e400")]
    [InlineData("true")]
    [InlineData("{\"at\":1}")]
    [InlineData("[\"2023-10-19T14:35:02Z\"]")]
    public void E5_what_is_no_point_in_time_is_a_note(string sent)
    {
        Assert.Null(Read(sent, out var notes).Value);
        Assert.Single(notes);
    }

    [Fact]
    public void E6_an_old_time_is_no_fault() => Assert.Equal(2020, Read("\"2020-05-05T05:05:05Z\"", out _).Value!.Value.Year);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"  \"")]
    [InlineData("null")]
    public void E7_an_empty_time_is_absent(string sent)
    {
        Assert.True(Read(sent, out var notes).IsAbsent);
        Assert.Equal([sent == "null" ? "null stood where a member is left out" : "an empty text stands for nothing"], notes); // D21, D26
        Assert.Null(Frames.Request<StatusNotificationRequest>("""{"connectorId":1,"errorCode":"NoError","status":"Available"}""").Timestamp);
    }

    [Fact]
    public void E8_a_clock_some_minutes_off_is_read_as_it_is() => Assert.Equal("2023-10-19T14:30:02Z", Read("\"2023-10-19T14:30:02Z\"", out _).ToString());

    [Fact]
    public void C10_times_are_written_in_UTC_with_Z_and_at_most_3_digits()
    {
        var time = new DateTimeOffset(2031, 3, 4, 5, 6, 7, TimeSpan.FromHours(2));
        Assert.Equal("2031-03-04T03:06:07Z", OcppTimestamp.Format(time));
        Assert.Equal("2031-03-04T03:06:07Z", OcppTimestamp.Format(time.AddTicks(9_999)));
        Assert.Equal("2031-03-04T03:06:07.012Z", OcppTimestamp.Format(time.AddMilliseconds(12).AddTicks(5)));
    }

    private static OcppTimestamp Read(string sent, out IReadOnlyList<string> notes) =>
        Frames.Request<StartTransactionRequest>($$"""{"connectorId":1,"idTag":"T","meterStart":1,"timestamp":{{sent}}}""", out notes).Timestamp ?? default;
}
