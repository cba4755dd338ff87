using System.Text;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>Bytes at the edges of HTTP and of OCPP-J.</summary>
public class WireEdgesTests
{
    [Theory]
    [InlineData("/api/v1/charge-points/CP-1", "PUT")]
    [InlineData("/", "POST")]
    [InlineData("/no-such-page", "POST")]
    [InlineData("/ocpp/CP-1", "POST")]
    [InlineData("/f/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "PUT")]
    public async Task Wire_a_bad_chunk_is_a_bad_request_and_no_fault_of_ours(string path, string method)
    {
        await using var central = await TestCentralSystem.StartAsync();
        foreach (var body in new[] { "5;\nhello\r\n0\r\n\r\n", "zz\r\nhello\r\n0\r\n\r\n", "5\r\nhelloXX0\r\n\r\n", "FFFFFFFFFFFFFFFFF\r\n" })
        {
            await using var client = await RawOcppClient.ConnectAsync(central.Port);
            var request = $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{body}";
            await client.SendBytesAsync(Encoding.ASCII.GetBytes(request));
            Assert.True(await client.EndsAsync());
        }
        Assert.DoesNotContain(central.Logs.Records, record => record.Exception is Microsoft.AspNetCore.Http.BadHttpRequestException);
    } // and an error in the log fails it when the server is disposed

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r\n\r\n\r\n")]
    [InlineData("\n")]
    public async Task Wire_empty_lines_alone_hold_no_connection(string bytes)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await RawOcppClient.ConnectAsync(central.Port);
        await client.SendBytesAsync(Encoding.ASCII.GetBytes(bytes));
        var ending = client.EndsAsync();
        await central.PassAsync(TimeSpan.FromSeconds(1), () => ending.IsCompleted, "end of the connection");
        Assert.True(await ending);
    }

    [Fact]
    public async Task Wire_empty_lines_before_a_request_are_passed_over()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await RawOcppClient.ConnectAsync(central.Port);
        await client.SendBytesAsync("\r\n\r\n"u8.ToArray());
        Assert.Equal(101, (await client.UpgradeAsync(new RawHandshake("/ocpp/CP-1"))).Status);
    }

    [Theory]
    [InlineData("""[2,"\ud800","Heartbeat",{}]""", """[3,"\ud800",""")]
    [InlineData("""[2,"a\udc00b","Heartbeat",{}]""", """[3,"a\udc00b",""")]
    [InlineData("""[2,"\ud800","NoSuchAction",{}]""", """[4,"\ud800","NotImplemented",""")]
    [InlineData("""[2,"x1","Heart\ud800beat",{}]""", """[4,"x1","NotImplemented",""")]
    [InlineData("""[2,"\ud800","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available"}]""", """[3,"\ud800",{}]""")]
    public async Task Wire_a_unique_id_with_half_a_character_is_answered_as_it_came(string call, string answer)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await client.SendTextAsync(call);
        Assert.StartsWith(answer, (await client.ReceiveTextAsync()).Replace("\\uD800", "\\ud800", StringComparison.Ordinal), StringComparison.Ordinal);
        await client.CallForResultAsync("Heartbeat");
        await central.MessagesAsync(new(), rows => rows.Count >= 3, "messages");
        using var browser = central.Browser();
        Assert.True((await browser.GetAsync("/messages")).IsSuccessStatusCode);
    }
}
