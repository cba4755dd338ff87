using OcppDashboard.Features.Authorization.IdTags;

namespace OcppDashboard.Hosting;

/// <summary>Writes down some of the cards that the demo's drivers carry, and one that nobody may use: the others are left to be learned.</summary>
internal static class DemoTags
{
    public static void Put(IServiceProvider services)
    {
        var (book, now) = (services.GetRequiredService<IdTagStore>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (book.All.Count > 0) return;
        book.PutAllAsync(
        [
            new() { IdTag = "STAFF-31", ParentIdTag = "STAFF", Status = "Accepted", AllowsConcurrent = true, Note = "Pool car", CreatedAt = now, ChangedAt = now },
            new() { IdTag = "FLEET-0007", ParentIdTag = "FLEET", Status = "Accepted", AllowsConcurrent = true, Note = "Vans, one card for two", CreatedAt = now, ChangedAt = now },
            new() { IdTag = "04A1B2C3D4E580", Status = "Accepted", AllowsConcurrent = true, ExpiresAt = now.AddDays(90), Note = "Season ticket", CreatedAt = now, ChangedAt = now },
            new() { IdTag = "LOST-2211", Status = "Blocked", Note = "Reported lost", CreatedAt = now, ChangedAt = now },
        ]).GetAwaiter().GetResult();
    }
}
