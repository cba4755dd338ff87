using System.Globalization;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Queries;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Components.Messages;

/// <summary>The message inspector: what is on the wire now above what the log holds, filtered by the address.</summary>
public partial class MessageTable(LiveMessages live, MessageQueries log, ChargePointStore store, NavigationManager navigation)
{
    private const int PageSize = 100;
    private const int MostOpen = 20;

    /// <summary>When so many came for one redraw that nobody can read them, the next ones wait: a new table each time would choke the browser.</summary>
    private const int Many = 40;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(900);
    private static readonly string[] Actions = [.. OcppActions.All.Select(action => action.Name).Order(StringComparer.Ordinal)];
    private readonly HashSet<long> open = [];
    private readonly MessageRate rate = new();
    private MessageList list = new(new());
    private PushFeed<WireExchange>.Listener? listener;
    private (MessageQuery Query, long? Before)? loaded;
    private DateTimeOffset rest;
    private CancellationTokenSource? reading;
    private bool loading = true, mayHaveOlder, paused;

    /// <summary>Only this charge point; null: all of them.</summary>
    [Parameter] public string? ChargePointId { get; set; }

    [SupplyParameterFromQuery(Name = "q")] private string? Text { get; set; }
    [SupplyParameterFromQuery(Name = "dir")] private string? Direction { get; set; }
    [SupplyParameterFromQuery(Name = "action")] private string? Action { get; set; }
    [SupplyParameterFromQuery(Name = "result")] private string? Result { get; set; }
    [SupplyParameterFromQuery(Name = "cp")] private string? Of { get; set; }

    /// <summary>Shows what is older than this message, and stands still.</summary>
    [SupplyParameterFromQuery(Name = "before")] private long? Before { get; set; }

    /// <summary>Seconds of a waiting row, messages per second.</summary>
    protected override TimeSpan? Tick => TimeSpan.FromSeconds(1);

    private MessageQuery Query => new(Text, Direction, Action, Result, ChargePointId ?? Of);
    private bool WithChargePoint => ChargePointId is null;
    private bool IsPaused => paused || Before is not null;
    private IEnumerable<string> KnownChargePoints => store.All.Select(chargePoint => chargePoint.Id);
    private string CsvAddress => navigation.GetUriWithQueryParameters("/messages.csv", new Dictionary<string, object?>
    {
        ["q"] = Text, ["dir"] = Direction, ["action"] = Action, ["result"] = Result, ["cp"] = Query.ChargePointId,
    });

    private string Rate => string.Create(CultureInfo.InvariantCulture, $"{rate.PerSecond(Time.GetUtcNow()):0.0} messages/s");

    protected override async Task OnParametersSetAsync()
    {
        if (loaded == (Query, Before)) return;
        loaded = (Query, Before);
        (paused, loading) = (false, true);
        open.Clear();
        Follow();
        await LoadAsync();
    }

    protected override IDisposable? Subscribe(Action changed)
    {
        var filter = Query.ToFilter();
        listener = live.Feed.Listen(exchange =>
        {
            if (filter.ChargePointId is null || string.Equals(filter.ChargePointId, exchange.ChargePointId, StringComparison.OrdinalIgnoreCase)) rate.Count(exchange);
            return MessageList.MayPass(exchange, filter);
        });
        _ = PumpAsync(listener, changed);
        return listener;
    }

    protected override Task OnChangedAsync()
    {
        if (IsPaused || loading || Time.GetUtcNow() < rest) return Task.CompletedTask; // the queue keeps the newest
        var taken = 0;
        while (listener?.Items.TryRead(out var exchange) == true)
        {
            list.Add(exchange);
            taken++;
        }
        if (taken > Many) rest = Time.GetUtcNow() + Rest;
        return Task.CompletedTask;
    }

    private async Task PumpAsync(PushFeed<WireExchange>.Listener from, Action changed)
    {
        try
        {
            while (await from.Items.WaitToReadAsync(Gone))
            {
                if (!IsPaused) changed(); // one that stands still is drawn by its tick alone
                await Task.Delay(Interval, Time, Gone);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // the page was left
        }
    }

    private async Task LoadAsync()
    {
        var (query, before) = (Query, Before);
        var next = new MessageList(query.ToFilter());
        if (reading is not null) await reading.CancelAsync(); // nobody waits for what the former filter would find
        using var mine = reading = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        try
        {
            var rows = await log.LatestAsync(query.ToFilter(), before, PageSize, mine.Token);
            if (loaded != (query, before)) return; // the filter changed while this was read
            next.AddStored(rows);
            mayHaveOlder = rows.Count == PageSize;
        }
        catch (OperationCanceledException)
        {
            return;
        }
        finally
        {
            if (reading == mine) reading = null;
        }
        (list, loading) = (next, false);
        RequestRedraw();
    }

    private void TogglePause()
    {
        if (Before is not null) Newest();
        else paused = !paused;
        RequestRedraw();
    }

    private void Toggle(long id)
    {
        if (open.Remove(id)) return;
        if (open.Count == MostOpen) open.Clear();
        open.Add(id);
    }

    private void Set(string name, string? value) => navigation.Change((name, value), ("before", null));

    private void Older() => navigation.Change(("before", list.Oldest));

    private void Newest() => navigation.Change(("before", null));
}
