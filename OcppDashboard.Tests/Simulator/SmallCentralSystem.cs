using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Simulator;

/// <summary>A CALL that a charge point sent.</summary>
internal sealed record Received(int Number, int Connection, string ChargePointId, string UniqueId, string Action, JsonElement Payload)
{
    public int ConnectorId => Payload.GetProperty("connectorId").GetInt32();
    public string? Text(string name) => Payload.TryGetProperty(name, out var value) ? value.ToString() : null;
}

/// <summary>A central system just large enough to try charge points on: answers everything kindly, keeps what came, sends what it is told.</summary>
internal sealed class SmallCentralSystem : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<OcppFrame>> pending = new();
    private readonly Dictionary<string, WebSocket> webSockets = [];
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly List<Received> received = [];
    private readonly WebApplication app;
    private int connections;
    private int transactions = 1000;
    private int calls;

    private SmallCentralSystem(WebApplication app) => this.app = app;

    public Uri HttpAddress { get; private set; } = new("http://127.0.0.1/");
    public Uri Address => new($"ws://127.0.0.1:{HttpAddress.Port}/ocpp");
    /// <summary>The answer to a CALL instead of the usual one; null: the usual one.</summary>
    public Func<Received, object?> Answer { get; set; } = _ => null;
    /// <summary>What GET on a path gives.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();
    public ConcurrentDictionary<string, (string Method, byte[] Body)> Uploads { get; } = new();
    public ConcurrentQueue<string> Requests { get; } = new();
    /// <summary>Of every GET that asked for a part: its Range and If-Range.</summary>
    public ConcurrentQueue<string> Ranges { get; } = new();
    /// <summary>Of what GET gives; null: none is given.</summary>
    public EntityTagHeaderValue? Tag { get; set; } = new("\"v1\"");
    public bool KnowsRanges { get; set; } = true;
    /// <summary>Uploads are refused without reading them.</summary>
    public bool RefusesUploads { get; set; }
    public ConcurrentQueue<string> Credentials { get; } = new();
    /// <summary>What was not as the schemas say.</summary>
    public ConcurrentQueue<string> SchemaFaults { get; } = new();
    public int Connections => Volatile.Read(ref connections);

    public static async Task<SmallCentralSystem> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var system = new SmallCentralSystem(app);
        app.UseWebSockets();
        app.Map("/ocpp/{id}", system.AcceptAsync);
        app.MapFallback("{**path}", system.ServeAsync);
        await app.StartAsync();
        system.HttpAddress = new(app.Urls.First());
        return system;
    }

    public IReadOnlyList<Received> All
    {
        get
        {
            lock (received) return [.. received];
        }
    }

    public IReadOnlyList<Received> Of(string action) => [.. All.Where(call => call.Action == action)];

    /// <summary>Waits for a CALL that fits, after the one numbered <paramref name="after"/>.</summary>
    public async Task<Received> WaitAsync(string action, Func<Received, bool>? fits = null, int after = 0)
    {
        Received? found = null;
        await Until(() => (found = All.FirstOrDefault(call => call.Number > after && call.Action == action && (fits is null || fits(call)))) is not null,
            () => $"No {action} came. There were: {string.Join(" ", All.Select(call => call.Action + call.Payload))}");
        return found!;
    }

    public Task<Received> WaitStatusAsync(int connector, ChargePointStatus status, int after = 0) =>
        WaitAsync("StatusNotification", call => call.ConnectorId == connector && call.Text("status") == status.ToString(), after);

    /// <summary>The number of the last CALL so far.</summary>
    public int Mark => All.Count;

    public async Task<TResponse> CallAsync<TResponse>(string id, IOcppRequest<TResponse> request) where TResponse : class
    {
        var action = OcppActions.Of(request.GetType());
        var answer = await CallAsync(id, action.Name, JsonSerializer.SerializeToElement(request, action.RequestInfo));
        var result = Assert.IsType<CallResult>(answer);
        CheckSchema(action.Name + "Response", JsonElement.Parse(result.Payload.Span));
        return Assert.IsType<TResponse>(JsonSerializer.Deserialize(result.Payload.Span, action.ResponseInfo), exactMatch: false);
    }

    /// <summary>Any payload under any action; gives the frame that came back.</summary>
    public async Task<OcppFrame> CallAsync(string id, string action, JsonElement payload)
    {
        var uniqueId = "c" + Interlocked.Increment(ref calls);
        var source = pending[uniqueId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(Get(id), OcppFrameCodec.WriteCall(uniqueId, action, payload));
        return await source.Task.WaitAsync(Deadline);
    }

    public static async Task Until(Func<bool> condition, Func<string> otherwise)
    {
        var end = DateTime.UtcNow + Deadline;
        while (!condition())
        {
            if (DateTime.UtcNow > end) Assert.Fail(otherwise());
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await app.StopAsync(limit.Token);
        await app.DisposeAsync();
    }

    private void CheckSchema(string name, JsonElement payload)
    {
        foreach (var fault in FrameSchemas.Faults(name, payload)) SchemaFaults.Enqueue(fault);
    }

    private WebSocket Get(string id)
    {
        lock (webSockets) return webSockets[id];
    }

    private async Task AcceptAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        Credentials.Enqueue(context.Request.Headers.Authorization.ToString());
        using var webSocket = await context.WebSockets.AcceptWebSocketAsync("ocpp1.6");
        var connection = Interlocked.Increment(ref connections);
        lock (webSockets) webSockets[id] = webSocket;
        var buffer = new byte[256 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                WebSocketReceiveResult part;
                do
                {
                    part = await webSocket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), context.RequestAborted);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close) break;
                await WorkAsync(id, connection, webSocket, buffer[..length]);
            }
            await webSocket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
        }
    }

    private async Task WorkAsync(string id, int connection, WebSocket webSocket, byte[] text)
    {
        var frame = OcppFrameCodec.Read(text).Frame;
        if (frame is not Call call)
        {
            if (frame is not null && pending.TryRemove(frame.UniqueId, out var source)) source.TrySetResult(frame);
            return;
        }
        using var document = JsonDocument.Parse(call.Payload);
        Received entry;
        lock (received)
        {
            entry = new(received.Count + 1, connection, id, call.UniqueId, call.Action, document.RootElement.Clone());
            received.Add(entry);
        }
        CheckSchema(entry.Action, entry.Payload);
        var answer = Answer(entry) ?? Usual(call.Action);
        if (answer is string code) await SendAsync(webSocket, OcppFrameCodec.WriteError(call, code, "by the test"));
        else if (answer is not NoAnswer) await SendAsync(webSocket, OcppFrameCodec.WriteResult(call, answer, OcppActions.Find(call.Action)!.ResponseInfo));
    }

    private object Usual(string action) => action switch
    {
        "BootNotification" => new BootNotificationResponse(RegistrationStatus.Accepted, DateTimeOffset.UtcNow, 300),
        "Heartbeat" => new HeartbeatResponse(DateTimeOffset.UtcNow),
        "Authorize" => new AuthorizeResponse(new(AuthorizationStatus.Accepted)),
        "StartTransaction" => new StartTransactionResponse(new(AuthorizationStatus.Accepted), Interlocked.Increment(ref transactions)),
        "StopTransaction" => new StopTransactionResponse(),
        "StatusNotification" => new StatusNotificationResponse(),
        "MeterValues" => new MeterValuesResponse(),
        "DiagnosticsStatusNotification" => new DiagnosticsStatusNotificationResponse(),
        "FirmwareStatusNotification" => new FirmwareStatusNotificationResponse(),
        "SignedFirmwareStatusNotification" => new SignedFirmwareStatusNotificationResponse(),
        "LogStatusNotification" => new LogStatusNotificationResponse(),
        _ => OcppErrorCode.NotImplemented,
    };

    private async Task SendAsync(WebSocket webSocket, byte[] frame)
    {
        await sending.WaitAsync();
        try
        {
            await webSocket.SendAsync(frame, WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        Requests.Enqueue($"{context.Request.Method} {target}");
        if (HttpMethods.IsGet(context.Request.Method))
        {
            if (context.Request.Headers.Range.Count > 0) Ranges.Enqueue($"{context.Request.Headers.Range} {context.Request.Headers.IfRange}");
            if (!Files.TryGetValue(Uri.UnescapeDataString(target), out var file)) context.Response.StatusCode = 404;
            else await Results.Bytes(file, enableRangeProcessing: KnowsRanges, entityTag: Tag).ExecuteAsync(context);
            return;
        }
        if (RefusesUploads)
        {
            context.Response.StatusCode = 403;
            return;
        }
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Uploads[target] = (context.Request.Method, body.ToArray());
    }

    /// <summary>Given by <see cref="Answer"/>: the CALL is left without an answer.</summary>
    public sealed class NoAnswer;
}
