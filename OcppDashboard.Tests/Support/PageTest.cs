using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Shared;
using OcppDashboard.Configuration;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Tests.Support;

/// <summary>For tests that draw components: the present state and what pages need of it, without a server. The viewer's zone is UTC.</summary>
public abstract class PageTest : IAsyncLifetime
{
    /// <summary>A time to build snapshots around, UTC.</summary>
    protected static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    protected PageTest()
    {
        Context.JSInterop.Mode = JSRuntimeMode.Loose;
        Context.Services.AddSingleton(TimeProvider.System).AddSingleton(Store).AddSingleton(Attempts).AddSingleton<ServerAddresses>()
            .AddSingleton<FleetMeter>().AddSingleton<ViewerClock>().AddSupplyValueFromQueryProvider();
        Context.Services.Add(new ServiceDescriptor(typeof(RunMode), RunMode.Normal));
    }

    protected BunitContext Context { get; } = new();
    protected ChargePointStore Store { get; } = new();
    protected HandshakeAttempts Attempts { get; } = new(TimeProvider.System);
    protected NavigationManager Navigation => Context.Services.GetRequiredService<NavigationManager>();

    /// <summary>An online charge point in the store with one connector per status.</summary>
    protected ChargePointSnapshot Put(string id, params ChargePointStatus[] statuses) => Store.Update(id, before =>
    {
        var after = before with { Online = true, ConnectedAt = Noon.AddHours(-1) };
        for (var i = 0; i < statuses.Length; i++)
            after = after.With(new ConnectorSnapshot { Id = i + 1, Status = statuses[i], ErrorCode = ChargePointErrorCode.NoError, Since = Noon.AddMinutes(-31) });
        return after;
    });

    /// <summary>A connector that charges: 47.3 kW, 18.6 kWh, 63 %.</summary>
    protected static ConnectorSnapshot Charging(int id = 1, int transaction = 7) => new()
    {
        Id = id, Status = ChargePointStatus.Charging, Since = Noon.AddMinutes(-31),
        Reading = new MeterPoint { At = Noon, Context = "Sample.Periodic", PowerW = 47_300 },
        Transaction = new() { Id = transaction, ConnectorId = id, IdTag = "04A27C2A", StartedAt = Noon.AddMinutes(-31), EnergyWh = 18_600, StateOfCharge = 63 },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Context.DisposeAsync();
}
