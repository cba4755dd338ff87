using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;
using OcppDashboard.Configuration;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Components.Commands;

/// <summary>The form of a command that makes a charge point fetch or send a file: at a one-time address of this server, or at another one.</summary>
public abstract class FileForm : CommandForm
{
    private FileScheme? picked;
    private bool isOffered;

    [Inject] private TransferAddresses Addresses { get; set; } = null!;
    [Inject] private FileTransfers Transfers { get; set; } = null!;
    [Inject] private DashboardSettings Settings { get; set; } = null!;
    [Inject] protected ViewerClock Clock { get; set; } = null!;

    /// <summary>True: it sends a file.</summary>
    protected abstract bool IsUpload { get; }

    /// <summary>Several charge points try only once unless they are told a number.</summary>
    protected int? Retries { get; set; } = 1;

    /// <summary>Seconds.</summary>
    protected int? Interval { get; set; } = 60;

    /// <summary>What this server can offer; empty until the charge point has connected.</summary>
    public IReadOnlyList<FileScheme> Schemes => Addresses.Schemes(ChargePoint, IsUpload);

    /// <summary>Not at this server.</summary>
    public bool IsElsewhere { get => isElsewhere || Schemes.Count == 0; set => isElsewhere = value; }
    private bool isElsewhere;

    /// <summary>As typed, for elsewhere.</summary>
    public string Address { get; set; } = "";

    /// <summary>The one chosen; otherwise the first that the charge point says it takes; otherwise ours.</summary>
    public FileScheme Scheme
    {
        get
        {
            var schemes = Schemes;
            if (picked is { } scheme && schemes.Contains(scheme)) return scheme;
            foreach (var word in Supported)
                if (Enum.TryParse<FileScheme>(word, ignoreCase: true, out var named) && schemes.Contains(named)) return named;
            return schemes[0];
        }
        set => picked = value;
    }

    /// <summary>The address without its one-time part.</summary>
    public string ShownAddress => Addresses.Shown(ChargePoint, Scheme) + (Scheme is FileScheme.Http or FileScheme.Https ? TransferAddresses.PathPrefix : "/") + "…";

    /// <summary>Why a way is missing and how to have it; null: none is.</summary>
    public string? Hint
    {
        get
        {
            if (Schemes.Count == 0) return FormTexts.NotConnectedYet;
            if (Supported.Length > 0 && !Supported.Contains(Word(Scheme), StringComparer.OrdinalIgnoreCase))
                return $"It says that it takes {Units.Cut(string.Join(", ", Supported), 60)} only (SupportedFileTransferProtocols).";
            if (Schemes.Contains(FileScheme.Ftp)) return null;
            return Settings.Files.Ftp switch { null => FormTexts.FtpOff, { Downloads: false } when !IsUpload => FormTexts.FtpDownloads, { LoopbackOnly: true } => FormTexts.FtpLocal, _ => null };
        }
    }

    private string[] Supported => Configuration.Entries.FirstOrDefault(entry => entry.Key.Equals("SupportedFileTransferProtocols", StringComparison.OrdinalIgnoreCase))?.Value?
        .Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public static string Word(FileScheme scheme) => scheme.ToString().ToLowerInvariant();

    /// <summary>False: a sentence stands in the form.</summary>
    protected bool CheckRetries()
    {
        if (Retries is not < 0 && Interval is not < 0) return true;
        Refuse(FormTexts.NotNegative);
        return false;
    }

    /// <summary>The address for the command, made now. Comes last: an address of ours is good from here on.</summary>
    /// <param name="file">What it fetches; null for an upload.</param>
    /// <returns>Null: a sentence stands in the form.</returns>
    protected async Task<(string Location, long? TransferId)?> PlaceAsync(FirmwareFile? file)
    {
        FileForEach = null;
        if (IsElsewhere)
        {
            Address = Address.Trim(' ');
            if (TransferAddress.Fault(Address) is not { } fault) return (Address, null);
            Refuse(fault);
            return null;
        }
        if (CommandTargets is not null)
        {
            FileForEach = new BulkFile(file is null, file?.Id, Word(Scheme));
            return (Addresses.Shown(ChargePoint, Scheme), null); // each gets its own in place of this
        }
        if (isOffered) return null; // pressed twice
        isOffered = true;
        try
        {
            var offer = file is null ? await Transfers.OfferUploadAsync(ChargePoint, Scheme) : await Transfers.OfferFirmwareAsync(ChargePoint, file, Scheme);
            if (TransferAddress.Fault(offer.Address) is not { } fault) return (offer.Address, offer.TransferId);
            if (Transfers.Find(offer.TransferId) is { } transfer) Transfers.End(transfer, TransferEnd.Revoked);
            Refuse(fault);
        }
        catch (StorageFailedException exception)
        {
            Refuse($"The address could not be kept ({exception.Message.TrimEnd('.')}): nothing was sent.");
        }
        isOffered = false;
        return null;
    }
}
