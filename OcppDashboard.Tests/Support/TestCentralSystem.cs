using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Configuration;
using OcppDashboard.Data;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Hosting;
using OcppDashboard.State;

namespace OcppDashboard.Tests.Support;

/// <summary>
/// The whole application in this process, on a port of the system's choice and a folder of its own. It can be stopped and started again
/// on the same folder. Disposing it fails the test when the server logged an error that was not expected.
/// </summary>
internal sealed class TestCentralSystem : IAsyncDisposable
{
    /// <summary>Connections are looked after so often: a ping is answered before the next one.</summary>
    private static readonly TimeSpan MostAtOnce = TimeSpan.FromSeconds(30);

    private readonly Func<DashboardSettings, DashboardSettings> change;
    private readonly Action<IServiceCollection>? services;
    private WebApplication? app;
    private string? connections;

    private TestCentralSystem(Func<DashboardSettings, DashboardSettings>? change, Action<IServiceCollection>? services, string? folder) =>
        (this.change, this.services, Folder) = (change ?? (settings => settings), services, folder ?? Directory.CreateTempSubdirectory("ocpp-").FullName);

    public string Folder { get; }
    public string DatabaseFile => Path.Combine(Folder, "ocppdashboard.db");
    public MovableTime Time { get; } = new();
    public TestLoggerProvider Logs { get; } = new();
    public int Port { get; private set; }
    public ChargePointStore Store => Get<ChargePointStore>();
    public ChargePointCommands Commands => Get<ChargePointCommands>();
    public TransactionQueries Transactions => Get<TransactionQueries>();

    public static Task<TestCentralSystem> StartAsync(Func<OcppSettings, OcppSettings> ocpp) => StartAsync(settings => settings with { Ocpp = ocpp(settings.Ocpp) });

    /// <param name="change">Settings that the reader would not let pass, such as very short times.</param>
    /// <param name="services">Runs last before the application is built.</param>
    /// <param name="folder">Of its own, removed at the end; a new one on the disk when there is none.</param>
    public static async Task<TestCentralSystem> StartAsync(Func<DashboardSettings, DashboardSettings>? change = null, Action<IServiceCollection>? services = null, string? folder = null)
    {
        var central = new TestCentralSystem(change, services, folder);
        if (folder is null) EmptyDatabase.WriteTo(central.DatabaseFile);
        await central.StartAgainAsync();
        return central;
    }

    public T Get<T>() where T : notnull => app!.Services.GetRequiredService<T>();

    public async Task StopAsync()
    {
        if (app is null) return;
        await app.StopAsync();
        await app.DisposeAsync();
        app = null;
    }

    /// <summary>Starts on the folder as it is.</summary>
    public async Task StartAgainAsync()
    {
        app = DashboardApp.Create(RunMode.Lab, ["--Port=0", $"--Data:Directory={Folder}"], Configure);
        await app.StartAsync();
        using (var context = Get<IDbContextFactory<OcppDbContext>>().CreateDbContext()) connections = context.Database.GetConnectionString();
        Port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(address => address.StartsWith("http:", StringComparison.Ordinal))).Port;
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    public Task<RawOcppClient> OpenAsync(string id) => RawOcppClient.OpenAsync(Port, $"/ocpp/{Uri.EscapeDataString(id)}");

    /// <summary>Connects and boots, so that commands are sent at once.</summary>
    public async Task<RawOcppClient> BootAsync(string id)
    {
        var client = await OpenAsync(id);
        Assert.Equal(101, client.Answer!.Status);
        await client.CallForResultAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box"}""");
        return client;
    }

    public HttpClient Browser() => new() { BaseAddress = new Uri($"http://localhost:{Port}") };

    public ChargePointSnapshot Snapshot(string id) => Store.Find(id) ?? throw new InvalidOperationException($"there is no charge point {id}");

    public Task<ChargePointSnapshot> SnapshotAsync(string id, Predicate<ChargePointSnapshot> isSo, string what = "such snapshot") =>
        Eventually.GetAsync(() => Store.Find(id), snapshot => snapshot is not null && isSo(snapshot), what)!;

    public Task<CommandSnapshot> CommandAsync(long id, Predicate<CommandSnapshot> isSo, string what = "such command") =>
        Eventually.GetAsync(() => Commands.Find(id)!, isSo, what);

    public CommandSnapshot Start(string id, string action, string json = "{}") => Commands.Start(id, action, JsonDocument.Parse(json).RootElement, "test");

    /// <summary>
    /// Moves the time on in steps until something is so: what is to time out need not have begun to wait yet. After each bit of a step everybody
    /// else gets his turn, so that time does not run away from pongs, answers and commits that are on their way.
    /// </summary>
    public async Task PassAsync(TimeSpan step, Func<bool> until, string what)
    {
        using var echo = await LoopbackEcho.OpenAsync();
        await Eventually.GetAsync(async () =>
        {
            for (var left = step; left > TimeSpan.Zero; left -= MostAtOnce)
            {
                if (until()) return true;
                Time.Advance(left < MostAtOnce ? left : MostAtOnce);
                await echo.ComeRoundAsync();
                for (var tries = 0; tries < 100 && Get<HistoryWriter>().Waiting > 0; tries++) await Task.Delay(1);
            }
            return until();
        }, so => so, what);
    }

    /// <summary>Reads the database once everything that happened is in it.</summary>
    public async Task<T> ReadAsync<T>(Func<OcppDbContext, Task<T>> query)
    {
        await using var context = await Get<IDbContextFactory<OcppDbContext>>().CreateDbContextAsync();
        return await query(context);
    }

    public Task<T> ReadAsync<T>(Func<OcppDbContext, Task<T>> query, Predicate<T> isSo, string what) => Eventually.GetAsync(() => ReadAsync(query), isSo, what);

    public Task<IReadOnlyList<MessageRow>> MessagesAsync(MessageFilter filter, Predicate<IReadOnlyList<MessageRow>> isSo, string what) =>
        Eventually.GetAsync(() => Get<MessageQueries>().LatestAsync(filter, null, 500), isSo, what);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        ClearPool();
        Directory.Delete(Folder, recursive: true);
        Logs.AssertNothingUnexpected();
    }

    /// <summary>Its own alone: those that run beside it would open all of theirs again.</summary>
    private void ClearPool()
    {
        using var any = new Microsoft.Data.Sqlite.SqliteConnection(connections);
        Microsoft.Data.Sqlite.SqliteConnection.ClearPool(any);
    }

    private void Configure(WebApplicationBuilder builder)
    {
        var read = (DashboardSettings)builder.Services.Last(service => service.ServiceType == typeof(DashboardSettings)).ImplementationInstance!;
        builder.Services.AddSingleton(change(read with { Ocpp = read.Ocpp with { TakeoverPing = TimeSpan.FromMilliseconds(300) } }));
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Logging.ClearProviders().AddProvider(Logs);
        services?.Invoke(builder.Services);
    }
}
