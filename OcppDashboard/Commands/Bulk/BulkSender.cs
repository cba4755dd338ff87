using System.Text.Json;
using System.Text.Json.Nodes;
using OcppDashboard.Commands.Configuration;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Commands.Bulk;

/// <summary>Does a task's action at one charge point, with the parts of the payload that are its own.</summary>
public sealed class BulkSender(ChargePointCommands commands, ChargePointStore store, IBulkAddresses addresses, ConfigurationWriter writer)
{
    internal Task<BulkResult> RunAsync(BulkJob job) => job switch
    {
        { Action: BulkOrder.Template } => PushAsync(job),
        { Action: "RemoteStopTransaction" } when !job.Payload.TryGetProperty("transactionId", out _) => StopAllAsync(job),
        { Action: "ReserveNow" } => SendAsync(job, Counted(job.Payload, "reservationId", job.Number)),
        { File: { } file } => SendFileAsync(job, file),
        _ => SendAsync(job, job.Payload),
    };

    private async Task<BulkResult> SendAsync(BulkJob job, JsonElement payload, long? transferId = null) =>
        BulkResult.Of(await commands.SendAsync(job.ChargePointId, job.Action, payload, job.RequestedBy, fileTransferId: transferId));

    private async Task<BulkResult> SendFileAsync(BulkJob job, BulkFile file)
    {
        var address = await addresses.MakeAsync(job.ChargePointId, file);
        if (address.Location is null) return new(false, address.Problem ?? "there is no address for its file");
        var sent = await commands.SendAsync(job.ChargePointId, job.Action, Placed(job.Payload, address.Location), job.RequestedBy, fileTransferId: address.TransferId);
        if (sent.State == CommandState.NotSent && address.TransferId is { } id) addresses.Revoke(id);
        return BulkResult.Of(sent);
    }

    private async Task<BulkResult> StopAllAsync(BulkJob job)
    {
        var running = store.Find(job.ChargePointId)?.OpenTransactions.ToList() ?? [];
        if (running.Count == 0) return new(true, "no transaction is running");
        var results = new List<BulkResult>();
        foreach (var transaction in running)
            results.Add(BulkResult.Of(await commands.SendAsync(job.ChargePointId, new RemoteStopTransactionRequest(transaction.WireId ?? transaction.Id), job.RequestedBy)));
        if (results.Count == 1) return results[0];
        return new(results.TrueForAll(result => result.Succeeded), string.Join('\n', results.Select((result, i) => $"{running[i].Id}: {result.Text}")), results[^1].CommandId);
    }

    /// <summary>A line for each key that was changed or could not be, and one for those that have their value already.</summary>
    private async Task<BulkResult> PushAsync(BulkJob job)
    {
        var values = job.Payload.GetProperty("values").EnumerateObject().Select(member => (member.Name, Value: member.Value.GetString() ?? "")).ToList();
        var (changes, problem) = await writer.ApplyAsync(job.ChargePointId, values, job.RequestedBy);
        var lines = changes.Where(change => change.Outcome != ChangeOutcome.Same).Select(change => $"{change.Key}: {change.Words}").ToList();
        if (changes.Where(change => change.Outcome == ChangeOutcome.Same).Select(change => change.Key).ToList() is { Count: > 0 } same) lines.Add($"already so: {string.Join(", ", same)}");
        if (problem is not null) lines.Add(problem);
        return new(problem is null && changes.All(change => change.IsGood), string.Join('\n', lines), changes.LastOrDefault(change => change.CommandId is not null)?.CommandId);
    }

    private static JsonElement Counted(JsonElement payload, string member, int number)
    {
        var json = JsonObject.Create(payload)!;
        if (json[member] is JsonValue value && value.TryGetValue<int>(out var first)) json[member] = unchecked(first + number) & int.MaxValue;
        return JsonSerializer.SerializeToElement(json);
    }

    /// <summary>The payload with the address where the action has it.</summary>
    private static JsonElement Placed(JsonElement payload, string location)
    {
        var json = JsonObject.Create(payload)!;
        var (holder, member) = (json["log"], json["firmware"]) switch
        {
            (JsonObject log, _) => (log, "remoteLocation"),
            (_, JsonObject firmware) => (firmware, "location"),
            _ => (json, "location"),
        };
        holder[member] = location;
        return JsonSerializer.SerializeToElement(json);
    }
}
