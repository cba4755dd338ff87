using Microsoft.EntityFrameworkCore;
using OcppDashboard.Configuration;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Logs;
using OcppDashboard.Data.Queries;
using OcppDashboard.Data.Retention;
using OcppDashboard.Data.Setup;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Data;

public static class DataServices
{
    /// <summary>The database: contexts for reading, the one writer, the queries, and what is kept of connections and messages.</summary>
    public static IServiceCollection AddData(this IServiceCollection services, DataSettings settings)
    {
        services.AddDbContextFactory<OcppDbContext>(options => options.UseSqlite($"Data Source={settings.DatabaseFile};Mode=ReadWrite;Default Timeout=5"));
        services.AddSingleton<DataFolderLock>().AddSingleton<StorageHealth>().AddSingleton<HistoryWriter>();
        services.AddSingleton<MessageLogGrowth>().AddSingleton<IWireLog, MessageLog>();
        services.AddSingleton<ConnectionHistory>().AddSingleton<IConnectionObserver>(provider => provider.GetRequiredService<ConnectionHistory>()).AddForgetting<ConnectionHistory>();
        services.AddSingleton<IUnreadableCallStore, Quarantine>();
        services.AddSingleton<TransactionQueries>().AddSingleton<MeterQueries>().AddSingleton<MessageQueries>().AddSingleton<HistoryQueries>()
            .AddSingleton<CommandQueries>().AddSingleton<StartQueries>().AddSingleton<FileQueries>().AddSingleton<AcceptanceQueries>()
            .AddSingleton<SecurityQueries>().AddSingleton<ProfileQueries>().AddSingleton<DataTransferQueries>()
            .AddSingleton<BulkQueries>().AddSingleton<FindingQueries>()
            .AddSingleton<WebhookQueries>().AddSingleton<StrangerQueries>().AddSingleton<StorageFigures>().AddSingleton<TableFigures>();
        services.AddSingleton<MessageLogCleaner>().AddHostedService(provider => provider.GetRequiredService<MessageLogCleaner>());
        services.AddSingleton<RetentionService>().AddHostedService(provider => provider.GetRequiredService<RetentionService>());
        services.AddHostedService<DatabaseFileCheck>();
        return services;
    }
}
