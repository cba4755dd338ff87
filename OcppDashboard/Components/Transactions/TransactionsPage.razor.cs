using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Queries;
using OcppDashboard.State;

namespace OcppDashboard.Components.Transactions;

/// <summary>Running transactions first, then the newest. Rows come page by page from the history, power and energy of the running ones live.</summary>
public partial class TransactionsPage(TransactionQueries transactions, ChargePointStore store, NavigationManager navigation, ILogger<TransactionsPage> log) : LiveComponent
{
    private const int PageSize = 50;
    private const string PageName = "page";
    private static readonly (string? State, string Word)[] States =
        [(null, "All"), (TransactionListQuery.Running, "Running"), (TransactionListQuery.Ended, "Ended")];

    private Page<TransactionRow>? list;
    private (TransactionListQuery Query, int Page) loaded;
    private HashSet<int> runningThen = [];
    private Dictionary<int, RunningTransaction> live = [];
    private TimeSpan cost;
    private long readAt;
    private bool failed;

    [SupplyParameterFromQuery] public string? State { get; set; }
    [SupplyParameterFromQuery] public string? Q { get; set; }
    [SupplyParameterFromQuery] public string? Cp { get; set; }
    [SupplyParameterFromQuery(Name = PageName)] public string? PageText { get; set; }

    private TransactionListQuery Query => new(State, Q, Cp);

    private string? Chosen => State is TransactionListQuery.Running or TransactionListQuery.Ended ? State : null;

    private int Number => int.TryParse(PageText, out var number) && number is > 1 and < 1_000_000 ? number : 1;

    private string? Subtitle => list is null ? null : Units.Count(list.Total, "transaction");

    private IEnumerable<string> ChargePointIds
    {
        get
        {
            var ids = store.All.Select(chargePoint => chargePoint.Id);
            return string.IsNullOrEmpty(Cp) || store.Find(Cp) is not null ? ids : ids.Prepend(Cp);
        }
    }

    private string CsvAddress => navigation.GetUriWithQueryParameters(navigation.ToAbsoluteUri("/transactions.csv").ToString(),
        new Dictionary<string, object?> { ["state"] = Chosen, ["q"] = Q, ["cp"] = Cp });

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(1);

    protected override IDisposable Subscribe(Action changed) => store.Changes.SubscribeAll(_ => changed());

    /// <summary>Reading takes at most a tenth of the time, however long the history and however busy the fleet.</summary>
    private bool MayRead => Time.GetElapsedTime(readAt) >= 9 * cost;

    protected override async Task OnParametersSetAsync()
    {
        if (list is not null && loaded == (Query, Number)) return;
        live = Running();
        runningThen = [.. live.Keys];
        await LoadAsync();
    }

    /// <summary>The list is read anew when a transaction that it may show began or ended; else only live values move.</summary>
    protected override async Task OnChangedAsync()
    {
        live = Running();
        var running = live.Keys.ToHashSet();
        if (!MayRead || !failed && running.SetEquals(runningThen)) return;
        await LoadAsync();
        runningThen = running;
    }

    private Dictionary<int, RunningTransaction> Running() =>
        Query.ToFilter().ChargePointId is { } id ? RunningTransactions.Of(store, id) : RunningTransactions.Of(store);

    private async Task LoadAsync()
    {
        var (query, number) = (Query, Number);
        var begun = Time.GetTimestamp();
        try
        {
            var page = await transactions.ListAsync(query.ToFilter(), (number - 1) * PageSize, PageSize, Gone);
            if ((query, number) != (Query, Number)) return; // a later filter is on its way
            (list, loaded, failed) = (page, (query, number), false);
        }
        catch (OperationCanceledException)
        {
            // the page was left
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException)
        {
            log.LogError(exception, "The list of transactions could not be read");
            failed = true;
        }
        (readAt, cost) = (Time.GetTimestamp(), Time.GetElapsedTime(begun));
    }

    private void Go(string name, string? value) => navigation.Change((name, value), (PageName, null));

    private string With(string name, int? value) => navigation.GetUriWithQueryParameter(name, value);
}
