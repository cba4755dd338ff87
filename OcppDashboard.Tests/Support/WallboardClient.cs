using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;

namespace OcppDashboard.Tests.Support;

/// <summary>A client of the hub as Microsoft's library makes it, with what came in.</summary>
internal sealed class WallboardClient : IAsyncDisposable
{
    private readonly HubConnection connection;
    private readonly CancellationTokenSource stop = new();

    private WallboardClient(HubConnection connection) => this.connection = connection;

    public Inbox<JsonElement> Events { get; } = new();

    public static async Task<WallboardClient> OpenAsync(int port)
    {
        var connection = new HubConnectionBuilder().WithUrl($"http://localhost:{port}/hubs/live").Build();
        await connection.StartAsync();
        return new(connection);
    }

    public async Task SubscribeAsync(string? chargePointId, params string[] topics)
    {
        var stream = await StreamAsync(chargePointId, topics);
        _ = ReadAsync(stream);
    }

    public Task<ChannelReader<JsonElement>> StreamAsync(string? chargePointId, params string[] topics) =>
        connection.StreamAsChannelAsync<JsonElement>("Subscribe", topics, chargePointId, stop.Token);

    public Task<JsonElement> NextAsync(string type, Predicate<JsonElement>? isSo = null) =>
        Events.TakeAsync(e => e.GetProperty("type").GetString() == type && (isSo is null || isSo(e)), type, RawOcppClient.Deadline);

    private async Task ReadAsync(ChannelReader<JsonElement> stream)
    {
        try
        {
            await foreach (var item in stream.ReadAllAsync(stop.Token)) Events.Add(item);
        }
        catch (OperationCanceledException)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await connection.DisposeAsync();
        stop.Dispose();
    }
}
