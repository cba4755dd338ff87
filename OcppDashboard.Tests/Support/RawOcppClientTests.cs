using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OcppDashboard.Tests.Support;

/// <summary>The raw client against a small echo: <c>/echo</c> sends every message back, <c>/calls</c> answers
/// CALLs and sends one, <c>/impatient</c> gives up a client that answers no pings.</summary>
public sealed class RawOcppClientTests : IAsyncLifetime
{
    private readonly WebApplication app = Build();
    private readonly TaskCompletionSource<WebSocketException> dropped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpRequest? request;
    private int port;

    [Fact]
    public async Task The_handshake_carries_what_the_test_gives_it()
    {
        await using var client = await RawOcppClient.OpenAsync(port, new RawHandshake("/echo/CP%201?x=1")
        {
            Protocols = ["ocpp2.0.1, ocpp1.6", "ocpp1.5"], Credentials = [.. "CP 1:"u8, 0xFF, 0x00, 0xC3], Headers = ["Origin: file://", "X-Odd: 1"],
        });
        Assert.Equal((101, "ocpp1.6"), (client.Answer!.Status, client.Answer.Header("sec-websocket-protocol")));
        Assert.Equal("/echo/CP 1", request!.Path.Value);
        Assert.Equal(["ocpp2.0.1, ocpp1.6", "ocpp1.5"], request.Headers.SecWebSocketProtocol.Select(value => value!));
        Assert.Equal("Basic Q1AgMTr/AMM=", request.Headers.Authorization);
        Assert.Equal("file://", request.Headers.Origin);
    }

    [Fact]
    public async Task A_refusal_is_seen_with_its_status_and_body()
    {
        await using var client = await RawOcppClient.OpenAsync(port, new RawHandshake("/echo") { Connection = null });
        Assert.Equal((400, "no upgrade"), (client.Answer!.Status, client.Answer.Body));
        Assert.False(client.IsOpen);
    }

