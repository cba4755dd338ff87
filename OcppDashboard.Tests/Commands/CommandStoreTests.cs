using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Commands;

public sealed class CommandStoreTests : IDisposable
{
    private readonly TestHistory history = new();

    public void Dispose() => history.Dispose();

    [Fact]
    public async Task House8_what_nobody_looks_at_is_forgotten_and_read_again()
    {
        using var store = new CommandStore(history.Writer, new CommandQueries(history), history.Time);
        store.Put(Command(1, "Done"));
        store.Put(Command(2, "Sent") with { State = CommandState.Sent });
        store.Put(Command(3, "Done") with { ChargePointId = "CP-2" });
        await history.DoAsync(_ => true);
        history.Time.Advance(TimeSpan.FromMinutes(12));
        await Eventually.IsAsync(() => store.InMemory == 2, "the idle charge point is forgotten, the one with a running command is not");
        Assert.Equal([3], store.Recent("cp-2", 10).Select(command => command.Id));
        Assert.Equal([2, 1], store.Recent("CP-1", 10).Select(command => command.Id));
    }

    [Fact]
    public async Task House8_a_later_payload_that_was_cut_is_whole_where_it_is_asked_for_by_id_and_in_the_list_for_programs()
    {
        using var store = new CommandStore(history.Writer, new CommandQueries(history), history.Time);
        for (var id = 1; id <= 10; id++) store.Put(Command(id, "Done") with { RequestJson = $$"""{"listVersion":{{id}},"x":["{{new string('x', 9_000)}}"]}""" });
        await history.DoAsync(_ => true);
        Assert.Equal("""{"listVersion":1}""", store.Recent("CP-1", 10)[^1].RequestJson);
        Assert.True(store.Find(1)!.RequestJson.Length > 9_000);
        Assert.All(await store.ReadAsync("CP-1", 10, CancellationToken.None), command => Assert.True(command.RequestJson.Length > 9_000));
    }

    private CommandSnapshot Command(long id, string status) => new()
    {
        Id = id, ChargePointId = "CP-1", Action = "SendLocalList", Argument = "", RequestJson = "{}", RequestedBy = "test", RequestedAt = history.Time.GetUtcNow(),
        State = CommandState.Done, Status = status,
    };
}
