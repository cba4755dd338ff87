using System.Text;
using OcppDashboard.Api;
using OcppDashboard.Components.Messages;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Components.Messages;

namespace OcppDashboard.Tests.Api;

public class MessagesCsvTests
{
    [Fact]
    public async Task Formulas_become_text()
    {
        var row = MessageRow.Of(MessageListTests.Exchange(1, call: "=cmd|' /C calc'!A0", notes: "@x \"y\"")) with { Action = "+A", ChargePointId = "-1", UniqueId = "\t=1" };
        var lines = (await WriteAsync([row])).Split("\r\n");
        Assert.StartsWith("time (UTC),charge point,", lines[0]);
        foreach (var start in new[] { "=cmd", "@x", "+A", "-1", "\t=1" }) Assert.DoesNotContain("," + start, lines[1]);
        Assert.Contains("2026-05-12T12:30:00.000Z", lines[1]);
        Assert.Contains(",3,Answered,", lines[1]);
    }

    [Fact]
    public async Task Ends_with_a_sentence_when_there_is_more()
    {
        var row = MessageRow.Of(MessageListTests.Exchange(1));
        var lines = (await WriteAsync(Enumerable.Repeat(row, MessagesCsv.MaxRows + 5))).TrimEnd().Split('\n');
        Assert.Equal(MessagesCsv.MaxRows + 2, lines.Length);
        Assert.Contains("narrow the filter", lines[^1]);
    }

    private static async Task<string> WriteAsync(IEnumerable<MessageRow> rows)
    {
        using var body = new MemoryStream();
        await MessagesCsv.WriteAsync(body, rows.ToAsyncEnumerable());
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
