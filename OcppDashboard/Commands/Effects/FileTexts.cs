using System.Globalization;
using System.Text.Json;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Commands.Effects;

/// <summary>What timelines say about files, and what commands about files say.</summary>
internal static class FileTexts
{
    /// <summary>Bytes in words: <c>812 bytes</c>, <c>12.3 kB</c>, <c>28.6 MB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1000 => Quantity.Of(bytes, "byte"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
    };

    /// <summary>How far: <c>43 % (12.3 MB of 28.6 MB, 1.2 MB/s)</c>.</summary>
    public static string Far(FileMoved m)
    {
        var rate = m.BytesPerSecond is { } bytes ? $", {Size((long)bytes)}/s" : "";
        return m.Total is { } total and > 0 ? $"{100 * m.Bytes / total} % ({Size(m.Bytes)} of {Size(total)}{rate})" : $"{Size(m.Bytes)}{rate}";
    }

    /// <summary>What to look at when a charge point does not come to an address.</summary>
    public static string Advice(CommandSnapshot command)
    {
        var (scheme, host) = Address(command);
        return host.Length == 0 ? "check the address"
            : $"check that it reaches {host} from its network (firewall, DNS), and that it takes {scheme} at all: its key SupportedFileTransferProtocols may say";
    }

    /// <summary>When a download may begin; null: at once.</summary>
    public static DateTimeOffset? RetrieveDate(CommandSnapshot command) =>
        (Find(command, "retrieveDate") ?? Find(command, "firmware", "retrieveDateTime"))?.ToString() is { } text ? OcppTimestamp.Parse(text).Value : null;

    public static int? Retries(CommandSnapshot command) => Find(command, "retries") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var retries) ? retries : null;

    private static (string Scheme, string Host) Address(CommandSnapshot command)
    {
        var location = (Find(command, "location") ?? Find(command, "firmware", "location") ?? Find(command, "log", "remoteLocation"))?.ToString() ?? "";
        var parts = location.Split("://", 2);
        return parts.Length < 2 ? ("", "") : (parts[0], parts[1].Split('/')[0].Split('@')[^1]);
    }

    private static JsonElement? Find(CommandSnapshot command, params string[] path)
    {
        try
        {
            using var document = JsonDocument.Parse(command.RequestJson);
            var element = document.RootElement;
            foreach (var name in path)
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
            return element.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
