using System.Globalization;
using System.Text.Json;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Components.Messages;

/// <summary>What a CALL says in one short line, for lists of messages. Reads any text and never throws.</summary>
public static class MessageSummary
{
    private const int Limit = 160;

    /// <param name="frame">The CALL as text, secrets masked.</param>
    public static string Of(string action, string frame)
    {
        try
        {
            using var document = JsonDocument.Parse(frame, new JsonDocumentOptions { MaxDepth = 32, AllowTrailingCommas = true });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() < 4) return action.Length == 0 ? Cut(frame) : "";
            return root[3] is { ValueKind: JsonValueKind.Object } payload ? Cut(Describe(action, payload)) : Cut(root[3].GetRawText());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Cut(frame); // no JSON: what came is the best description
        }
    }

    private static string Describe(string action, JsonElement p) => action switch
    {
        "Authorize" => "idTag " + p.Text("idTag"),
        "BootNotification" => Line(p.Text("chargePointVendor"), p.Text("chargePointModel"), p.Text("chargePointSerialNumber"), p.Text("firmwareVersion")),
        "Heartbeat" or "ClearCache" or "GetLocalListVersion" => "",
        "StatusNotification" => Line(p.Text("connectorId"), p.Text("status"), p.Text("errorCode") is "NoError" ? "" : p.Text("errorCode"), p.Text("vendorErrorCode"), p.Text("info")),
        "StartTransaction" => Line(p.Text("connectorId"), "idTag " + p.Text("idTag"), Register(p, "meterStart")),
        "StopTransaction" => Line("tx " + p.Text("transactionId"), Register(p, "meterStop"), p.Text("reason")),
        "MeterValues" => Line(p.Text("connectorId"), p.Text("transactionId") is { Length: > 0 } tx ? "tx " + tx : "", Readings(p)),
        "DataTransfer" => Line(p.Text("vendorId"), p.Text("messageId"), p.Text("data")),
        "ChangeConfiguration" => $"{p.Text("key")} = {p.Text("value")}",
        "GetConfiguration" => p.TryGetProperty("key", out var keys) && keys is { ValueKind: JsonValueKind.Array } && keys.GetArrayLength() > 0 ? keys.GetRawText() : "all keys",
        "RemoteStartTransaction" => Line(p.Text("connectorId"), "idTag " + p.Text("idTag"), p.TryGetProperty("chargingProfile", out _) ? "with a charging profile" : ""),
        "RemoteStopTransaction" => "tx " + p.Text("transactionId"),
        "GetDiagnostics" or "UpdateFirmware" => Line(Address(p.Text("location")), p.Text("retrieveDate"), Span(p.Text("startTime"), p.Text("stopTime"))),
        "SendLocalList" => Line(p.Text("updateType"), "version " + p.Text("listVersion"), Count(p, "localAuthorizationList", "tag")),
        "SetChargingProfile" => Line(p.Text("connectorId"), Profile(p)),
        "SecurityEventNotification" => Line(p.Text("type"), p.Text("techInfo")),
        _ => Line([.. p.EnumerateObject().Where(m => m.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)).Select(m => m.Value.Short())]),
    };

    private static string Readings(JsonElement p)
    {
        if (!p.TryGetProperty("meterValue", out var values) || values.ValueKind != JsonValueKind.Array || values.GetArrayLength() == 0) return "no readings";
        var last = values[values.GetArrayLength() - 1];
        if (last.ValueKind != JsonValueKind.Object || !last.TryGetProperty("sampledValue", out var samples) || samples.ValueKind != JsonValueKind.Array) return "no readings";
        string power = "", soc = "", current = "", energy = "";
        foreach (var sample in samples.EnumerateArray())
        {
            if (sample.ValueKind != JsonValueKind.Object || sample.Text("phase").Length > 0 && current.Length > 0) continue;
            var (value, unit) = (sample.Text("value"), sample.Text("unit"));
            switch (sample.Text("measurand"))
            {
                case "Power.Active.Import" when sample.Text("phase").Length == 0: power = "Power " + Scaled(value, unit.Length == 0 ? "W" : unit, "W", "kW"); break;
                case "SoC": soc = $"SoC {value} %"; break;
                case "Current.Import": current = value + " A"; break;
                case "" or "Energy.Active.Import.Register" when sample.Text("phase").Length == 0: energy = Scaled(value, unit.Length == 0 ? "Wh" : unit, "Wh", "kWh"); break;
            }
        }
        var more = values.GetArrayLength() is > 1 and var n ? $"{n} points" : "";
        return Line(power, soc.Length > 0 ? soc : current, energy, more);
    }

    private static string Scaled(string value, string unit, string from, string to) =>
        unit == from && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? (number / 1000).ToString(to == "kW" ? "0.0" : "0.00", CultureInfo.InvariantCulture) + " " + to
            : $"{value} {unit}".Trim();

    private static string Register(JsonElement p, string name) => p.Text(name) is { Length: > 0 } wh ? Scaled(wh, "Wh", "Wh", "kWh") : "";

    /// <summary>Where and what: the path between is long and says nothing.</summary>
    private static string Address(string location)
    {
        if (location.Length <= 48 || !Uri.TryCreate(location, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return location;
        return $"{uri.Scheme}://{uri.Authority}/…/{uri.Segments[^1]}";
    }

    private static string Span(string from, string to) => from.Length + to.Length == 0 ? "" : $"{from} to {(to.Length == 0 ? "now" : to)}";

    private static string Count(JsonElement p, string name, string what) =>
        p.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? Quantity.Of(list.GetArrayLength(), what) : "";

    private static string Profile(JsonElement p)
    {
        if (!p.TryGetProperty("csChargingProfiles", out var profile) || profile.ValueKind != JsonValueKind.Object) return "";
        var schedule = profile.TryGetProperty("chargingSchedule", out var s) && s.ValueKind == JsonValueKind.Object ? s : default;
        var first = schedule.ValueKind == JsonValueKind.Object && schedule.TryGetProperty("chargingSchedulePeriod", out var periods)
            && periods.ValueKind == JsonValueKind.Array && periods.GetArrayLength() > 0 && periods[0].ValueKind == JsonValueKind.Object ? periods[0] : default;
        return Line(profile.Text("chargingProfilePurpose"), first.ValueKind == JsonValueKind.Object ? $"{first.Text("limit")} {schedule.Text("chargingRateUnit")}" : "");
    }

    private static string Line(params string[] parts) => string.Join(" · ", parts.Where(part => part.Trim().Length > 0));

    private static string Text(this JsonElement element, string name) => element.TryGetProperty(name, out var member) ? member.Short() : "";

    private static string Short(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Cut(element.GetString() ?? ""),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => Cut(element.GetRawText()),
    };

    private static string Cut(string text) => VisibleText.Of(text.Length <= Limit ? text : string.Concat(text.AsSpan(0, Limit - 1), "…"));
}
