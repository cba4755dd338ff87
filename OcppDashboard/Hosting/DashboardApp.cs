using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Api;
using OcppDashboard.Api.Health;
using OcppDashboard.Api.Hubs;
using OcppDashboard.Api.V1;
using OcppDashboard.Commands;
using OcppDashboard.Components;
using OcppDashboard.Configuration;
using OcppDashboard.Data;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Setup;
using OcppDashboard.Features.Acceptance;
using OcppDashboard.Features.Accounts;
using OcppDashboard.Features.Authorization;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Features.Certificates;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Features.Deviations;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Webhooks;
using OcppDashboard.Features.WorkList;
using OcppDashboard.Handlers;
using OcppDashboard.Hosting.Tls;
using OcppDashboard.Ocpp.Connections;
using OcppDashboard.Simulator;
using OcppDashboard.State;

namespace OcppDashboard.Hosting;

/// <summary>Puts the application together.</summary>
public static class DashboardApp
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(1), LongestRestoring = TimeSpan.FromMinutes(15);

    /// <param name="settings">Arguments for the configuration, without mode flags.</param>
    /// <param name="configure">For tests: runs last before the application is built.</param>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    /// <exception cref="DataFolderException">The data folder cannot be used.</exception>
    public static WebApplication Create(RunMode mode, string[] settings, Action<WebApplicationBuilder>? configure = null, CancellationToken stop = default)
    {
        var builder = Builder(settings);
        var (checkedSettings, mistakes) = SettingsReader.Read(builder.Configuration, mode, Directory.GetCurrentDirectory());
        if (checkedSettings is null) throw new SettingsException(mistakes);
        PortCheck.TryAll(checkedSettings);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => KestrelLimits.Apply(kestrel, kestrel.ApplicationServices.GetRequiredService<DashboardSettings>()));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton(checkedSettings).AddSingleton(typeof(RunMode), mode).AddSingleton(TimeProvider.System).AddSingleton<ServerAddresses>();
        builder.Services.AddData(checkedSettings.Data).AddState().AddAccounts().AddChargePoints().AddIdTags().AddCertificates().AddServerCertificate()
            .AddWorkList().AddDeviations().AddHandlers();
        builder.Services.AddOcpp().AddAcceptance().AddCommands().AddChargePointConfiguration().AddStatusPolling().AddBulkTasks().AddChargingProfiles()
            .AddFiles(); // added last, stopped first: runs halt before connections close
        builder.Services.AddApiV1();
        builder.Services.AddWebhooks().AddLiveHub().AddHealth().AddCrossOrigin();
        builder.AddDashboardPages();
        builder.Services.AddHostedService<AddressAnnouncer>();
        if (mode == RunMode.Demo) builder.Services.AddDemoFleet(isTaken: (services, id) => services.GetRequiredService<ChargePointCommands>().ReservedBy(id) is not null);
        configure?.Invoke(builder);
        var app = builder.Build();
        try
        {
            OpenData(app.Services, checkedSettings.Data, stop);
            if (mode == RunMode.Demo)
            {
                DemoFiles.Put(app.Services);
                DemoTags.Put(app.Services);
            }
        }
        catch
        {
            ((IDisposable)app).Dispose(); // the data folder is free again
            throw;
        }
        app.UseBadRequests();
        app.UseForwarded();
        app.UseFilesOnly();
        app.UseChargePointsOnly();
        app.UseOcpp();
        app.UseFiles();
        app.UseSharedReports();
        app.UseRouting(); // where nobody says where, it comes first, and each charge point that connects goes through it
        app.UseCrossOrigin();
        app.UseApiDoor(mode);
        app.UsePlugDoor();
        app.UsePageGuard();
        app.MapPlug();
        app.MapApiV1();
        app.MapHealth();
        app.MapLiveHub();
        app.MapPageEndpoints();
        app.MapDashboardPages();
        return app;
    }

    private static void OpenData(IServiceProvider services, DataSettings data, CancellationToken stop)
    {
        StartStep.Within(LongestLook, data.Directory, () =>
        {
            DatabaseSetup.CheckFolder(data.Directory);
            services.GetRequiredService<DataFolderLock>().Take();
            DataFolderMode.Tighten(data.Directory); // before the database is made, so that nobody reads it meanwhile
        });
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DatabaseSetup).FullName!);
        DatabaseSetup.Prepare(data, services.GetRequiredService<IDbContextFactory<OcppDbContext>>(), TimeProvider.System, logger, stop);
        if (DataFolderMode.Tighten(data.Directory) is { } open)
            services.GetRequiredService<ILogger<DataFolderLock>>()
                .LogWarning("{Path} belongs to another user: who else may read it could not be changed", open);
        try
        {
            stop.ThrowIfCancellationRequested();
            StartStep.Within(LongestRestoring, data.Directory, () =>
            {
                services.GetRequiredService<WebhookDeliveries>(); // before anything is written that it is to tell
                services.RestoreState();
            });
            stop.ThrowIfCancellationRequested();
        }
        catch (HistoryException exception)
        {
            throw DatabaseSetup.Refused(data.DatabaseFile, exception.Code, exception.Message, exception);
        }
        catch (SqliteException exception)
        {
            throw DatabaseSetup.Refused(data.DatabaseFile, exception.SqliteErrorCode, exception.Message, exception);
        }
        catch (IOException exception)
        {
            throw DatabaseSetup.Refused(data.DatabaseFile, 0, exception.Message, exception);
        }
    }

    private static WebApplicationBuilder Builder(string[] settings)
    {
        try
        {
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ApplicationName = typeof(DashboardApp).Assembly.GetName().Name, ContentRootPath = ContentRoot() });
        }
        catch (InvalidDataException exception)
        {
            throw new SettingsException([$"A settings file cannot be read: {exception.Message} {exception.InnerException?.Message}"]);
        }
    }

    /// <summary>Where appsettings.json is: the present folder, or the program's own.</summary>
    private static string ContentRoot() => File.Exists("appsettings.json") ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory;
}

/// <summary>One or more settings are wrong.</summary>
/// <param name="mistakes">A sentence each.</param>
public sealed class SettingsException(IReadOnlyList<string> mistakes) : Exception(string.Join(Environment.NewLine, mistakes));
