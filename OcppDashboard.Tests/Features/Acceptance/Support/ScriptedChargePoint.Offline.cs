namespace OcppDashboard.Tests.Features.Acceptance.Support;

/// <summary>Transactions while the central system is away, and how they are told afterwards.</summary>
internal sealed partial class ScriptedChargePoint
{
    private readonly Dictionary<string, int> started = [];
    private int lastStarted;

    /// <summary>Changes what was kept before it is sent.</summary>
    public Action<List<(string Action, Func<string> Json)>> BeforeReplay { get; set; } = _ => { };

    /// <summary>How long it needs to come back when it is let in again; null: it does not.</summary>
    public double? ReturnSeconds { get; set; } = 5;

    /// <summary>A person plugs in, taps, charges, taps again and unplugs.</summary>
    public async Task ChargeAsync(double seconds, int connector = 1)
    {
        PlugIn(connector);
        TapCard(connector: connector);
        await WaitAsync(seconds);
        await StopAsync(connector);
    }

    /// <summary>A person taps again and unplugs.</summary>
    public async Task StopAsync(int connector = 1)
    {
        TapCard(connector: connector);
        await WaitAsync(1);
        Unplug(connector);
    }

    /// <summary>A start that is sent again keeps its id, as the central system has it.</summary>
    private int IdOfStart(string sent)
    {
        if (!started.TryGetValue(sent, out var id)) started[sent] = id = lastStarted = Math.Max(lastStarted, lastTransaction) + 1;
        return id;
    }

    private async Task SendQueueAsync()
    {
        await WaitAsync(2);
        BeforeReplay(Queue);
        foreach (var (action, json) in Queue.ToList())
        {
            Send(action, json());
            if (action == "StartTransaction")
                foreach (var it in Connectors.Values.Where(it => it.Transaction == 0)) it.Transaction = LastTransactionId;
            await WaitAsync(0.5);
        }
        Queue.Clear();
    }
}
