using OcppDashboard.Commands.Timeline;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Commands.Timelines;

/// <summary>A server with one booted charge point of two connectors, and commands to it.</summary>
public abstract class TimelineTest : IAsyncLifetime
{
    protected const string Id = "CP-1", Accepted = """{"status":"Accepted"}""";

    private protected TestCentralSystem Central { get; private set; } = null!;
    private protected RawOcppClient Client { get; set; } = null!;

    public async Task InitializeAsync()
    {
        Central = await TestCentralSystem.StartAsync();
        Client = await OpenAsync();
        foreach (var connector in new[] { 1, 2 }) await StatusAsync(connector, "Available");
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await Central.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<RawOcppClient> OpenAsync(string firmware = "1.0")
    {
        var client = await Central.OpenAsync(Id);
        await BootAsync(client, firmware);
        return client;
    }

    private protected static Task BootAsync(RawOcppClient client, string firmware = "1.0") =>
        client.CallForResultAsync("BootNotification", $$"""{"chargePointVendor":"Acme","chargePointModel":"Box","firmwareVersion":"{{firmware}}"}""");

    private protected Task StatusAsync(int connector, string status) =>
        Client.CallForResultAsync("StatusNotification", $$"""{"connectorId":{{connector}},"errorCode":"NoError","status":"{{status}}"}""");

    /// <summary>Sends a command and answers it.</summary>
    private protected async Task<long> SendAsync(string action, string json, string answer = Accepted)
    {
        var command = Central.Start(Id, action, json);
        await Client.AnswerAsync(action, answer);
        await Central.CommandAsync(command.Id, shown => shown.State is not (CommandState.Queued or CommandState.Sent), $"answer to {action}");
        return command.Id;
    }

    private protected Task<CommandSnapshot> EndAsync(long id) => Central.CommandAsync(id, command => command.IsOver, "end of the command");

    private protected Task<CommandSnapshot> LineAsync(long id, string beginning) =>
        Central.CommandAsync(id, command => Lines(command).Any(line => line.StartsWith(beginning, StringComparison.Ordinal)), $"line \"{beginning}\"");

    private protected CommandSnapshot Now(long id) => Central.Commands.Find(id)!;

    private protected static IReadOnlyList<string> Lines(CommandSnapshot command) => [.. command.Steps.Select(step => $"{step.Text} {step.Emphasis}".Trim())];

    /// <summary>The charge point has been heard to the end of what it said so far, and the commands have had their turn.</summary>
    private protected async Task SettleAsync()
    {
        await Client.CallForResultAsync("Heartbeat");
        await SendAsync("TriggerMessage", """{"requestedMessage":"Heartbeat"}""", """{"status":"Rejected"}""");
    }
}
