using System.Collections.Concurrent;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>Load of charge points that send transactions until the server is gone; what was answered is remembered, what was not is sent again.</summary>
internal sealed class AnsweredMessages
{
    private readonly ConcurrentDictionary<string, string> unanswered = new();
    private int count;

    public ConcurrentBag<int> Starts { get; } = [];
    public ConcurrentBag<int> Stops { get; } = [];
    public ConcurrentBag<(int Transaction, int Register)> Values { get; } = [];
    public int Count => Volatile.Read(ref count);

    public async Task SendUntilCutAsync(int port, string id, int round)
    {
        await using var client = await RawOcppClient.OpenAsync(port, $"/ocpp/{id}");
        try
        {
            for (var i = 0; ; i++)
            {
                // the start that a kill left without an answer comes again first, word for word: it must not become a second transaction
                var start = unanswered.GetOrAdd(id, _ => $$"""{"connectorId":1,"idTag":"{{id}}-{{round}}-{{i}}","meterStart":0,"timestamp":"{{OcppTimestamp.Format(TimeProvider.System.GetUtcNow())}}"}""");
                var transaction = (await client.CallForResultAsync("StartTransaction", start)).GetProperty("transactionId").GetInt32();
                unanswered.TryRemove(id, out _);
                Note(() => Starts.Add(transaction));
                for (var register = 1; register <= 3; register++)
                {
                    await client.CallForResultAsync("MeterValues", $$$"""{"connectorId":1,"transactionId":{{{transaction}}},"meterValue":[{"timestamp":"{{{OcppTimestamp.Format(TimeProvider.System.GetUtcNow())}}}","sampledValue":[{"value":"{{{register}}}"}]}]}""");
                    Note(() => Values.Add((transaction, register)));
                }
                await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{transaction}},"meterStop":10,"timestamp":"{{OcppTimestamp.Format(TimeProvider.System.GetUtcNow())}}"}""");
                Note(() => Stops.Add(transaction));
            }
        }
        catch (Exception exception) when (exception is IOException or EndOfStreamException)
        {
        }
    }

    private void Note(Action add)
    {
        add();
        Interlocked.Increment(ref count);
    }
}
