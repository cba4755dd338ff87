using System.Text.Json;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Features.BulkTasks;

/// <summary>Does a task's action at one charge point, with the parts of the payload that are its own.</summary>
public sealed class BulkSender(
    ChargePointCommands commands, ChargePointStore store, BulkAddresses addresses, ReservationIds reservations, LocalListService lists, ConfigurationWriter writer)
{
    internal Task<BulkResult> RunAsync(BulkJob job) => job switch
    {
        { Action: BulkOrder.Template } => PushAsync(job),
        { Action: "RemoteStopTransaction" } when !job.Payload.TryGetProperty("transactionId", out _) => StopAllAsync(job),
        { Action: "ReserveNow" } => SendAsync(job, BulkPayload.WithReservationId(job.Payload, job.Number, reservations.Next)),
        { Action: "SendLocalList" } when !job.Payload.TryGetProperty("listVersion", out _) => SendListAsync(job),
        { Action: "SetChargingProfile" } => SendAsync(job, BulkPayload.WithTransaction(job.Payload, store.Find(job.ChargePointId))),
        { File: { } file } => SendFileAsync(job, file),
        _ => SendAsync(job, job.Payload),
    };

    private async Task<BulkResult> SendAsync(BulkJob job, JsonElement payload, long? transferId = null) =>
        BulkResult.Of(await commands.SendAsync(job.ChargePointId, job.Action, payload, job.RequestedBy, fileTransferId: transferId));

    private async Task<BulkResult> SendFileAsync(BulkJob job, BulkFile file)
    {
        var address = await addresses.MakeAsync(job.ChargePointId, file);
        if (address.Location is null) return new(false, address.Problem ?? "there is no address for its file");
        var sent = await commands.SendAsync(job.ChargePointId, job.Action, BulkPayload.WithAddress(job.Payload, address.Location), job.RequestedBy, fileTransferId: address.TransferId);
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

    private async Task<BulkResult> SendListAsync(BulkJob job)
    {
        var isFull = !job.Payload.TryGetProperty("updateType", out var type) || type.ToString() != nameof(UpdateType.Differential);
        if (await lists.SendAsync(job.ChargePointId, isFull ? UpdateType.Full : UpdateType.Differential, job.RequestedBy) is not { } sending)
            return new(true, "has the list already");
        var (last, planned) = (sending.Last, sending.Planned);
        var result = BulkResult.Of(last);
        var part = planned == 1 ? "" : result.Succeeded ? $", {Quantity.Of(planned, "message")}" : $", message {sending.Sent} of {planned}";
        return result with { Text = result.Text + (result.Succeeded ? $", version {CommandTexts.Number(last.RequestJson, "listVersion")}" : "") + part };
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
}
