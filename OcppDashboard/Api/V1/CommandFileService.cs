using System.Text.Json;
using System.Text.Json.Nodes;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Api.V1;

/// <summary>What a command is sent with.</summary>
/// <param name="Payload">Null where the errors say what is wrong.</param>
/// <param name="TransferId">The one-time address in the payload; null: none of ours.</param>
internal sealed record CommandBody(JsonObject? Payload, long? TransferId, IReadOnlyDictionary<string, string> Errors);

/// <summary>Makes the payload of a command of a body: one-time addresses of this server's files in place of <see cref="CommandFile"/>'s members.</summary>
internal sealed class CommandFileService(FirmwareLibrary library, FirmwareSigner signer, TransferAddresses addresses, FileTransfers transfers, TimeProvider time)
{
    /// <param name="chargePoint">Null: it is not connected; then nothing is made and the body is only read.</param>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">The address could not be kept; nothing was sent.</exception>
    public async Task<CommandBody> ReadAsync(OcppAction action, JsonElement body, ChargePointSnapshot? chargePoint, CancellationToken stop)
    {
        Dictionary<string, string> errors = [];
        JsonObject? given;
        CommandFile? file = null;
        if (body.ValueKind == JsonValueKind.Object && CommandFile.IsCarriedBy(action.Name) && (given = JsonObject.Create(body)) is not null)
        {
            file = CommandFile.Take(action.Name, given, library, errors);
            if (errors.Count > 0) return new(null, null, errors);
            if (file is not null) return await WithFileAsync(action, given, file, chargePoint, errors, stop);
        }
        return new(PayloadCheck.Read(action, body, out errors), null, errors);
    }

    private async Task<CommandBody> WithFileAsync(
        OcppAction action, JsonObject given, CommandFile file, ChargePointSnapshot? chargePoint, Dictionary<string, string> errors, CancellationToken stop)
    {
        const string placeholder = "http://localhost/"; // all else is looked at before an address is made
        CommandFile.Put(action.Name, given, placeholder, time.GetUtcNow());
        if (action.Name == "SignedUpdateFirmware")
        {
            try
            {
                CommandFile.Sign(given, await signer.SignAsync(file.Firmware!, stop));
            }
            catch (SigningFailedException exception)
            {
                return new(null, null, new Dictionary<string, string> { [CommandFile.FirmwareMember] = exception.Message });
            }
        }
        var payload = PayloadCheck.Read(action, JsonSerializer.SerializeToElement(given), out var wrong);
        if (payload is null || chargePoint is null) return new(payload, null, wrong);
        if (file.Choose(chargePoint, addresses, errors) is not { } scheme) return new(null, null, errors);
        var notBefore = NotBefore(payload);
        var offer = file.Firmware is null
            ? await transfers.OfferUploadAsync(chargePoint, scheme)
            : await transfers.OfferFirmwareAsync(chargePoint, file.Firmware, scheme, notBefore);
        CommandFile.Put(action.Name, payload, offer.Address, time.GetUtcNow());
        return new(payload, offer.TransferId, errors);
    }

    /// <summary>When the file may be fetched at the earliest: the address stays good for its usual time after that.</summary>
    private static DateTimeOffset? NotBefore(JsonObject payload) =>
        (payload["retrieveDate"] ?? payload["firmware"]?["retrieveDateTime"]) is JsonValue text && text.TryGetValue<string>(out var date) ? OcppTimestamp.Parse(date).Value : null;

    /// <summary>Ends an address that nothing was sent with.</summary>
    public void Revoke(long transferId)
    {
        if (transfers.Find(transferId) is { } transfer) transfers.End(transfer, TransferEnd.Revoked);
    }
}
