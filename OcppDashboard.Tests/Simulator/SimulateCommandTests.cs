using OcppDashboard.Simulator;

namespace OcppDashboard.Tests.Simulator;

public class SimulateCommandTests : SimulatorTest
{
    [Fact]
    public async Task Runs_charge_points_and_ends_cleanly()
    {
        using var output = new StringWriter();
        using var end = new CancellationTokenSource();
        var running = SimulateCommand.RunAsync(["simulate", "--url", Central.Address.ToString(), "--count", "3", "--station=dc", "--prefix", "T-", "--password", "x"], output, end.Token);
        foreach (var id in (string[])["T-01", "T-02", "T-03"]) await Central.WaitAsync("StatusNotification", call => call.ChargePointId == id);
        await end.CancelAsync();
        Assert.Equal(0, await running);
        Assert.Equal(["T-01", "T-02", "T-03"], Central.Of("BootNotification").Select(call => call.ChargePointId).Distinct().Order());
        Assert.Contains("3 of 3 online", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--url is missing", "--count", "2")]
    [InlineData("no ws:// or wss:// address", "--url", "http://localhost/")]
    [InlineData("Known are: ac-double, dc, delta, evlink", "--url", "ws://localhost/", "--station", "nothing")]
    [InlineData("--count must be a number from 1 to 20000", "--url", "ws://localhost/", "--count", "many")]
    [InlineData("--count must be a whole number", "--url", "ws://localhost/", "--count", "1.5")]
    [InlineData("--speed must be a number", "--url", "ws://localhost/", "--speed", "0")]
    [InlineData("--url needs a value", "--url", "--count", "1")]
    [InlineData("--behaviour losesQuery must be true or false, not \"perhaps\"", "--url", "ws://localhost/", "--behaviour", "losesQuery=perhaps")]
    [InlineData("--behaviour colour is not known. Known are: answerDelaySeconds,", "--url", "ws://localhost/", "--behaviour=colour=red")]
    [InlineData("--behaviour losesQuery must be a name and a value: name=value.", "--url", "ws://localhost/", "--behaviour", "losesQuery")]
    [InlineData("--behaviour needs a value", "--url", "ws://localhost/", "--behaviour")]
    [InlineData("--colour is not known", "--url", "ws://localhost/", "--colour", "red")]
    [InlineData("--prefix makes no identities: one holds an invisible character", "--url", "ws://localhost/", "--prefix", "A\u200B")]
    [InlineData("--prefix makes no identities: one is longer than 48 characters", "--url", "ws://localhost/", "--prefix", "SIM-SIM-SIM-SIM-SIM-SIM-SIM-SIM-SIM-SIM-SIM-SIM-")]
    public async Task A_wrong_argument_is_one_sentence_and_exit_code_1(string sentence, params string[] args)
    {
        using var output = new StringWriter();
        Assert.Equal(1, await SimulateCommand.RunAsync(args, output, CancellationToken.None));
        Assert.Contains(sentence, output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Usage:", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Behaviour_is_changed_as_often_as_it_is_said()
    {
        var (arguments, faults) = SimulateArguments.Parse(["simulate", "--url", "ws://localhost/", "--behaviour", "transferBytesPerSecond=10000", "--behaviour=InstalledAfterReboot=false",
            "--behaviour", "faultInfo=a=b"]);
        Assert.Empty(faults);
        Assert.Equal(("10000", "false", "a=b"), (arguments!.Behaviour["transferBytesPerSecond"], arguments.Behaviour["installedAfterReboot"], arguments.Behaviour["faultInfo"]));
    }

    [Fact]
    public async Task Changed_behaviour_reaches_the_charge_points()
    {
        using var output = new StringWriter();
        using var end = new CancellationTokenSource();
        var running = SimulateCommand.RunAsync(["--url", Central.Address.ToString(), "--prefix", "T-", "--behaviour", "fault=GroundFailure"], output, end.Token);
        await Central.WaitAsync("StatusNotification", call => call.Text("errorCode") == "GroundFailure");
        await end.CancelAsync();
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task It_ends_by_itself_when_its_time_is_up()
    {
        using var output = new StringWriter();
        Assert.Equal(0, await SimulateCommand.RunAsync(["--url", Central.Address.ToString(), "--seconds", "1"], output, CancellationToken.None).WaitAsync(SmallCentralSystem.Deadline));
        Assert.Contains("All charge points are switched off.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Usage_names_every_behaviour() => Assert.All(BehaviourChanges.Names, name => Assert.Contains(name, SimulateArguments.Usage, StringComparison.Ordinal));

    [Fact]
    public async Task Help_is_no_mistake()
    {
        using var output = new StringWriter();
        Assert.Equal(0, await SimulateCommand.RunAsync(["--help"], output, CancellationToken.None));
    }
}
