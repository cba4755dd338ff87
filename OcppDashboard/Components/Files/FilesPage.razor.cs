using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.State;

namespace OcppDashboard.Components.Files;

/// <summary>Firmware that charge points fetch from this server, and the files that they sent here.</summary>
public partial class FilesPage(FirmwareLibrary library, ReceivedFiles received, FileQueries queries, ChargePointStore store, NavigationManager navigation)
{
    private const string PageName = "page", CpName = "cp";
    private int? receivedCount;

    [SupplyParameterFromQuery] public string? Tab { get; set; }
    [SupplyParameterFromQuery] public string? Q { get; set; }
    [SupplyParameterFromQuery(Name = CpName)] public string? Cp { get; set; }
    [SupplyParameterFromQuery(Name = PageName)] public string? PageText { get; set; }

    private bool ShowsReceived => Tab == "received";

    private ReceivedFilter Filter => new(string.IsNullOrWhiteSpace(Cp) ? null : Cp, string.IsNullOrWhiteSpace(Q) ? null : Q.Trim());

    private int Number => int.TryParse(PageText, out var number) && number is > 1 and < 1_000_000 ? number : 1;

    private IEnumerable<string> ChargePointIds
    {
        get
        {
            var ids = store.All.Select(chargePoint => chargePoint.Id);
            return string.IsNullOrEmpty(Cp) || store.Find(Cp) is not null ? ids : ids.Prepend(Cp);
        }
    }

    private string CsvAddress => navigation.GetUriWithQueryParameters(navigation.ToAbsoluteUri("/files/received.csv").ToString(),
        new Dictionary<string, object?> { ["q"] = Filter.Search, [CpName] = Filter.ChargePointId });

    protected override IDisposable Subscribe(Action changed)
    {
        var firmware = library.Changes.SubscribeAll(_ => changed());
        var files = received.Changes.SubscribeAll(_ => changed());
        return new Subscriptions(firmware, files);
    }

    protected override Task OnInitializedAsync() => CountAsync();

    protected override Task OnChangedAsync() => CountAsync();

    private async Task CountAsync()
    {
        try
        {
            receivedCount = await queries.CountReceivedAsync(new(), Gone);
        }
        catch (Exception exception) when (exception is OperationCanceledException or System.Data.Common.DbException or InvalidOperationException)
        {
            // left, or the list says it
        }
    }

    private void Search(string text) => Go("q", text);

    private void Go(string name, string? value) => navigation.Change((name, value), (PageName, null));

    private string With(int number) => navigation.GetUriWithQueryParameter(PageName, number == 1 ? null : (int?)number);
}
