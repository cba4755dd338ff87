using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using OcppDashboard.Live;
using OcppDashboard.Metering;
using OcppDashboard.State;

namespace OcppDashboard.Components.Shared;

/// <summary>
/// What a connector measured, a lane per measurand. The points given are drawn once; new ones are taken from the store and pushed to the browser,
/// four times a second at most. Another list of points with the same beginning adds what is new in it.
/// </summary>
public partial class MeterChart(ChargePointStore store, IJSRuntime js, TimeProvider time) : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan PushInterval = TimeSpan.FromMilliseconds(250);
    private readonly CancellationTokenSource gone = new();
    private ElementReference root;
    private IJSObjectReference? chart;
    private PushFeed<LiveMeterPoint>.Listener? listener;
    private IReadOnlyList<MeterPoint>? sent;
    private (bool Flows, IReadOnlyList<ChartMark> Marks, TimeSpan? Interval) said = (false, [], null);
    private (string, int, int?, bool) following;
    private bool grown;

    /// <summary>Oldest first.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<MeterPoint> Points { get; set; } = [];
    [Parameter, EditorRequired] public string ChargePointId { get; set; } = "";
    [Parameter, EditorRequired] public int ConnectorId { get; set; }

    /// <summary>Only points of this transaction are added; null: all of the connector.</summary>
    [Parameter] public int? TransactionId { get; set; }

    /// <summary>Register that energy counts from, Wh.</summary>
    [Parameter] public double? MeterStartWh { get; set; }

    /// <summary>Nothing more will come: the captions say average and peak instead of the last value.</summary>
    [Parameter] public bool Finished { get; set; }

    /// <summary>How much to keep in view while it grows; null: all.</summary>
    [Parameter] public TimeSpan? Window { get; set; }

    /// <summary>Energy flows: a fresh value is one of now. Otherwise the captions say when the last one was.</summary>
    [Parameter] public bool Flows { get; set; }

    /// <summary>Moments to mark, in any order.</summary>
    [Parameter] public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    /// <summary>How often is measured within a transaction, as configured; null: as the readings tell.</summary>
    [Parameter] public TimeSpan? SampleInterval { get; set; }

    private string Label => $"Meter values of {Units.Cut(ChargePointId, 48)}, connector {ConnectorId}";

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                var module = await js.InvokeAsync<IJSObjectReference>("import", gone.Token, "./js/meter-chart.js");
                (sent, said) = (Points, Said);
                Listen(); // before drawing: what comes meanwhile waits in its queue
                chart = await module.InvokeAsync<IJSObjectReference>("create", gone.Token, root, ChartColumns.Of(Points, MeterStartWh), new
                {
                    Finished, WindowSeconds = Window?.TotalSeconds, State.Now, State.Flows, State.Marks, State.SampleSeconds,
                });
                if (listener is not null) _ = PushAsync(listener);
            }
            if (chart is not null) await UpdateAsync(chart); // also what changed while it was made
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // the page is gone
        }
    }

    private (string, int, int?, bool) Followed => (ChargePointId, ConnectorId, TransactionId, Finished);

    private (bool Flows, IReadOnlyList<ChartMark> Marks, TimeSpan? Interval) Said => (Flows, Marks, SampleInterval);

    private bool IsSaid => said.Flows == Flows && said.Interval == SampleInterval && said.Marks.SequenceEqual(Marks);

    /// <summary>What js/meter-chart.js is told beside the readings. The server's time, ms: the browser's may be off.</summary>
    private ChartState State => new(time.GetUtcNow().ToUnixTimeMilliseconds(), Flows && !Finished,
        [.. Marks.Select(mark => new ChartMarkAt(mark.At.ToUnixTimeMilliseconds() / 1000.0, mark.Word))], SampleInterval?.TotalSeconds);

    private void Listen()
    {
        following = Followed;
        listener?.Dispose();
        listener = null;
        if (Finished) return;
        var (id, connector, transaction) = (ChargePointId, ConnectorId, TransactionId);
        listener = store.MeterPoints.Listen(point => point.ConnectorId == connector && (transaction is null || point.TransactionId == transaction)
            && string.Equals(point.ChargePointId, id, StringComparison.OrdinalIgnoreCase));
    }

    private async Task UpdateAsync(IJSObjectReference drawn)
    {
        var isOther = following != Followed;
        if (isOther)
        {
            Listen();
            if (listener is not null) _ = PushAsync(listener);
        }
        if (!IsSaid)
        {
            said = Said;
            await drawn.InvokeVoidAsync("state", gone.Token, State);
        }
        if (ReferenceEquals(sent, Points)) return;
        var (before, now) = (sent, Points);
        sent = now;
        var continues = !isOther && !Finished && before is { Count: > 0 } && now.Count > 0 && before[0].At == now[0].At;
        if (!continues) await drawn.InvokeVoidAsync("set", gone.Token, ChartColumns.Of(now, MeterStartWh), Finished);
        else if (now.Count > before!.Count)
            await drawn.InvokeVoidAsync("push", gone.Token, ChartColumns.Of([.. now.Where(point => point.At > before[^1].At)], MeterStartWh));
    }

    /// <summary>Ends when its listener is disposed.</summary>
    private async Task PushAsync(PushFeed<LiveMeterPoint>.Listener source)
    {
        try
        {
            while (await source.Items.WaitToReadAsync(gone.Token))
            {
                List<MeterPoint> points = [];
                while (source.Items.TryRead(out var live)) points.Add(live.Point with { TransactionId = live.TransactionId });
                await InvokeAsync(() => ReferenceEquals(listener, source) ? ShowAsync(points) : Task.CompletedTask); // of another connector by now
                await Task.Delay(PushInterval, time, gone.Token);
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // the page is gone
        }
    }

    private async Task ShowAsync(List<MeterPoint> points)
    {
        await chart!.InvokeVoidAsync("push", gone.Token, ChartColumns.Of(points, MeterStartWh));
        if (grown) return;
        grown = true;
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        await gone.CancelAsync();
        listener?.Dispose();
        gone.Dispose();
        try
        {
            if (chart is not null)
            {
                await chart.InvokeVoidAsync("dispose");
                await chart.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // the browser is gone and its chart with it
        }
        GC.SuppressFinalize(this);
    }
}
