using Bunit;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Components.Commands;

namespace OcppDashboard.Tests.Components.Commands;

public class CommandItemTests : ComponentTest
{
    private static readonly CommandSnapshot Command = new()
    {
        Id = 1, ChargePointId = "CP", Action = "GetDiagnostics", Argument = "last 24 h", RequestJson = "{}", RequestedBy = "m.kuhn", RequestedAt = Now.AddSeconds(-18), State = CommandState.Watching,
        Steps =
        [
            new(Now, StepKind.Ok, "Queued, sent", "", TimeSpan.FromMilliseconds(4)), new(Now, StepKind.Bad, "Answered", "NotSupported", TimeSpan.FromMilliseconds(640)),
            new(Now, StepKind.Wait, "Uploading", Hostile, TimeSpan.FromSeconds(3.1)),
        ],
        WaitingSince = Now.AddSeconds(-18), Deadline = Now.AddSeconds(-18).AddMinutes(15),
    };

    [Fact]
    public void Draws_each_step_in_its_kind()
    {
        var item = Context.Render<CommandItem>(p => p.Add(i => i.Command, Command).Add(i => i.Now, Now));
        Assert.Equal(["ok", "bad", "wait"], item.FindAll(".steps li").Select(li => li.ClassName));
        Assert.Equal(["4 ms", "640 ms", "3.1 s"], item.FindAll(".steps time").Select(t => t.TextContent));
        Assert.Contains("Failed: Answered NotSupported", item.FindAll(".steps li")[1].TextContent);
        Assert.Contains("m.kuhn · 14:29:42", item.Find(".who").TextContent);
        Assert.Empty(item.FindAll("script, img"));
    }

    [Fact]
    public void The_bar_of_a_wait_moves_with_the_clock_and_ends_with_it()
    {
        var item = Context.Render<CommandItem>(p => p.Add(i => i.Command, Command).Add(i => i.Now, Now));
        Assert.Contains("0:18 of 15:00", item.Find(".deadline").TextContent);
        item.Render(p => p.Add(i => i.Now, Now.AddMinutes(7)));
        Assert.Contains("7:18 of 15:00", item.Find(".deadline").TextContent);
        Assert.Equal("width:48%", item.Find(".bar i").GetAttribute("style"));
        item.Render(p => p.Add(i => i.Now, Now.AddHours(7)));
        Assert.Contains("15:00 of 15:00", item.Find(".deadline").TextContent);
        item.Render(p => p.Add(i => i.Command, Command with { State = CommandState.Done }));
        Assert.Empty(item.FindAll(".deadline"));
    }
}
