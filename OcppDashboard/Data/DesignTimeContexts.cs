using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace OcppDashboard.Data;

/// <summary>For the migrations tool alone: it needs a context, not a running server.</summary>
public sealed class DesignTimeContexts : IDesignTimeDbContextFactory<OcppDbContext>
{
    public OcppDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<OcppDbContext>().UseSqlite("Data Source=design.db").Options);
}
