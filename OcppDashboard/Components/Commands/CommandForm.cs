using System.Text.Json;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Commands;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Components.Commands;

/// <summary>What a form made.</summary>
/// <param name="FileTransferId">The one-time address of ours in the payload; null: none.</param>
/// <param name="File">A file of ours for many charge points: each gets an address of its own in place of the one in the payload.</param>
public sealed record CommandDraft(JsonElement Payload, long? FileTransferId = null, BulkFile? File = null);

/// <summary>The form of one command. It makes the payload and hands it on; <see cref="CommandDialog"/> sends it.</summary>
public abstract class CommandForm : ComponentBase
{
    /// <summary>Read anew whenever it changes, so that a consequence stays true while the dialog is open.</summary>
    [Parameter, EditorRequired] public required ChargePointSnapshot ChargePoint { get; set; }

    /// <summary>For forms that serve many actions.</summary>
    [Parameter] public OcppAction? Action { get; set; }

    [Parameter] public ConfigurationList Configuration { get; set; } = ConfigurationList.Empty;

    /// <summary>The connector to begin with; null: the form's own choice.</summary>
    [Parameter] public int? ConnectorId { get; set; }

    /// <summary>The firmware file to begin with; null: the form's own choice.</summary>
    [Parameter] public long? FirmwareId { get; set; }

    /// <summary>Whom it is for where it is not <see cref="ChargePoint"/> alone, which is then their <see cref="CommandTargets.Face"/>; null: one charge point.</summary>
    [CascadingParameter] public CommandTargets? CommandTargets { get; set; }
    /// <summary>The payload to begin with, such as a profile that is to be changed; null: the form's own choice.</summary>
    [Parameter] public JsonElement? Payload { get; set; }

    [Parameter] public EventCallback<CommandDraft> OnSend { get; set; }

    /// <summary>Why it was not sent, one sentence.</summary>
    public string? Error { get; protected set; }

    /// <summary>The file that each charge point of an audience gets an address for.</summary>
    protected BulkFile? FileForEach { get; set; }

    /// <summary>The connector that forms begin with: the one asked for, otherwise the first that is charging, otherwise the first.</summary>
    protected int FirstConnector =>
        ConnectorId ?? (ChargePoint.RealConnectors.FirstOrDefault(c => c.Transaction is not null) ?? ChargePoint.RealConnectors.FirstOrDefault())?.Id ?? 1;

    /// <param name="fileTransferId">The one-time address of ours in the request.</param>
    protected Task SendAsync<TRequest>(TRequest request, long? fileTransferId = null) where TRequest : class
    {
        var action = OcppActions.Of(typeof(TRequest));
        return SendAsync(action.Name, JsonSerializer.SerializeToElement(request, action.RequestInfo), fileTransferId);
    }

    protected Task SendAsync(JsonElement payload, long? fileTransferId = null) => SendAsync(Action?.Name ?? "", payload, fileTransferId);

    private Task SendAsync(string action, JsonElement payload, long? fileTransferId)
    {
        Error = OutgoingPayload.Sentence(action, payload) is { } fault ? $"Not sent: {fault}." : null;
        if (Error is not null) return Task.CompletedTask;
        return OnSend.InvokeAsync(new(payload, fileTransferId, FileForEach));
    }

    /// <summary>A request without a member that is another for each charge point of an audience.</summary>
    protected static JsonElement Without<TRequest>(TRequest request, string member) where TRequest : class
    {
        var json = JsonSerializer.SerializeToNode(request, OcppActions.Of(typeof(TRequest)).RequestInfo)!.AsObject();
        json.Remove(member);
        return JsonSerializer.SerializeToElement(json);
    }

    /// <summary>Sends what was typed as JSON, or says what is wrong with it.</summary>
    /// <param name="needed">A member without which it would mean something else; null: none.</param>
    protected async Task SendRawAsync(string json, string? needed = null)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) Refuse("The payload is a JSON object: it begins with { and ends with }.");
            else if (needed is not null && !document.RootElement.TryGetProperty(needed, out _)) Refuse($"The payload needs {needed}.");
            else await SendAsync(document.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            Refuse($"This is no JSON: line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}.");
        }
    }

    protected void Refuse(string error) => Error = error;
}
