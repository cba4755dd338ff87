using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;
using OcppDashboard.Components.Shared;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;

namespace OcppDashboard.Components.Files;

/// <summary>Takes one firmware file. Its bytes go by js/upload.js straight to the server, never through the circuit; only how far it is comes this way.</summary>
public partial class FirmwareUpload(IJSRuntime js, FileSpace space, DashboardSettings settings) : ComponentBase, IAsyncDisposable
{
    private ElementReference zone;
    private IJSObjectReference? module, uploader;
    private DotNetObjectReference<FirmwareUpload>? self;
    private Step step;
    private FirmwareDraft draft = new(new());
    private string name = "", sha256 = "";
    private string? failure;
    private long size, sent;
    private double milliseconds;

    private enum Step { Idle, Chosen, Sending, Done }

    private int Percent => size == 0 ? 0 : (int)(100 * Math.Min(sent, size) / size);

    private string Far
    {
        get
        {
            if (sent >= size) return FilePageTexts.Checking;
            var far = $"{Units.Bytes(sent)} of {Units.Bytes(size)}";
            if (milliseconds < 300 || sent == 0) return far;
            var rate = sent / milliseconds * 1000;
            return $"{far} · {Units.Bytes((long)rate)}/s · {Units.Duration(TimeSpan.FromSeconds(Math.Min(Math.Ceiling((size - sent) / rate), 1e6)))} left";
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            self = DotNetObjectReference.Create(this);
            module = await js.InvokeAsync<IJSObjectReference>("import", "./js/upload.js");
            uploader = await module.InvokeAsync<IJSObjectReference>("attach", zone, self);
        }
        catch (JSDisconnectedException)
        {
            // the viewer has gone
        }
    }

    /// <summary>A person chose or dropped a file.</summary>
    [JSInvokable]
    public void Chosen(string fileName, long bytes)
    {
        if (step == Step.Sending) return;
        (name, size, draft) = (fileName, bytes, new(FirmwareName.Guess(fileName)));
        var isTooLarge = bytes > settings.Files.MaxFirmwareBytes;
        failure = isTooLarge ? $"{Units.Cut(fileName, 80)} is larger than {settings.Files.MaxFirmwareBytes >> 20} MB: nothing was sent." : bytes == 0 ? FilePageTexts.EmptyFile : null;
        step = failure is null ? Step.Chosen : Step.Idle;
        StateHasChanged();
    }

    [JSInvokable]
    public void ChosenMany()
    {
        if (step != Step.Sending) failure = FilePageTexts.OneFile;
        StateHasChanged();
    }

    /// <param name="bytes">Sent so far.</param>
    /// <param name="elapsed">Milliseconds since the start.</param>
    [JSInvokable]
    public void Moved(long bytes, double elapsed)
    {
        (sent, milliseconds) = (bytes, elapsed);
        StateHasChanged();
    }

    /// <param name="status">Of the answer; 0: the connection broke.</param>
    /// <param name="text">Body of the answer.</param>
    [JSInvokable]
    public void Ended(int status, string text)
    {
        if (step != Step.Sending) return;
        if (status == StatusCodes.Status201Created)
        {
            using var answer = JsonDocument.Parse(text);
            (step, sha256) = (Step.Done, answer.RootElement.GetProperty("sha256").GetString() ?? "");
        }
        else
        {
            (step, failure) = (Step.Chosen, status == 0 || text.Length is 0 or > 300 ? FilePageTexts.Broke : text.Trim());
        }
        StateHasChanged();
    }

    private async Task SendAsync()
    {
        if (uploader is null || step != Step.Chosen) return;
        if (space.IsLow)
        {
            failure = FilePageTexts.NoSpace;
            return;
        }
        (step, failure, sent, milliseconds) = (Step.Sending, null, 0, 0);
        var note = draft.ToNote();
        await uploader.InvokeVoidAsync("send", QueryHelpers.AddQueryString("/files/firmware",
            new Dictionary<string, string?> { ["name"] = name, ["version"] = note.Version, ["vendor"] = note.Vendor, ["model"] = note.Model }));
    }

    private async Task CancelAsync()
    {
        (step, failure) = (Step.Chosen, FilePageTexts.Cancelled);
        if (uploader is not null) await uploader.InvokeVoidAsync("cancel");
    }

    private void Leave() => (step, failure) = (Step.Idle, null);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (uploader is not null)
            {
                await uploader.InvokeVoidAsync("detach");
                await uploader.DisposeAsync();
            }
            if (module is not null) await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // the viewer has gone
        }
        self?.Dispose();
        GC.SuppressFinalize(this);
    }
}
