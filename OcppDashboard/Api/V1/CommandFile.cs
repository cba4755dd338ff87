using System.Text.Json;
using System.Text.Json.Nodes;
using OcppDashboard.Commands;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Api.V1;

/// <summary>
/// What a program asks of this server's own files in the body of a command: <c>firmwareFileId</c> in place of the address in UpdateFirmware and
/// SignedUpdateFirmware, <c>receive</c> (http, https, ftp, ftps) in GetDiagnostics and GetLog. A body without them is a plain payload.
/// </summary>
/// <param name="Firmware">What the charge point fetches; null: it sends a file here.</param>
/// <param name="Scheme">How it comes; null: the best that is offered to it.</param>
internal sealed record CommandFile(FirmwareFile? Firmware, FileScheme? Scheme)
{
    public const string FirmwareMember = "firmwareFileId", ReceiveMember = "receive", SchemeMember = "scheme";

    /// <summary>True where the action can carry an address of ours.</summary>
    public static bool IsCarriedBy(string action) => action is "UpdateFirmware" or "SignedUpdateFirmware" or "GetDiagnostics" or "GetLog";

    public static bool Sends(string action) => action is "GetDiagnostics" or "GetLog";

    /// <summary>Takes the members of ours out of a body.</summary>
    /// <returns>Null where it has none, or where <paramref name="errors"/> says what is wrong with them.</returns>
    public static CommandFile? Take(string action, JsonObject body, FirmwareLibrary library, Dictionary<string, string> errors)
    {
        if (!IsCarriedBy(action)) return null;
        var named = Sends(action) ? ReceiveMember : FirmwareMember;
        if (!body.Remove(named, out var value)) return null;
        if (AddressOf(action, body) is { } given) errors[given] = $"and {named} are two places for one file: give one of them";
        if (Sends(action))
        {
            var receive = ReadScheme(value, ReceiveMember, errors);
            return errors.Count == 0 ? new(null, receive) : null;
        }
        FileScheme? scheme = body.Remove(SchemeMember, out var over) ? ReadScheme(over, SchemeMember, errors) : null;
        var file = value is JsonValue number && number.TryGetValue<long>(out var id) ? library.Find(id) : null;
        if (file is null) errors[FirmwareMember] = $"is the id of no firmware file: {ApiV1.Prefix}/firmware-files lists them";
        return errors.Count == 0 ? new(file, scheme) : null;
    }

    /// <summary>Where the file goes, for this charge point.</summary>
    /// <returns>Null where <paramref name="errors"/> says why not.</returns>
    public FileScheme? Choose(ChargePointSnapshot chargePoint, TransferAddresses addresses, Dictionary<string, string> errors)
    {
        var offered = addresses.Schemes(chargePoint, Firmware is null);
        if (Scheme is null && offered.Count > 0) return offered[0];
        if (Scheme is { } wanted && offered.Contains(wanted)) return wanted;
        errors[Firmware is null ? ReceiveMember : SchemeMember] = offered.Count == 0
            ? "cannot be used: the address under which the charge point reaches this server is not known yet"
            : $"is one of {string.Join(", ", offered.Select(Word))} for this charge point";
        return null;
    }

    /// <summary>Puts an address into the payload, and what the command needs beside it where the body left it out.</summary>
    public static void Put(string action, JsonObject payload, string address, DateTimeOffset now)
    {
        switch (action)
        {
            case "UpdateFirmware":
                payload["location"] = address;
                payload["retrieveDate"] ??= OcppTimestamp.Format(now);
                break;
            case "GetDiagnostics":
                payload["location"] = address;
                break;
            case "GetLog":
                if (payload["log"] is not JsonObject) payload["log"] = new JsonObject();
                payload["log"]!["remoteLocation"] = address;
                payload["logType"] ??= nameof(LogType.DiagnosticsLog);
                payload["requestId"] ??= RequestId.Next(now);
                break;
            case "SignedUpdateFirmware":
                if (payload["firmware"] is not JsonObject) payload["firmware"] = new JsonObject();
                payload["firmware"]!["location"] = address;
                payload["firmware"]!["retrieveDateTime"] ??= OcppTimestamp.Format(now);
                payload["requestId"] ??= RequestId.Next(now);
                break;
        }
    }

    /// <summary>Puts certificate and signature of a signed update beside its address.</summary>
    public static void Sign(JsonObject payload, FirmwareSignature signature)
    {
        payload["firmware"]!["signingCertificate"] = signature.Certificate;
        payload["firmware"]!["signature"] = signature.Signature;
    }

    private static string? AddressOf(string action, JsonObject body) => action switch
    {
        "GetLog" => body["log"] is JsonObject log && log.ContainsKey("remoteLocation") ? "log.remoteLocation" : null,
        "SignedUpdateFirmware" => body["firmware"] is JsonObject firmware && firmware.ContainsKey("location") ? "firmware.location" : null,
        _ => body.ContainsKey("location") ? "location" : null,
    };

    private static FileScheme? ReadScheme(JsonNode? value, string member, Dictionary<string, string> errors)
    {
        if (value is JsonValue text && text.TryGetValue<string>(out var word) && Enum.TryParse<FileScheme>(word, ignoreCase: true, out var scheme) && Word(scheme) == word.ToLowerInvariant()) return scheme;
        errors[member] = $"is one of {string.Join(", ", Enum.GetValues<FileScheme>().Select(Word))}";
        return null;
    }

    private static string Word(FileScheme scheme) => scheme.ToString().ToLowerInvariant();
}
