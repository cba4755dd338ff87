using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Plays the steps of one wire case and remembers what came back, for its check to look at.</summary>
internal sealed partial class QuirkPlay(TestCentralSystem central, string caseId) : IAsyncDisposable
{
    private readonly Dictionary<string, RawOcppClient> clients = [];
    private readonly Dictionary<string, string> words = [];
    private readonly List<RawOcppClient> all = [];
    private string current = "";
    private bool mayNeedTime = true;

    public TestCentralSystem Central => central;
    public string Id { get; } = $"Q-{caseId}";

    /// <summary>The connection of the last step, or the one named <c>as=</c>.</summary>
    public RawOcppClient Client => clients[current];
    public RawOcppClient ClientOf(string name) => clients[name];

    /// <summary>Answers to the charge point's CALLs, in order.</summary>
    public List<JsonElement> Answers { get; } = [];

    /// <summary>CALLs of the server that a step took, in order.</summary>
    public List<RawCall> Calls { get; } = [];

    /// <summary>Commands that operators issued, in order.</summary>
    public List<long> Commands { get; } = [];

    public Task<ConfigurationReading>? Reading { get; private set; }
    public int CallsSeen { get; private set; }
    public HttpResponseMessage? HttpAnswer { get; private set; }
    public int TransactionId => int.Parse(words["txId"], CultureInfo.InvariantCulture);
    public DateTimeOffset Now { get; private set; }

    public ChargePointSnapshot Snapshot => central.Snapshot(Id);
    public CommandSnapshot Command(int index = 0) => central.Commands.Find(Commands[index])!;
    public Task<CommandSnapshot> CommandAsync(Predicate<CommandSnapshot> isSo, int index = 0) => central.CommandAsync(Commands[index], isSo);

    /// <summary>The payload of an answer that must be a CALLRESULT.</summary>
    public JsonElement Result(int index)
    {
        Assert.True(Answers[index][0].GetInt32() == 3, $"answer {index}: {Answers[index]}");
        return Answers[index][2];
    }

    public void SetWord(string name, string value) => words[name] = value;

    public async Task StepAsync(string step)
    {
        var named = Named().Match(step);
        if (named.Success) (current, step) = (named.Groups[1].Value, step[2..]);
        Now = central.Time.GetUtcNow();
        if (step.StartsWith('[')) await FrameAsync(step);
        else await TransportAsync(step);
    }

    public async Task OpenAsync(RawHandshake handshake, string name = "")
    {
        current = name;
        clients[name] = await RawOcppClient.OpenAsync(central.Port, handshake);
        all.Add(clients[name]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in all) await client.DisposeAsync();
        HttpAnswer?.Dispose();
    }

    private async Task FrameAsync(string step)
    {
        if (step.Contains("{callUid}", StringComparison.Ordinal) && Calls.Count < Commands.Count) await TakeCallAsync(Command(Commands.Count - 1).Action);
        var text = Fill(step);
        await Client.SendTextAsync(text);
        if (!text.StartsWith("[2,", StringComparison.Ordinal)) return;
        var answer = await Client.ExpectAnswerAsync(UniqueId().Match(text).Groups[1].Value);
        Answers.Add(answer);
        if (text.Contains("\"BootNotification\"", StringComparison.Ordinal)) mayNeedTime = false;
        if (answer[0].GetInt32() == 3 && answer[2].TryGetProperty("transactionId", out var transaction)) words["txId"] = transaction.GetRawText();
    }

    private Task TransportAsync(string step)
    {
        var (verb, rest) = step.IndexOf(' ', StringComparison.Ordinal) is var at and > 0 ? (step[..at], step[(at + 1)..]) : (step, "");
        return verb switch
        {
            "@open" or "@open-raw" => OpenStepAsync(rest),
            "@text" => Client.SendTextAsync(rest.StartsWith('"') ? JsonSerializer.Deserialize<string>(rest)! : rest),
            "@binary" => BinaryAsync(Fill(rest)),
            "@bytes-text" => BrokenTextAsync(Fill(rest)),
            "@bytes" => BytesAsync(rest),
            "@ping" => Client.SendPingAsync(rest.Trim('"')),
            "@drop" => DropAsync(silent: rest == "silent"),
            "@wait" => WaitAsync(rest),
            "@call" => CallAsync(rest),
            "@on" => OnAsync(rest),
            "@expect-calls" => ExpectCallsAsync(),
            "@http" => HttpAsync(rest),
            _ => throw new NotSupportedException($"step {step}"),
        };
    }

    private async Task OpenStepAsync(string rest)
    {
        var path = Option(rest, "path");
        var protocol = Option(rest, "protocol");
        var line = Quoted().Match(rest) is { Success: true, Groups: var groups } ? groups : null;
        await OpenAsync(new RawHandshake(path is null ? "/" : Fill(path))
        {
            Protocols = protocol is null or "none" ? [] : [protocol],
            RequestLine = line?[1].Value == "request-line" ? Fill(line[2].Value) : null,
            Headers = line?[1].Value == "header" ? [line[2].Value] : [],
        }, Option(rest, "as") ?? "");
        if (rest.Contains("@no-pong", StringComparison.Ordinal)) Client.AutoPong = false;
    }

