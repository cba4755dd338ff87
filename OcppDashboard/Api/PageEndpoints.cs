namespace OcppDashboard.Api;

/// <summary>What pages need beside themselves: downloads, uploads and shared reports, each guarded as a page is.</summary>
public static class PageEndpoints
{
    public static void MapPageEndpoints(this WebApplication app)
    {
        app.MapTransactionsCsv();
        app.MapIdTagsCsv();
        app.MapMessagesCsv();
        app.MapBulkCsv();
        app.MapFileEndpoints();
        app.MapAcceptanceEndpoints();
    }
}
