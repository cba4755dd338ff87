using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.ChargePoints;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Queries;
using OcppDashboard.Metering;
using OcppDashboard.State;

namespace OcppDashboard.Components.Transactions;

/// <summary>One transaction: its facts, what was measured and what was said. Grows by itself while it runs.</summary>
public partial class TransactionPage(ChargePointStore store, NavigationManager navigation, TransactionHistory history, ILogger<TransactionPage> log) : LiveComponent
{
    private const string FramesView = "frames";
    private static readonly TimeSpan ReadInterval = TimeSpan.FromSeconds(2);
    private TransactionView? view;
    private TransactionRow? row;
    private IReadOnlyList<MeterPoint> points = [];
    private MessageLadder? ladder;
    private IReadOnlyList<MessageRow>? frames;
    private (int Id, bool WithFrames) loaded;
    private DateTimeOffset readAt;
    private object? seen;
    private bool read, failed;

    [Parameter] public int Id { get; set; }

    [SupplyParameterFromQuery] public string? View { get; set; }

    private bool ShowsFrames => View == FramesView;

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(1);

    protected override IDisposable Subscribe(Action changed) => store.Changes.SubscribeAll(id =>
    {
        if (row is null || string.Equals(id, row.ChargePointId, StringComparison.OrdinalIgnoreCase)) changed();
    });

    protected override async Task OnParametersSetAsync()
    {
        if (loaded == (Id, ShowsFrames)) return;
        if (loaded.Id != Id) (view, row, points, ladder, frames, read) = (null, null, [], null, null, false);
        loaded = (Id, ShowsFrames);
        await ReadAsync();
    }

    /// <summary>Reads again when the charge point said something since the last time, and a little longer than the transaction ran.</summary>
    protected override async Task OnChangedAsync()
    {
        var now = Time.GetUtcNow();
        var settled = row is { StoppedAt: { } stopped } && now - stopped > TransactionHistory.Around + ReadInterval;
        if (settled || now - readAt < ReadInterval) return;
        var present = row is null ? null : store.Find(row.ChargePointId);
        if (row is not null && ReferenceEquals(present, seen) && row.IsOpen) return;
        await ReadAsync();
        seen = present;
    }

    private static List<ChartMark> Marks(TransactionRow row)
    {
        List<ChartMark> marks = [new(row.StartedAt, ChargePointTexts.MarkStart)];
        if (row.StoppedAt is { } stopped) marks.Add(new(stopped, ChargePointTexts.MarkStop));
        return marks;
    }

    private async Task ReadAsync()
    {
        readAt = Time.GetUtcNow();
        try
        {
            var what = await history.ReadAsync(Id, ShowsFrames, Gone, view);
            if (loaded != (Id, ShowsFrames)) return;
            view = what;
            (row, points, ladder, frames) = (what?.Row, what?.Points ?? [], what?.Ladder, what?.Frames);
            failed = false;
        }
        catch (OperationCanceledException)
        {
            return; // the page was left
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException)
        {
            log.LogError(exception, "Transaction {Id} could not be read", Id);
            failed = true;
        }
        read = true;
    }

    private void Show(string? view) => navigation.Change(("view", view));
}
