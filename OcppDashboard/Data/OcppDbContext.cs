using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Logs;

namespace OcppDashboard.Data;

/// <summary>Schema, migrations and reads. Rows on the hot tables are written by <see cref="HistoryWriter"/> alone.</summary>
public sealed class OcppDbContext(DbContextOptions<OcppDbContext> options) : DbContext(options)
{
    public DbSet<ChargePointEntity> ChargePoints => Set<ChargePointEntity>();
    public DbSet<ConnectorEntity> Connectors => Set<ConnectorEntity>();
    public DbSet<TransactionEntity> Transactions => Set<TransactionEntity>();
    public DbSet<MeterValueEntity> MeterValues => Set<MeterValueEntity>();
    public DbSet<StatusEntity> Statuses => Set<StatusEntity>();
    public DbSet<OccurrenceEntity> Occurrences => Set<OccurrenceEntity>();
    public DbSet<MessageEntity> Messages => Set<MessageEntity>();
    public DbSet<MessageBlockEntity> MessageBlocks => Set<MessageBlockEntity>();
    public DbSet<MeterBlockEntity> MeterBlocks => Set<MeterBlockEntity>();
    public DbSet<CommandEntity> Commands => Set<CommandEntity>();
    public DbSet<QuarantineEntity> Quarantine => Set<QuarantineEntity>();
    public DbSet<CounterEntity> Counters => Set<CounterEntity>();
    public DbSet<FirmwareFileEntity> FirmwareFiles => Set<FirmwareFileEntity>();
    public DbSet<FileTransferEntity> FileTransfers => Set<FileTransferEntity>();
    public DbSet<ReceivedFileEntity> ReceivedFiles => Set<ReceivedFileEntity>();
    public DbSet<AcceptanceRunEntity> AcceptanceRuns => Set<AcceptanceRunEntity>();
    public DbSet<AcceptanceLegEntity> AcceptanceLegs => Set<AcceptanceLegEntity>();
    public DbSet<AcceptanceFrameEntity> AcceptanceFrames => Set<AcceptanceFrameEntity>();
    public DbSet<AcceptanceWordEntity> AcceptanceWords => Set<AcceptanceWordEntity>();
    public DbSet<AcceptancePresetEntity> AcceptancePresets => Set<AcceptancePresetEntity>();
    public DbSet<AcceptanceShareEntity> AcceptanceShares => Set<AcceptanceShareEntity>();
    public DbSet<ChargePointSettingsEntity> ChargePointSettings => Set<ChargePointSettingsEntity>();
    public DbSet<ApiKeyEntity> ApiKeys => Set<ApiKeyEntity>();
    public DbSet<WebhookEntity> Webhooks => Set<WebhookEntity>();
    public DbSet<WebhookDeliveryEntity> WebhookDeliveries => Set<WebhookDeliveryEntity>();
    public DbSet<IdTagEntity> IdTags => Set<IdTagEntity>();
    public DbSet<UnknownIdTagEntity> UnknownIdTags => Set<UnknownIdTagEntity>();
    public DbSet<LocalListEntity> LocalLists => Set<LocalListEntity>();
    public DbSet<ReservationEntity> Reservations => Set<ReservationEntity>();
    public DbSet<ChargingProfileEntity> ChargingProfiles => Set<ChargingProfileEntity>();
    public DbSet<ConfigurationTemplateEntity> ConfigurationTemplates => Set<ConfigurationTemplateEntity>();
    public DbSet<ConfigurationBaselineEntity> ConfigurationBaselines => Set<ConfigurationBaselineEntity>();
    public DbSet<BulkTaskEntity> BulkTasks => Set<BulkTaskEntity>();
    public DbSet<BulkTargetEntity> BulkTargets => Set<BulkTargetEntity>();
    public DbSet<CertificateEntity> Certificates => Set<CertificateEntity>();
    public DbSet<FindingEntity> Findings => Set<FindingEntity>();

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) =>
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcMillisecondsConverter>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<ChargePointEntity>(e =>
        {
            e.HasKey(c => c.Key);
            e.Property(c => c.Id).UseCollation("NOCASE");
            e.HasIndex(c => c.Id).IsUnique();
        });
        model.Entity<ConnectorEntity>().HasKey(c => new { c.ChargePointKey, c.ConnectorId });
        model.Entity<TransactionEntity>(e =>
        {
            e.Property(t => t.Id).ValueGeneratedNever();
            e.HasIndex(t => new { t.ChargePointKey, t.StartedAt });
            e.HasIndex(t => t.StartedAt);
            e.HasIndex(t => t.ChargePointKey).HasFilter("\"StoppedAt\" IS NULL").HasDatabaseName("IX_Transactions_Open");
            e.HasIndex(t => new { t.ChargePointKey, t.StartStamp }).HasFilter("\"StartStamp\" IS NOT NULL").HasDatabaseName("IX_Transactions_StartStamp");
            e.HasIndex(t => new { t.ChargePointKey, t.WireId }).HasFilter("\"WireId\" IS NOT NULL").HasDatabaseName("IX_Transactions_WireId");
        });
        model.Entity<MeterValueEntity>(e =>
        {
            e.Property(m => m.Id).ValueGeneratedNever(); // the row id: AUTOINCREMENT would cost a second write per row
            e.HasIndex(m => m.TransactionId).HasFilter("\"TransactionId\" IS NOT NULL");
        });
        model.Entity<StatusEntity>(e =>
        {
            e.Property(s => s.Id).ValueGeneratedNever();
            e.HasIndex(s => new { s.ChargePointKey, s.ReceivedAt });
        });
        model.Entity<OccurrenceEntity>(e =>
        {
            e.Property(o => o.Id).ValueGeneratedNever();
            e.HasIndex(o => new { o.ChargePointKey, o.At });
        });
        model.Entity<MessageEntity>().Property(m => m.Id).ValueGeneratedNever();
        model.Entity<MessageBlockEntity>().HasKey(b => new { b.ChargePointKey, b.Block });
        model.Entity<MeterBlockEntity>().HasKey(b => new { b.ChargePointKey, b.Block });
        model.Entity<CommandEntity>(e =>
        {
            e.Property(c => c.Id).ValueGeneratedNever();
            e.HasIndex(c => new { c.ChargePointKey, c.Id });
        });
        model.Entity<CounterEntity>().HasKey(c => c.Name);
        model.Entity<FirmwareFileEntity>().Property(f => f.Id).ValueGeneratedNever();
        model.Entity<FileTransferEntity>(e =>
        {
            e.Property(t => t.Id).ValueGeneratedNever();
            e.HasIndex(t => new { t.ChargePointKey, t.Id });
            e.HasIndex(t => t.Id).HasFilter("\"EndedAt\" IS NULL").HasDatabaseName("IX_FileTransfers_Open");
        });
        model.Entity<ReceivedFileEntity>(e =>
        {
            e.Property(f => f.Id).ValueGeneratedNever();
            e.HasIndex(f => new { f.ChargePointKey, f.Id });
        });
        model.Entity<AcceptanceRunEntity>().Property(r => r.Id).ValueGeneratedNever();
        model.Entity<AcceptanceLegEntity>().HasKey(l => new { l.RunId, l.Leg, l.Attempt });
        model.Entity<AcceptanceFrameEntity>().HasKey(f => new { f.RunId, f.Number });
        model.Entity<AcceptanceWordEntity>(e =>
        {
            e.Property(w => w.Id).ValueGeneratedNever();
            e.HasIndex(w => w.RunId);
        });
        model.Entity<AcceptancePresetEntity>().HasKey(p => p.Name);
        model.Entity<AcceptanceShareEntity>(e =>
        {
            e.Property(s => s.Id).ValueGeneratedNever();
            e.HasIndex(s => s.RunId);
        });
        EntityConfigurations.Describe(model);
    }

    /// <summary>Times are stored as whole milliseconds since 1970, UTC.</summary>
    private sealed class UtcMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
        value => value.ToUnixTimeMilliseconds(), value => DateTimeOffset.FromUnixTimeMilliseconds(value));
}
