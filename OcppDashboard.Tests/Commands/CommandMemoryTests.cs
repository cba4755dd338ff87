using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Commands;

/// <summary>House 8: what commands take in memory.</summary>
public sealed class CommandMemoryTests : IDisposable
{
    private const int ChargePoints = 40, Commands = 200;
    private readonly TestHistory history = new();

    public void Dispose() => history.Dispose();

    [Fact]
    public async Task House8_200_commands_with_whole_payloads_do_not_stay_in_memory()
    {
        var store = new CommandStore(history.Writer, new CommandQueries(history));
        Put(store, "WARM", 900_000, 100);
        await WrittenAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var cp = 0; cp < ChargePoints; cp++)
        {
            for (var i = 0; i < Commands; i++) Put(store, $"CP-{cp}", 1 + cp * Commands + i, 8_000);
            await WrittenAsync();
        }
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / ChargePoints;
        Assert.InRange(each, long.MinValue, 300 * 1024); // whole they take 3.2 MB; tests beside this one take some of it too
        Assert.Equal(8_000, store.Find(1)!.ResponseJson!.Length); // from the database
        Assert.Equal(8_000, store.Recent("CP-3", 1)[0].ResponseJson!.Length);
        GC.KeepAlive(store);
    }

    private async Task WrittenAsync() => await history.DoAsync(_ => true);

    private void Put(CommandStore store, string chargePointId, long id, int length) => store.Put(new CommandSnapshot
    {
        Id = id, ChargePointId = chargePointId, Action = "GetConfiguration", Argument = "", RequestJson = "{}", RequestedBy = "test", RequestedAt = history.Time.GetUtcNow(),
        State = CommandState.Done, Status = "Accepted", ResponseJson = new string('x', length),
    });
}
