using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using OcppDashboard.Data;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.Queries;

/// <summary>How lists of transactions are read out of a million: by an index, never by sorting or scanning all of them.</summary>
public sealed class TransactionQueryPlanTests : IDbContextFactory<OcppDbContext>, IDisposable
{
    private readonly SqliteConnection keepAlive;
    private readonly DbContextOptions<OcppDbContext> options;
    private readonly Plans plans = new();

    public TransactionQueryPlanTests()
    {
        var source = $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        keepAlive = new(source);
        keepAlive.Open();
        using (var context = new OcppDbContext(new DbContextOptionsBuilder<OcppDbContext>().UseSqlite(source).Options))
        {
            context.Database.EnsureCreated();
            context.ChargePoints.Add(new() { Id = "CP-1", FirstSeenAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) });
            context.SaveChanges();
        }
        options = new DbContextOptionsBuilder<OcppDbContext>().UseSqlite(source).AddInterceptors(plans).Options;
    }

    public OcppDbContext CreateDbContext() => new(options);

    [Fact]
    public async Task History3_a_page_is_read_along_the_index_and_only_the_page_is_sorted()
    {
        await SeedAsync();
        await Queries.ListAsync(new(), 0, 50);
        await Queries.ListAsync(new(), 1, 50);
        await Queries.ListAsync(new(State: TransactionState.Closed), 0, 50);
        Assert.Contains(plans.All, plan => plan.Contains("SCAN t USING INDEX IX_Transactions_StartedAt", StringComparison.Ordinal));
        Assert.DoesNotContain(plans.All, SortsAll);
    }

    [Fact]
    public async Task History2_those_of_a_charge_point_are_found_by_its_key()
    {
        await SeedAsync();
        await Queries.ListAsync(new("cp-1"), 0, 50);
        await Queries.NewestAsync(new("cp-1"), 0, 50);
        await Queries.NewestAsync(new("cp-1", State: TransactionState.Open), 0, 50);
        await Queries.CountAsync("CP-1", default);
        Assert.DoesNotContain(plans.All, plan => plan.Contains("CORRELATED", StringComparison.Ordinal) || plan.Contains("SCAN t ", StringComparison.Ordinal));
        Assert.DoesNotContain(plans.All, SortsAll);
        Assert.Contains(plans.All, plan => plan.Contains("IX_Transactions_ChargePointKey", StringComparison.Ordinal));
    }

    [Fact]
    public async Task History6_running_ones_are_found_by_their_own_index()
    {
        await SeedAsync();
        await Queries.NewestAsync(new(State: TransactionState.Open), 0, 50);
        Assert.All(plans.All, plan => Assert.Contains("IX_Transactions_Open", plan, StringComparison.Ordinal));
        Assert.DoesNotContain(plans.All, plan => plan.Contains("IX_Transactions_StartedAt", StringComparison.Ordinal));
    }

    /// <summary>More is sorted than the page, and than the few that run.</summary>
    private static bool SortsAll(string plan)
    {
        var sort = plan.IndexOf("TEMP B-TREE", StringComparison.Ordinal);
        var page = plan.IndexOf("SCAN t0", StringComparison.Ordinal);
        return sort >= 0 && (page < 0 || sort < page) && !plan.Contains("IX_Transactions_Open", StringComparison.Ordinal);
    }

    private async Task SeedAsync()
    {
        await using var context = CreateDbContext();
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var id = 1; id <= 4; id++)
            context.Transactions.Add(new()
            {
                Id = id, ChargePointKey = 1, ConnectorId = 1, IdTagStatus = "Accepted", StartedAt = start.AddHours(id), StoppedAt = id == 2 ? null : start.AddDays(1),
            });
        await context.SaveChangesAsync();
        plans.All.Clear();
    }

    [Theory]
    [InlineData(0, 3, "5,3,6"), InlineData(2, 3, "6,4,2"), InlineData(3, 10, "4,2,1"), InlineData(0, 2, "5,3"), InlineData(6, 5, ""), InlineData(1, 1, "3")]
    public async Task History3_running_ones_come_first_then_the_newest_on_every_page(int skip, int take, string ids)
    {
        await using (var context = CreateDbContext())
        {
            foreach (var (id, hour, isOpen) in (ReadOnlySpan<(int, int, bool)>)[(1, 1, false), (2, 2, false), (3, 3, true), (4, 4, false), (5, 5, true), (6, 6, false)])
                context.Transactions.Add(new()
                {
                    Id = id, ChargePointKey = 1, ConnectorId = 1, IdTagStatus = "Accepted", StartedAt = new(2026, 1, 1, hour, 0, 0, TimeSpan.Zero),
                    StoppedAt = isOpen ? null : new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero),
                });
            await context.SaveChangesAsync();
        }
        foreach (var filter in (TransactionFilter[])[new(), new("CP-1")])
        {
            var page = await Queries.ListAsync(filter, skip, take);
            Assert.Equal((ids, 6), (string.Join(',', page.Rows.Select(row => row.Id)), page.Total));
        }
        var closed = await Queries.ListAsync(new(State: TransactionState.Closed), 0, 10);
        Assert.Equal(("6,4,2,1", 4), (string.Join(',', closed.Rows.Select(row => row.Id)), closed.Total));
        var open = await Queries.ListAsync(new("nobody", State: TransactionState.Open), 0, 10);
        Assert.Equal((0, 0), (open.Rows.Count, open.Total));
        var streamed = new List<int>();
        await foreach (var row in Queries.StreamAsync(new())) streamed.Add(row.Id);
        Assert.Equal([5, 3, 6, 4, 2, 1], streamed);
    }

    private TransactionQueries Queries => new(this);

    public void Dispose() => keepAlive.Dispose();

    /// <summary>Asks for the plan of each query before it runs.</summary>
    private sealed class Plans : DbCommandInterceptor
    {
        /// <summary>A line for each query.</summary>
        public List<string> All { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            using var explain = command.Connection!.CreateCommand();
            explain.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
            foreach (DbParameter parameter in command.Parameters) explain.Parameters.Add(new SqliteParameter(parameter.ParameterName, parameter.Value));
            using var reader = explain.ExecuteReader();
            var steps = new List<string>();
            while (reader.Read()) steps.Add(reader.GetString(3));
            All.Add(string.Join(" | ", steps));
            return new(result);
        }
    }
}
