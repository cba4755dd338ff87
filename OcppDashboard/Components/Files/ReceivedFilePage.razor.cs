using System.Globalization;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Files.Received;

namespace OcppDashboard.Components.Files;

/// <summary>A received file read line by line. It never changes; only that it was deleted is noticed.</summary>
public partial class ReceivedFilePage(FileQueries queries, ReceivedFiles files, NavigationManager navigation, ILogger<ReceivedFilePage> log)
{
    private const float LineHeight = 18; // .log-line has the same
    private ReceivedRow? row;
    private ReceivedText? text;
    private List<TextLine> shown = [];
    private (long? Id, string? Filter) loaded;
    private bool read, failed;

    [Parameter] public long Id { get; set; }

    [SupplyParameterFromQuery] public string? Q { get; set; }

    private string Counted
    {
        get
        {
            var all = Units.Count(text!.Lines.Count, "line");
            return string.IsNullOrWhiteSpace(Q) ? all : $"{shown.Count.ToString("N0", CultureInfo.InvariantCulture)} of {all}";
        }
    }

    protected override IDisposable Subscribe(Action changed) => files.Changes.SubscribeAll(id =>
    {
        if (row is not null && id.Equals(row.ChargePointId, StringComparison.OrdinalIgnoreCase)) changed();
    });

    protected override async Task OnParametersSetAsync()
    {
        if (loaded.Id != Id)
        {
            loaded = (Id, null);
            await ReadAsync();
        }
        Select();
    }

    protected override async Task OnChangedAsync()
    {
        if (row is not null && await queries.FindReceivedAsync(row.Id, Gone) is null) row = null;
    }

    private async Task ReadAsync()
    {
        (row, text, failed) = (null, null, false);
        try
        {
            row = await queries.FindReceivedAsync(Id, Gone);
            await using var content = row is null ? null : files.Open(row);
            if (content is not null) text = await ReceivedText.ReadAsync(content, Gone);
            else row = null;
        }
        catch (OperationCanceledException)
        {
            return; // the page was left
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            log.LogError(exception, "The received file {Id} could not be read", Id);
            failed = true;
        }
        read = true;
    }

    private void Select()
    {
        var wanted = string.IsNullOrWhiteSpace(Q) ? "" : Q.Trim();
        if (text is null || loaded.Filter == wanted) return;
        loaded.Filter = wanted;
        shown = wanted.Length == 0 ? [.. text.Lines] : [.. text.Lines.Where(line => line.Text.Contains(wanted, StringComparison.OrdinalIgnoreCase))];
    }

    private void Search(string filter) => navigation.Change(("q", filter));
}
