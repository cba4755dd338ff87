using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Components.Files;

/// <summary>The firmware files of this server, newest first, and where they were used.</summary>
public partial class FirmwareTable(FirmwareLibrary library, FileTransfers transfers, FileQueries queries, ILogger<FirmwareTable> log)
{
    private IReadOnlyList<FirmwareRow>? rows;
    private bool failed;
    private Asked asked;
    private long? picked;

    private enum Asked { Nothing, Edit, Delete }

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(5); // where it was fetched and runs changes elsewhere

    protected override IDisposable Subscribe(Action changed) => library.Changes.SubscribeAll(_ => changed());

    protected override Task OnInitializedAsync() => ReadAsync();

    protected override Task OnChangedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        try
        {
            rows = await queries.FirmwareAsync(Gone);
            failed = false;
        }
        catch (OperationCanceledException)
        {
            // the page was left
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException)
        {
            log.LogError(exception, "The list of firmware files could not be read");
            failed = true;
        }
    }

    private void Ask(Asked what, long id) => (asked, picked) = (what, id);

    private void Close() => (asked, picked) = (Asked.Nothing, null);

    private async Task DeleteAsync()
    {
        try
        {
            if (picked is { } id) await library.RemoveAsync(id);
        }
        catch (Exception exception) when (exception is StorageFailedException or IOException or UnauthorizedAccessException)
        {
            log.LogError(exception, "A firmware file could not be deleted"); // the banner says that nothing can be kept
        }
    }

    private (string Main, string Further) CommandImpact(FirmwareFile file)
    {
        var going = transfers.Open.Where(transfer => transfer.Firmware?.Id == file.Id).Select(transfer => transfer.ChargePointId).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return going.Count == 0
            ? ("It can no longer be offered", ". What charge points have fetched already stays with them.")
            : ($"An update with it is running at {string.Join(", ", going.Take(4).Select(id => Units.Cut(id, 48)))}{(going.Count > 4 ? $" and {going.Count - 4} more" : "")}",
                ". One that is fetching it now gets it to the end; one that has not come yet, or comes again, finds nothing.");
    }

    internal static string? Meant(FirmwareFileEntity file) => (file.Vendor, file.Model) switch
    {
        (null, null) => null,
        ({ } vendor, null) => $"{vendor}, any model",
        (var vendor, { } model) => $"{vendor} {model}".Trim(),
    };

    private static string Used(FirmwareRow row)
    {
        List<string> parts = [];
        if (row.Fetched > 0) parts.Add($"fetched by {row.Fetched}");
        if (row.Running > 0) parts.Add($"running on {row.Running}");
        return parts.Count == 0 ? FilePageTexts.NotUsed : string.Join(", ", parts);
    }
}
