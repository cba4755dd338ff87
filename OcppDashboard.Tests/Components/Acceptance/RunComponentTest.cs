using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Shared;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Acceptance;

/// <summary>A component about commissioning over the whole product and a raw charge point.</summary>
public abstract class RunComponentTest : IAsyncLifetime
{
    protected const string Id = "CP-1", Asked = "Plug in connector 1, do not authorise";
    protected static readonly TimeSpan Deadline = RawOcppClient.Deadline;
    private RawOcppClient client = null!;

    protected BunitContext Context { get; } = new();
    private protected TestCentralSystem Central { get; private set; } = null!;
    protected AcceptanceRuns Runs => Central.Get<AcceptanceRuns>();
    protected RunShares Shares => Central.Get<RunShares>();
    protected NavigationManager Navigation => Context.Services.GetRequiredService<NavigationManager>();

    public async Task InitializeAsync()
    {
        Central = await TestCentralSystem.StartAsync();
        client = await Central.BootAsync(Id);
        Context.JSInterop.Mode = JSRuntimeMode.Loose;
        Context.Services.AddSingleton(TimeProvider.System).AddSingleton<ViewerClock>().AddSupplyValueFromQueryProvider();
        Context.Services.AddSingleton(Runs).AddSingleton(Shares).AddSingleton(Central.Get<RunStore>()).AddSingleton(Central.Store).AddSingleton(Central.Get<AcceptanceQueries>())
            .AddSingleton(Central.Get<ServerAddresses>());
    }

    public async Task DisposeAsync()
    {
        await Context.DisposeAsync();
        await client.DisposeAsync();
        await Central.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A run of function 11 that asks for the cable.</summary>
    protected async Task<LiveRun> AskingAsync()
    {
        var run = await Runs.StartAsync(Id, new() { Tester = "m.kuhn", Functions = [11] });
        await client.AnswerAsync("TriggerMessage", """{"status":"NotImplemented"}""");
        await Eventually.IsAsync(() => run.View.Prompt is { Prompt.Title: Asked }, "the prompt");
        return run;
    }

    /// <summary>A run of function 15 that is over, as if it had been.</summary>
    protected async Task KeepAsync(long id, string firmware, Verdict verdict, string result, params string[] traits)
    {
        var start = new DateTimeOffset(2026, 5, 12, 12, 0, 0, TimeSpan.Zero).AddDays(id);
        var plan = new AcceptancePlan { Tester = "m.kuhn", Functions = [15], ManufacturerName = "Acme", ManufacturerModel = "Box", FirmwareVersion = firmware };
        var store = Central.Get<RunStore>();
        await store.KeepAsync(new RunRecord { Id = id, ChargePointId = Id, Plan = plan, StartedAt = start, EndedAt = start.AddMinutes(1), State = RunState.Finished }, []);
        await store.KeepAsync(id, new LegRun("15", 1, start, start.AddMinutes(1), 1, 0, new(verdict, result, "It answered.") { Traits = traits }));
    }

    protected static AngleSharp.Dom.IElement Button<T>(IRenderedComponent<T> component, string text) where T : IComponent => component.FindAll("button").First(button => button.TextContent.Trim() == text);
}
