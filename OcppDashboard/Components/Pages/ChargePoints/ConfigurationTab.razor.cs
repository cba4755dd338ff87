using System.Text.Json;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Commands;
using OcppDashboard.Components.Dialogs;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Components.Pages.ChargePoints;

/// <summary>The configuration as it was last read, changed in place; a change is read back.</summary>
public partial class ConfigurationTab(ChargePointStore store, ChargePointCommands commands, ConfigurationReader reader, NavigationManager navigation)
{
    private ConfigurationList configuration = ConfigurationList.Empty;
    private string? shown, busyKey, failure;
    private bool reading;

    [Parameter, EditorRequired] public required string ChargePointId { get; set; }
    [SupplyParameterFromQuery(Name = "q")] private string? Filter { get; set; }

    private bool Online => store.Find(ChargePointId)?.Online == true;

    private IEnumerable<ConfigurationEntry> Shown => string.IsNullOrWhiteSpace(Filter) ? configuration.Entries : configuration.Entries.Where(entry =>
        entry.Key.Contains(Filter, StringComparison.OrdinalIgnoreCase) || entry.Value?.Contains(Filter, StringComparison.OrdinalIgnoreCase) == true);

    protected override void OnParametersSet()
    {
        if (shown == ChargePointId) return;
        shown = ChargePointId;
        Read();
        Follow();
    }

    protected override IDisposable Subscribe(Action changed) => commands.Changes.Subscribe(ChargePointId, _ => changed());

    protected override Task OnChangedAsync()
    {
        Read();
        return Task.CompletedTask;
    }

    private void Read() => configuration = ConfigurationList.From(commands.Recent(ChargePointId, ConfigurationList.Depth), store.Find(ChargePointId)?.Boot?.At);

    private async Task ReadAllAsync()
    {
        (reading, failure) = (true, null);
        try
        {
            var read = await reader.ReadAllAsync(ChargePointId, CommandDialog.Operator, Gone);
            failure = read.Problem;
            Read();
        }
        catch (OperationCanceledException)
        {
            // the page was left, the command goes on
        }
        reading = false;
    }

    private async Task ChangeAsync(string key, string value)
    {
        (busyKey, failure) = (key, null);
        var answer = await SendAsync(new ChangeConfigurationRequest(key, value));
        if (answer?.Status is "Accepted" or "RebootRequired") await SendAsync(new GetConfigurationRequest([key])); // it may have been cut or rounded
        busyKey = null;
    }

    private async Task<CommandSnapshot?> SendAsync<TRequest>(TRequest request) where TRequest : class
    {
        var action = OcppActions.Of<TRequest>();
        try
        {
            var answer = await commands.SendAsync(ChargePointId, action.Name, JsonSerializer.SerializeToElement(request, action.RequestInfo), CommandDialog.Operator, Gone);
            if (answer.State is not (CommandState.Done or CommandState.Watching)) failure = $"{action.Name}: {Words(answer)}";
            Read();
            return answer;
        }
        catch (OperationCanceledException)
        {
            return null; // the page was left, the command goes on
        }
    }

    private static string Words(CommandSnapshot answer) => answer.State switch
    {
        CommandState.Refused => $"the charge point answered {answer.Status}.",
        CommandState.CallError => $"the charge point answered with the error {answer.Status}.",
        CommandState.TimedOut => "no answer came in time.",
        CommandState.Disconnected => "the connection ended before the answer.",
        _ => "it was not sent, the charge point is offline.",
    };

    private void Search(string? text) => navigation.NavigateTo(navigation.GetUriWithQueryParameter("q", string.IsNullOrWhiteSpace(text) ? null : text.Trim()), replace: true);
}
