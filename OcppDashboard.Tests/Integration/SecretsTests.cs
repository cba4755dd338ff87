using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>Whatever a charge point says with a secret in it: the secret is in no table, no line of the log and no answer of the API.</summary>
public class SecretsTests
{
    private const string Secret = "S3cr3tX9", Encoded = "UzNjcjN0WDk6aHVudGVy";

    private static readonly string[] Forms =
    [
        $"http://user:{Secret}@host/x", $"see ftp://a:{Secret}@h or https://b:{Secret}@i/?q=1", $"http://user:p/{Secret}@host/x", $"pwd={Secret}", $"user=me&password={Secret}&x=1",
        $"https://h/x?a=1&token={Secret}", $"https://h/x?key={Secret}", $"Authorization: Basic {Encoded}", $"Bearer {Encoded}.{Secret}", $"ApnPass: {Secret}",
        $"{{\"WebSocketPwd\":\"{Secret}\",\"a\":1}}", $"{{\"key\":\"AuthorizationKey\",\"value\":\"{Secret}\"}}", $"<password>{Secret}</password>", $"AuthorizationKey = \"{Secret}\"",
    ];

    public static TheoryData<string> Actions => [.. OcppActions.All.Where(action => action.FromChargePoint).Select(action => action.Name)];

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Wire_no_field_of_an_action_leaves_its_secret_anywhere(string name)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var action = OcppActions.Find(name)!;
        for (var i = 0; i < Forms.Length; i++)
        {
            var payload = Filled(PayloadField.Of(action.RequestType), Forms[i]);
            await client.SendTextAsync($"[2,\"{name}-{i}\",\"{name}\",{payload.ToJsonString()}]");
            await client.ExpectAnswerAsync($"{name}-{i}");
            await client.SendTextAsync($"[2,\"{name}-{i}-slash\",\"{name}\",{payload.ToJsonString().Replace("/", "\\/", StringComparison.Ordinal)}]"); // as PHP writes it
            await client.ExpectAnswerAsync($"{name}-{i}-slash");
        }
        await AssertNowhereAsync(central);
    }

    [Fact]
    public async Task Wire_answers_errors_names_and_heads_leave_no_secret_anywhere()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await RawOcppClient.OpenAsync(central.Port, new RawHandshake("/ocpp/CP-1") { Headers = [$"User-Agent: Box http://u:{Secret}@h pwd={Secret}"] });
        await client.CallForResultAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box"}""");
        foreach (var form in Forms)
        {
            var text = JsonSerializer.Serialize(form);
            await AnswerAsync(central, client, "GetConfiguration", $$"""{"configurationKey":[{"key":"ApnPass","readonly":false,"value":"{{Secret}}"},{"key":"Url","readonly":false,"value":{{text}}}],"unknownKey":[{{text}}]}""");
            await AnswerAsync(central, client, "GetDiagnostics", $$"""{"fileName":{{text}}}""", """{"location":"ftp://10.0.0.1/"}""");
            await AnswerAsync(central, client, "DataTransfer", $$"""{"status":"Accepted","data":{{text}}}""", """{"vendorId":"v"}""");
            await AnswerAsync(central, client, "ClearCache", $$"""{"status":{{text}}}""");
            var sent = central.Start("CP-1", "ClearCache");
            var call = await client.ExpectCallAsync("ClearCache");
            await client.SendTextAsync($"[4,\"{call.UniqueId}\",{text},{text},{{\"detail\":{text}}}]");
            await central.CommandAsync(sent.Id, command => command.State == CommandState.CallError);
            await client.CallAsync(form, $$"""{"x":{{text}}}"""); // an action of that name
            await client.SendTextAsync($"[2,{text},\"Heartbeat\",{{}}]");
            await client.ExpectAnswerAsync(form); // the answer repeats the id as it is
            await client.SendTextAsync($"{text} is no frame [2,");
        }
        var own = central.Start("CP-1", "UpdateFirmware", $$"""{"location":"ftp://me:{{Secret}}@10.0.0.1/a.bin","retrieveDate":"2026-11-30T10:00:00Z"}""");
        await client.AnswerAsync("UpdateFirmware", "{}");
        await central.CommandAsync(own.Id, command => command.State != CommandState.Sent);
        await AssertNowhereAsync(central);
    }

    private static async Task AnswerAsync(TestCentralSystem central, RawOcppClient client, string action, string answer, string request = "{}")
    {
        var sent = central.Start("CP-1", action, request);
        await client.AnswerAsync(action, answer);
        await central.CommandAsync(sent.Id, command => command.State is not (CommandState.Queued or CommandState.Sent));
    }

    private static JsonNode Filled(IEnumerable<PayloadField> fields, string text)
    {
        var payload = new JsonObject();
        foreach (var field in fields) payload[field.Name] = Value(field, text);
        return payload;
    }

    private static JsonNode Value(PayloadField field, string text) => field.Kind switch
    {
        FieldKind.Group => Filled(field.Members, text),
        FieldKind.List => new JsonArray(Value(field.Item!, text)),
        FieldKind.Whole or FieldKind.Decimal => 1,
        FieldKind.YesNo => true,
        _ => text,
    };

    private static async Task AssertNowhereAsync(TestCentralSystem central)
    {
        var places = new Dictionary<string, string>();
        using (var browser = central.Browser())
            foreach (var path in (string[])["/api/v1/charge-points", "/api/v1/charge-points/CP-1", "/api/v1/charge-points/CP-1/commands", "/api/v1/messages?limit=500", "/api/v1/transactions", "/metrics",
                "/messages", "/charge-points/CP-1", "/charge-points/CP-1?tab=history", "/connect", "/id-tags"])
                places[path] = await (await browser.GetAsync(path)).Content.ReadAsStringAsync();
        places["the log"] = string.Join('\n', central.Logs.Records.Select(record => record.ToString()));
        await central.StopAsync();
        foreach (var file in Directory.EnumerateFiles(central.Folder, "*", SearchOption.AllDirectories)) places[file] = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
        Assert.Contains(places.Keys, place => place.EndsWith("ocppdashboard.db", StringComparison.Ordinal));
        foreach (var (place, text) in places)
            foreach (var secret in new[] { Secret, Encoded })
                if (text.IndexOf(secret, StringComparison.Ordinal) is var at and >= 0) Assert.Fail($"{place}: …{text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 20)]}");
    }
}
