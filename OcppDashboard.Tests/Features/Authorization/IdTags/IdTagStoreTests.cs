using OcppDashboard.Data.Entities;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Authorization.IdTags;

public class IdTagStoreTests
{
    private const int Readers = 3;

    /// <summary>Readers sort while a writer changes: what they sorted must not stand in for what came meanwhile.</summary>
    [Fact]
    public async Task The_list_holds_what_was_put_before_it_was_asked_for_whoever_reads_meanwhile()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var book = central.Get<IdTagStore>();
        await book.PutAllAsync([.. Enumerable.Range(0, 2000).Select(i => Tag($"T{i}"))]);
        using var stop = new CancellationTokenSource();
        var rounds = 0;
        var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                _ = book.All.Count;
                Interlocked.Increment(ref rounds);
            }
        })).ToArray();
        var stale = 0;
        for (var i = 0; i < 100; i++)
        {
            await Task.WhenAll(book.PutAsync(Tag($"N{i}a")), book.PutAsync(Tag($"N{i}b"))); // while the first is being sorted in, the second comes
            var before = Volatile.Read(ref rounds);
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref rounds) > before + Readers, TimeSpan.FromSeconds(60)), "nobody reads"); // who was reading then is done
            if (book.All.All(tag => tag.IdTag != $"N{i}b")) stale++;
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(0, stale);
    }

    private static IdTagEntity Tag(string idTag) => new() { IdTag = idTag, Status = "Accepted" };
}
