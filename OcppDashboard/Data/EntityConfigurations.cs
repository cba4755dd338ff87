using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data;

/// <summary>Tables that people and programs fill, not frames. They carry a charge point's identity and are written row by row (<see cref="History.RowWrite{T}"/>).</summary>
internal static class EntityConfigurations
{
    public static void Describe(ModelBuilder model)
    {
        model.Entity<ChargePointSettingsEntity>(e =>
        {
            e.HasKey(s => s.ChargePointId);
            e.Property(s => s.ChargePointId).UseCollation("NOCASE");
        });
        model.Entity<ApiKeyEntity>().Property(k => k.Id).ValueGeneratedNever();
        model.Entity<WebhookEntity>().Property(w => w.Id).ValueGeneratedNever();
        model.Entity<WebhookDeliveryEntity>(e =>
        {
            e.Property(d => d.Id).ValueGeneratedNever();
            e.HasIndex(d => new { d.WebhookId, d.Id });
            e.HasIndex(d => d.NextAttemptAt).HasFilter("\"NextAttemptAt\" IS NOT NULL");
        });
        model.Entity<IdTagEntity>(e =>
        {
            e.HasKey(t => t.IdTag);
            e.Property(t => t.IdTag).UseCollation("NOCASE");
        });
        model.Entity<UnknownIdTagEntity>(e =>
        {
            e.HasKey(t => t.IdTag);
            e.Property(t => t.IdTag).UseCollation("NOCASE");
        });
        model.Entity<LocalListEntity>(e =>
        {
            e.HasKey(l => l.ChargePointId);
            e.Property(l => l.ChargePointId).UseCollation("NOCASE");
        });
        model.Entity<ReservationEntity>(e =>
        {
            e.HasKey(r => new { r.ChargePointId, r.Id }); // programs number theirs from 1 at each charge point
            e.Property(r => r.ChargePointId).UseCollation("NOCASE");
        });
        model.Entity<ChargingProfileEntity>(e =>
        {
            e.HasKey(p => new { p.ChargePointId, p.ChargingProfileId });
            e.Property(p => p.ChargePointId).UseCollation("NOCASE");
        });
        model.Entity<ConfigurationTemplateEntity>().HasKey(t => t.Name);
        model.Entity<ConfigurationBaselineEntity>(e =>
        {
            e.HasKey(b => b.ChargePointId);
            e.Property(b => b.ChargePointId).UseCollation("NOCASE");
        });
        model.Entity<BulkTaskEntity>().Property(t => t.Id).ValueGeneratedNever();
        model.Entity<BulkTargetEntity>().HasKey(t => new { t.TaskId, t.Number });
        model.Entity<CertificateEntity>(e =>
        {
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.ChargePointId).UseCollation("NOCASE");
            e.HasIndex(c => new { c.ChargePointId, c.Id });
        });
        model.Entity<FindingEntity>(e =>
        {
            e.HasKey(f => new { f.ChargePointId, f.Code });
            e.Property(f => f.ChargePointId).UseCollation("NOCASE");
        });
    }
}
