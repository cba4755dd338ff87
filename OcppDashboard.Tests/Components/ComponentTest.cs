using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Shared;
using OcppDashboard.Configuration;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components;

/// <summary>A component under test with a clock that stands still and the viewer in Berlin.</summary>
public abstract class ComponentTest : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = new(2026, 5, 12, 12, 30, 0, TimeSpan.Zero);

    /// <summary>What a hostile charge point sends wherever it may: it must come out as text.</summary>
    public const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>";

    private Lazy<TestFiles> files = new(() => new TestFiles());

    /// <summary>Made when a test or a component asks for it.</summary>
    private protected TestFiles Files => files.Value;

    /// <summary>Other settings for <see cref="Files"/>; call it before anything else.</summary>
    private protected void Use(FilesSettings settings) => files = new(() => new TestFiles(settings));

    /// <summary>The data folder of this test.</summary>
    protected string Folder => Files.Settings.Data.Directory;

    protected BunitContext Context { get; } = new();

    protected ComponentTest()
    {
        Context.JSInterop.Mode = JSRuntimeMode.Loose;
        var time = new StillTime();
        var clock = new ViewerClock(time);
        clock.SetZone("Europe/Berlin");
        TestFiles.AddTo(Context.Services, () => Files);
        Context.Services.AddSingleton<ChargePointStore>();
        Context.Services.AddSingleton<TimeProvider>(time);
        Context.Services.AddSingleton(clock);
        Context.Services.AddSingleton<OcppDashboard.State.ChargePointSettingsStore>();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Context.DisposeAsync();
        if (files.IsValueCreated) Files.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Two connectors; on the first one a transaction with 18.6 kWh runs.</summary>
    protected static ChargePointSnapshot ChargePoint(bool online = true, int running = 1, long? wireId = null) => new()
    {
        Id = "CP-1", Online = online, OfflineSince = online ? null : Now.AddMinutes(-25), ConnectedAt = online ? Now.AddHours(-2) : null,
        Boot = new("ABB", "Terra 54", "S-1", "6.2.1", null, null, null, null, null, Now.AddHours(-2)),
        Connectors =
        [
            new() { Id = 0, Status = ChargePointStatus.Available },
            new() { Id = 1, Status = running > 0 ? ChargePointStatus.Charging : ChargePointStatus.Available, Since = Now.AddMinutes(-31), Transaction = running > 0 ? Running(1, 101, wireId) : null },
            new() { Id = 2, Status = running > 1 ? ChargePointStatus.Charging : ChargePointStatus.Preparing, Since = Now.AddMinutes(-3), Transaction = running > 1 ? Running(2, 102, null) : null },
        ],
    };

    private static TransactionSnapshot Running(int connector, int id, long? wireId) =>
        new() { Id = id, WireId = wireId, ConnectorId = connector, IdTag = "TAG", StartedAt = Now.AddMinutes(-31), EnergyWh = connector == 1 ? 18_600 : 9_700 };

    private sealed class StillTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
