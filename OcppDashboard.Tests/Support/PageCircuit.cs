using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OcppDashboard.Tests.Support;

/// <summary>A page with its circuit as a browser opens it, by Blazor's own protocol and without a browser: it takes what is drawn and acknowledges it.</summary>
internal sealed partial class PageCircuit : IAsyncDisposable
{
    private static readonly byte[] Handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e");
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50); // a script's answer leads to the next question at once
    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly MemoryStream message = new();
    private readonly Uri address;
    private int moduleCount;
    private string? circuit;

    private PageCircuit(Uri address) => this.address = address;

    /// <summary>Opens a page and returns once a text was drawn on it.</summary>
    /// <param name="http">With the server as its base address.</param>
    public static async Task<PageCircuit> OpenAsync(HttpClient http, string path, string drawn)
    {
        var html = await http.GetStringAsync(path);
        var markers = Marker().Matches(html).Select(match => match.Groups[1].Value).ToList();
        Assert.True(markers.Count > 0, $"{path} has no components");
        var page = new PageCircuit(new Uri(http.BaseAddress!, path));
        await page.StartAsync(http.BaseAddress!, markers, State().Match(html) is { Success: true } state ? state.Groups[1].Value : "");
        await page.ReadUntilAsync(drawn);
        return page;
    }

    /// <summary>As a browser leaves a page: it answered what its scripts were asked, says that it leaves, then it is gone.</summary>
    public async Task CloseAsync(HttpClient http)
    {
        var next = ReceiveAsync();
        while (await Task.WhenAny(next, Task.Delay(Quiet)) == next)
        {
            foreach (var received in BlazorPack.Messages(await next)) await TakeAsync(received);
            next = ReceiveAsync();
        }
        _ = next.ContinueWith(static ended => ended.Exception, TaskScheduler.Default); // it ends with the socket
        using var form = new FormUrlEncodedContent([new("circuitId", circuit!)]);
        using var answer = await http.PostAsync("_blazor/disconnect/", form);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        sending.Dispose();
        return default;
    }

    private async Task StartAsync(Uri server, List<string> markers, string state)
    {
        await socket.ConnectAsync(new Uri(new UriBuilder(server) { Scheme = "ws", Path = "/_blazor" }.ToString()), CancellationToken.None);
        await socket.SendAsync(Handshake, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await ReceiveAsync(); // {} and the end of the record
        await SendAsync(BlazorPack.Invocation("0", "StartCircuit", server.ToString(), address.ToString(), "[]", state));
        while (circuit is null)
            foreach (var received in BlazorPack.Messages(await ReceiveAsync())) await TakeAsync(received);
        var operations = markers.Select((marker, i) => $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{marker}}}""");
        await SendAsync(BlazorPack.Invocation(null, "UpdateRootComponents", $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""", state));
    }

    private async Task ReadUntilAsync(string drawn)
    {
        var wanted = Encoding.UTF8.GetBytes(drawn);
        while (true)
        {
            var isDrawn = false;
            foreach (var received in BlazorPack.Messages(await ReceiveAsync()))
            {
                await TakeAsync(received);
                isDrawn |= received is [_, _, _, "JS.RenderBatch", object?[] { Length: 2 } batch, ..] && batch[1] is byte[] bytes && bytes.AsSpan().IndexOf(wanted) >= 0;
            }
            if (isDrawn) return;
        }
    }

    private async Task TakeAsync(object?[] received)
    {
        switch (received)
        {
            case [3L, _, "0", 3L, string secret]:
                circuit = secret;
                break;
            case [3L, _, "0", ..] or [7L, ..]:
                throw new InvalidDataException("the circuit was refused: " + string.Join(' ', received));
            case [1L, _, _, "JS.RenderBatch", object?[] batch, ..]:
                await SendAsync(BlazorPack.Invocation(null, "OnRenderCompleted", batch[0], null));
                break;
            case [1L, _, _, "JS.BeginInvokeJS", object?[] call, ..]:
                await SendAsync(BlazorPack.Invocation(null, "EndInvokeJSFromDotNet", call[0], true, $"[{call[0]},true,{AnswerOf(call)}]"));
                break;
            case [1L, _, _, "JS.Error", object?[] error, ..]:
                throw new InvalidDataException("the page failed: " + string.Join(' ', error));
        }
    }

    private string AnswerOf(object?[] call) => call[3] is 1L ? $$"""{"__jsObjectId":{{++moduleCount}}}""" : call[1] is "viewerZone" ? "\"Europe/Zurich\"" : "null";

    private async Task SendAsync(byte[] bytes)
    {
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReceiveAsync()
    {
        using var deadline = new CancellationTokenSource(RawOcppClient.Deadline);
        message.SetLength(0);
        var buffer = new byte[32 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, deadline.Token);
            if (part.MessageType == WebSocketMessageType.Close) throw new InvalidDataException($"the circuit ended: {part.CloseStatusDescription}");
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return message.GetBuffer().AsMemory(0, (int)message.Length);
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex State();
}
