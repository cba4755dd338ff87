using Microsoft.EntityFrameworkCore;
using OcppDashboard.Features.Accounts;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Accounts;

public sealed class ApiKeyStoreTests
{
    [Fact]
    public async Task A_key_that_is_shown_while_it_is_revoked_does_not_come_back_with_the_next_start()
    {
        using var history = new TestHistory();
        var keys = new ApiKeyStore(history.Writer, history, history.Time);
        var made = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => keys.CreateAsync($"key {i}")));
        await Task.WhenAll(made.Select(async one =>
        {
            using var both = new Barrier(2);
            await Task.WhenAll(
                Task.Run(() =>
                {
                    both.SignalAndWait();
                    keys.Find(one.Key); // notes when it was used
                }),
                Task.Run(() =>
                {
                    both.SignalAndWait();
                    return keys.RevokeAsync(one.Entry.Id);
                }));
        }));
        await keys.CreateAsync("the last"); // behind all before it: the writer keeps the order
        await using var context = history.CreateDbContext();
        Assert.Equal("the last", (await context.ApiKeys.SingleAsync()).Name);
    }
}