    private async Task BinaryAsync(string text)
    {
        await Client.SendBinaryAsync(Encoding.UTF8.GetBytes(text));
        Answers.Add(await Client.ExpectAnswerAsync(UniqueId().Match(text).Groups[1].Value));
    }

    private async Task BrokenTextAsync(string text)
    {
        await Client.SendTextAsync(Encoding.Latin1.GetBytes(Escapes().Replace(text, match => ((char)Convert.ToByte(match.Groups[1].Value, 16)).ToString())));
        await Client.ReceiveCloseAsync();
    }

    private async Task BytesAsync(string hex)
    {
        current = "";
        clients[""] = await RawOcppClient.ConnectAsync(central.Port);
        all.Add(Client);
        await Client.SendBytesAsync(Convert.FromHexString(hex));
    }

    private async Task DropAsync(bool silent)
    {
        if (silent)
        {
            Client.AutoPong = false;
            return;
        }
        Client.Drop();
        if (central.Store.Find(Id) is not null) await central.SnapshotAsync(Id, snapshot => !snapshot.Online);
        mayNeedTime = true;
    }

    private Task WaitAsync(string what)
    {
        if (what == "remote-start-timeout") return central.PassAsync(TimeSpan.FromSeconds(5), () => Command().IsOver, "end of the remote start");
        central.Time.Advance(TimeSpan.FromSeconds(double.Parse(what, CultureInfo.InvariantCulture)));
        return Task.CompletedTask;
    }

    private Task CallAsync(string what)
    {
        if (what == "GetConfiguration (all)")
        {
            Reading = central.Get<ConfigurationReader>().ReadAllAsync(Id, "test", CancellationToken.None);
            return Task.CompletedTask;
        }
        var action = what.Split(' ')[0];
        Commands.Add(central.Start(Id, action, action switch
        {
            "ChangeAvailability" => """{"connectorId":0,"type":"Operative"}""",
            "GetDiagnostics" => """{"location":"http://127.0.0.1/x"}""",
            "UpdateFirmware" => """{"location":"http://127.0.0.1/f","retrieveDate":"2026-01-01T00:00:00Z"}""",
            "RemoteStartTransaction" => """{"connectorId":1,"idTag":"DASHBOARD"}""",
            "RemoteStopTransaction" => JsonSerializer.Serialize(new { transactionId = Snapshot.OpenTransactions.Single() is var t ? t.WireId ?? t.Id : 0 }),
            "TriggerMessage" => """{"requestedMessage":"Heartbeat"}""",
            _ => "{}",
        }).Id);
        return Task.CompletedTask;
    }

    private async Task OnAsync(string rest)
    {
        var action = rest.Split(' ')[0];
        var reply = rest[(rest.IndexOf(" reply ", StringComparison.Ordinal) + 7)..];
        await TakeCallAsync(action);
        if (reply == "none") mayNeedTime = true;
        else await Client.SendTextAsync(Fill(reply));
    }

    /// <summary>The next CALL of an action. Where an unanswered CALL or a quiet time comes first, time is moved on until it is there.</summary>
    public async Task<RawCall> TakeCallAsync(string action)
    {
        var mark = $"\"{action}\"";
        if (mayNeedTime) await central.PassAsync(TimeSpan.FromSeconds(2), () => Client.Messages.Waiting.Any(message => message.Text.Contains(mark, StringComparison.Ordinal)), $"CALL {action}");
        var call = await Client.ExpectCallAsync(action);
        words["callUid"] = call.UniqueId;
        Calls.Add(call);
        return call;
    }

    /// <summary>Counts CALLs once a CALL of the charge point was answered: what was to be sent before is there then.</summary>
    private async Task ExpectCallsAsync()
    {
        await CommandAsync(command => command.State == CommandState.Sent);
        await CommandAsync(command => command.Steps.Length > 0, Commands.Count - 1);
        await Client.CallForResultAsync("Heartbeat");
        CallsSeen = Client.Messages.Waiting.Count(message => message.Text.StartsWith("[2,", StringComparison.Ordinal));
    }

    private async Task HttpAsync(string rest)
    {
        using var browser = central.Browser();
        HttpAnswer = await browser.GetAsync(Fill(rest["GET ".Length..]));
    }

    private string Fill(string text) => Macro().Replace(text, match => match.Groups[1].Value switch
    {
        "id" => Id,
        "id:lower" => Id.ToLowerInvariant(),
        "now" => OcppTimestamp.Format(Now),
        "now-2d" => OcppTimestamp.Format(Now.AddDays(-2)),
        var uid when uid.StartsWith("uid", StringComparison.Ordinal) => words.TryGetValue(uid, out var known) ? known : words[uid] = Guid.NewGuid().ToString(),
        var word => words[word],
    });

    private static string? Option(string rest, string name) => Regex.Match(rest, $@"(?:^|\s){name}=(\S+)") is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^([A-Z]):")]
    private static partial Regex Named();

    [GeneratedRegex("""^\[\s*2\s*,\s*"([^"]*)"\s*,""")]
    private static partial Regex UniqueId();

    [GeneratedRegex(@"\{(id|id:lower|now|now-2d|uid\d*|txId|callUid|token)\}")]
    private static partial Regex Macro();

    [GeneratedRegex("""(request-line|header)="([^"]*)"(?=\s|$)""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\\x([0-9a-f]{2})")]
    private static partial Regex Escapes();
}
