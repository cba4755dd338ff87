using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Components.Files;

/// <summary>Received files, newest first, page by page; a new one appears by itself.</summary>
public partial class ReceivedList(FileQueries queries, ReceivedFiles files, ILogger<ReceivedList> log)
{
    private const int PageSize = 50;
    private readonly HashSet<long> texts = [], looked = [];
    private Page<ReceivedRow>? list;
    private (ReceivedFilter, int)? loaded;
    private ReceivedRow? asked;
    private bool failed;

    [Parameter, EditorRequired] public ReceivedFilter Filter { get; set; } = new();

    /// <summary>Of the page, from 1.</summary>
    [Parameter] public int Number { get; set; } = 1;

    /// <summary>The address of a page by its number.</summary>
    [Parameter, EditorRequired] public Func<int, string> Address { get; set; } = null!;

    /// <summary>False: all are of one charge point.</summary>
    [Parameter] public bool WithChargePoint { get; set; }

    /// <summary>Above the table, in its panel.</summary>
    [Parameter] public RenderFragment? Header { get; set; }

    /// <summary>What to do when there is none.</summary>
    [Parameter] public RenderFragment? Empty { get; set; }

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(5); // the disk may be well again

    protected override IDisposable Subscribe(Action changed) => files.Changes.SubscribeAll(_ => changed());

    protected override async Task OnParametersSetAsync()
    {
        if (loaded != (Filter, Number)) await ReadAsync();
    }

    protected override Task OnChangedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        var (filter, number) = (Filter, Number);
        try
        {
            var page = await queries.ReceivedAsync(filter, (number - 1) * PageSize, PageSize, Gone);
            foreach (var row in page.Rows.Where(row => looked.Add(row.Id)))
                if (await IsTextAsync(row)) texts.Add(row.Id);
            if ((filter, number) != (Filter, Number)) return; // a later filter is on its way
            (list, loaded, failed) = (page, (filter, number), false);
        }
        catch (OperationCanceledException)
        {
            // the page was left
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException)
        {
            log.LogError(exception, "The list of received files could not be read");
            failed = true;
        }
    }

    private async Task<bool> IsTextAsync(ReceivedRow row)
    {
        try
        {
            await using var content = files.Open(row);
            return content is not null && await ReceivedText.IsTextAsync(content, Gone);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            looked.Remove(row.Id); // it has just arrived and is not closed yet: looked at again with the next tick
            return false;
        }
    }

    private async Task DeleteAsync()
    {
        try
        {
            if (asked is { } row) await files.DeleteAsync(row.Id);
        }
        catch (Exception exception) when (exception is StorageFailedException or IOException or UnauthorizedAccessException)
        {
            log.LogError(exception, "A received file could not be deleted"); // the banner says that nothing can be kept
        }
    }
}
