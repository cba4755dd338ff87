using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace OcppDashboard.Components.Shared;

/// <summary>A modal dialog that is open as long as it is drawn. Esc and every element with <c>data-close</c> close it.</summary>
public partial class ModalDialog(IJSRuntime js) : ComponentBase, IAsyncDisposable
{
    private ElementReference element;
    private IJSObjectReference? module;
    private DotNetObjectReference<ModalDialog>? self;
    private bool closed;

    /// <summary>Id of the element that names the dialog.</summary>
    [Parameter, EditorRequired] public required string TitleId { get; set; }
    [Parameter] public string? Class { get; set; }
    [Parameter] public RenderFragment? ChildContent { get; set; }

    /// <summary>Called once: stop drawing the dialog.</summary>
    [Parameter] public EventCallback OnClosed { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            self = DotNetObjectReference.Create(this);
            module = await js.InvokeAsync<IJSObjectReference>("import", "./js/dialog.js");
            await module.InvokeVoidAsync("open", element, self);
        }
        catch (JSDisconnectedException)
        {
            // the viewer has gone
        }
    }

    /// <summary>Closes it as Esc would: the focus goes back to where it was.</summary>
    public async Task CloseAsync()
    {
        try
        {
            if (module is not null) await module.InvokeVoidAsync("close", element);
        }
        catch (JSDisconnectedException)
        {
            return;
        }
        await Closed();
    }

    [JSInvokable]
    public async Task Closed()
    {
        if (closed) return;
        closed = true;
        await InvokeAsync(OnClosed.InvokeAsync);
    }

    public async ValueTask DisposeAsync()
    {
        closed = true;
        self?.Dispose();
        try
        {
            if (module is not null) await module.DisposeAsync();
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // the viewer has gone, maybe before it answered
        }
        GC.SuppressFinalize(this);
    }
}