    [Fact]
    public async Task An_absolute_address_may_stand_in_the_request_line()
    {
        await using var client = await RawOcppClient.OpenAsync(port, new RawHandshake("") { RequestLine = "GET http://127.0.0.1/echo/CP9 HTTP/1.1" });
        Assert.Equal((101, "/echo/CP9"), (client.Answer!.Status, request!.Path.Value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public async Task Text_of_any_length_goes_both_ways(int length)
    {
        await using var client = await RawOcppClient.OpenAsync(port, "/echo");
        var text = new string('x', length);
        await client.SendTextAsync(text);
        Assert.Equal(text, await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task Fragments_and_binary_and_pings_in_between_are_sent()
    {
        await using var client = await RawOcppClient.OpenAsync(port, "/echo");
        await client.SendAsync(new(RawOpcode.Text, "[2,\"u"u8.ToArray(), Final: false));
        await client.SendPingAsync("still here");
        await client.SendAsync(new(RawOpcode.Continuation, "1\"]"u8.ToArray()));
        Assert.Equal("[2,\"u1\"]", await client.ReceiveTextAsync());
        await client.SendFragmentsAsync("a", "", "b");
        Assert.Equal("ab", await client.ReceiveTextAsync());
        await client.SendBinaryAsync(new byte[] { 1, 2 });
        Assert.Equal([1, 2], (await client.Messages.TakeAsync(message => message.Opcode == RawOpcode.Binary, "binary", RawOcppClient.Deadline)).Payload);
        Assert.Equal(1, client.PongsSeen);
    }

    /// <remarks>The framework sends its close frame and aborts at once, so that the code often does not arrive.</remarks>
    [Theory]
    [InlineData(RawOpcode.Text, 2, 4, null)]
    [InlineData((RawOpcode)3, 2, 0, null)]
    [InlineData(RawOpcode.Continuation, 2, 0, null)]
    [InlineData(RawOpcode.Ping, 126, 0, null)]
    [InlineData(RawOpcode.Text, 1, 0, ulong.MaxValue)]
    public async Task Faulty_frames_end_the_connection(RawOpcode opcode, int length, int rsv, ulong? declared)
    {
        await using var client = await RawOcppClient.OpenAsync(port, "/echo");
        await client.SendAsync(new(opcode, new byte[length], Rsv: rsv, DeclaredLength: declared));
        Assert.Contains((await client.ReceiveCloseAsync()).Code, new int?[] { null, 1002 });
        Assert.Equal(WebSocketError.Faulted, (await dropped.Task.WaitAsync(RawOcppClient.Deadline)).WebSocketErrorCode);
        await Assert.ThrowsAsync<EndOfStreamException>(() => client.ReceiveTextAsync());
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_end_the_connection()
    {
        await using var client = await RawOcppClient.OpenAsync(port, "/echo");
        await client.SendTextAsync(new byte[] { 0x5B, 0xFF, 0xFE });
        Assert.Contains((await client.ReceiveCloseAsync()).Code, new int?[] { null, 1007 });
        Assert.Equal(WebSocketError.Faulted, (await dropped.Task.WaitAsync(RawOcppClient.Deadline)).WebSocketErrorCode);
    }

    [Fact]
    public async Task A_close_of_the_server_is_seen_with_code_and_reason()
    {
        await using var client = await RawOcppClient.OpenAsync(port, "/echo");
        await client.SendTextAsync("close 3001 enough");
        Assert.Equal(new RawClose(3001, "enough"), await client.ReceiveCloseAsync());
        Assert.False(client.IsOpen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_drop_sends_no_close_frame(bool reset)
    {
        await using var client = await RawOcppClient.OpenAsync(port, "/echo");
        await client.SendTextAsync("x");
        await client.ReceiveTextAsync();
        client.Drop(reset);
        Assert.Equal(WebSocketError.ConnectionClosedPrematurely, (await dropped.Task.WaitAsync(RawOcppClient.Deadline)).WebSocketErrorCode);
        Assert.Null((await client.ReceiveCloseAsync()).Code);
    }

    [Fact]
    public async Task Pings_are_counted_and_answered_unless_switched_off()
    {
        await using var silent = await RawOcppClient.OpenAsync(port, "/impatient");
        silent.AutoPong = false;
        Assert.Null((await silent.ReceiveCloseAsync()).Code);
        Assert.InRange(silent.PingsSeen, 1, int.MaxValue);
        await using var polite = await RawOcppClient.OpenAsync(port, "/pinging");
        for (var i = 0; i < 10; i++) await polite.ReceivePingAsync();
        await polite.SendTextAsync("still here");
        Assert.Equal("still here", await polite.ReceiveTextAsync());
    }

    [Fact]
    public async Task A_client_that_stopped_reading_receives_later()
    {
        await using var client = await RawOcppClient.OpenAsync(port, "/echo");
        client.StopReading();
        for (var i = 0; i < 50; i++) await client.SendTextAsync($"{i} {new string('x', 1000)}");
        Assert.InRange(client.Messages.Waiting.Count, 0, 1);
        client.ResumeReading();
        for (var i = 0; i < 50; i++) Assert.StartsWith($"{i} ", await client.ReceiveTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_and_answers_are_told_apart()
    {
        await using var client = await RawOcppClient.OpenAsync(port, "/calls");
        var answer = await client.CallAsync("Heartbeat", """{"a":1}""");
        Assert.Equal((3, 1), (answer[0].GetInt32(), answer[2].GetProperty("a").GetInt32()));
        var call = await client.AnswerAsync("Reset", """{"status":"Accepted"}""");
        Assert.Equal(("s1", "Soft"), (call.UniqueId, call.Payload.GetProperty("type").GetString()));
        Assert.Equal("""[3,"seen",{"status":"Accepted"}]""", await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task A_deadline_says_what_came_instead()
    {
        await using var client = await RawOcppClient.OpenAsync(port, "/calls");
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => client.ExpectCallAsync("ClearCache", TimeSpan.FromMilliseconds(200)));
        Assert.Contains("CALL ClearCache", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_before_the_handshake_is_ended_by_the_server()
    {
        await using var client = await RawOcppClient.ConnectAsync(port);
        await client.SendBytesAsync(Convert.FromHexString("16030100a5010000a10303"));
        Assert.True(await client.EndsAsync());
    }

    public async Task InitializeAsync()
    {
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        app.Run(ServeAsync);
        await app.StartAsync();
        port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(options => options.AllowAlternateSchemes = true);
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(1));
        return builder.Build();
    }

    private async Task ServeAsync(HttpContext context)
    {
        request = context.Request;
        if (!context.WebSockets.IsWebSocketRequest)
        {
            (context.Response.StatusCode, context.Response.ContentLength) = (400, 10);
            await context.Response.WriteAsync("no upgrade");
            return;
        }
        var (pings, impatient) = (context.Request.Path != "/echo" && context.Request.Path != "/calls", context.Request.Path == "/impatient");
        using var wire = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = "ocpp1.6",
            KeepAliveInterval = pings ? TimeSpan.FromMilliseconds(50) : TimeSpan.Zero,
            KeepAliveTimeout = impatient ? TimeSpan.FromMilliseconds(300) : pings ? RawOcppClient.Deadline : Timeout.InfiniteTimeSpan,
        });
        try
        {
            await EchoAsync(wire, context.Request.Path == "/calls");
        }
        catch (WebSocketException exception)
        {
            dropped.TrySetResult(exception);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static async Task EchoAsync(WebSocket wire, bool calls)
    {
        var buffer = new byte[2_000_000];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await wire.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            var text = Encoding.UTF8.GetString(buffer, 0, length);
            if (part.MessageType == WebSocketMessageType.Close) return;
            if (text.StartsWith("close ", StringComparison.Ordinal))
                await wire.CloseAsync((WebSocketCloseStatus)int.Parse(text[6..10]), text[11..], CancellationToken.None);
            else if (calls) await AnswerAsync(wire, text);
            else await wire.SendAsync(buffer.AsMemory(0, length), part.MessageType, true, CancellationToken.None);
        }
    }

    private static async Task AnswerAsync(WebSocket wire, string text)
    {
        string[] answers = text[1] == '2'
            ? ["[2,\"s1\",\"Reset\",{\"type\":\"Soft\"}]", $"[3,{text[3..text.IndexOf(',', 3)]},{text[text.IndexOf('{')..]}"]
            : [$"[3,\"seen\",{text[text.IndexOf('{')..]}"];
        foreach (var answer in answers) await wire.SendAsync(Encoding.UTF8.GetBytes(answer), WebSocketMessageType.Text, true, CancellationToken.None);
    }
}
