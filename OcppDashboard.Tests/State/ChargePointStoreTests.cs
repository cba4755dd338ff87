using System.Globalization;
using OcppDashboard.State;

namespace OcppDashboard.Tests.State;

public class ChargePointStoreTests
{
    private const int Readers = 3;

    /// <summary>Readers sort while a writer changes: what they sorted must not stand in for what came meanwhile.</summary>
    [Fact]
    public async Task The_list_holds_what_was_changed_before_it_was_asked_for_whoever_reads_meanwhile()
    {
        var store = new ChargePointStore();
        for (var i = 0; i < 200; i++) store.Update($"CP-{i}", snapshot => snapshot);
        using var stop = new CancellationTokenSource();
        var rounds = 0;
        var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                _ = store.All.Length;
                Interlocked.Increment(ref rounds);
            }
        })).ToArray();
        var stale = 0;
        for (var i = 0; i < 200; i++)
        {
            var name = i.ToString(CultureInfo.InvariantCulture);
            store.Update("CP-7", snapshot => snapshot with { Name = name });
            var before = Volatile.Read(ref rounds);
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref rounds) > before + Readers, TimeSpan.FromSeconds(60)), "nobody reads"); // who was reading then is done
            if (store.All.Single(snapshot => snapshot.Id == "CP-7").Name != name) stale++;
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(0, stale);
    }
}
