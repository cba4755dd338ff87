using System.Globalization;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator;

/// <summary>What the command <c>simulate</c> was told.</summary>
/// <param name="Url">Without the identity.</param>
/// <param name="Seconds">Null: until it is ended.</param>
/// <param name="Behaviour">Name and value of what differs from the model's behaviour.</param>
internal sealed record SimulateArguments(Uri Url, int Count, SimulatedModel Model, string Prefix, string? Password, double Speed, double? Seconds,
    IReadOnlyDictionary<string, string> Behaviour)
{
    private const int MostChargePoints = 20_000;
    private static readonly string[] Known = ["--url", "--count", "--station", "--prefix", "--password", "--speed", "--seconds", "--behaviour"];

    public static string Usage => $"""
        Usage: OcppDashboard simulate --url ws://host:port/ocpp [--count 1] [--station wallbox] [--prefix SIM-] [--password x] [--speed 1] [--seconds n] [--behaviour name=value ...]
          --url       address of the central system, without the charge point's identity
          --count     number of charge points, 1 to {MostChargePoints}
          --station   {string.Join(", ", SimulatedModels.Names)}
          --prefix    of the identities, followed by a number
          --password  for HTTP Basic credentials; absent: none are sent
          --speed     how many times as fast as real time the charge points live, 0.1 to 100
          --seconds   ends by itself after so many seconds; absent: Ctrl+C ends
          --behaviour what is otherwise than the station's file says, may come several times, such as --behaviour transferBytesPerSecond=10000
                      --behaviour installedAfterReboot=false --behaviour skipsFirmwareStatuses=Downloading,Downloaded; names:
                      {string.Join(",\n              ", BehaviourChanges.Names.Chunk(5).Select(names => string.Join(", ", names)))}
        """;

    /// <summary>The arguments, or null and every mistake; null without mistakes when help was asked for.</summary>
    public static (SimulateArguments? Arguments, IReadOnlyList<string> Faults) Parse(IReadOnlyList<string> args)
    {
        var words = args.Count > 0 && args[0] == "simulate" ? args.Skip(1).ToArray() : [.. args];
        if (words.Any(word => word is "--help" or "-h")) return (null, []);
        var faults = new List<string>();
        var behaviour = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var values = Read(words, behaviour, faults);
        faults.AddRange(BehaviourChanges.Faults(behaviour).Select(fault => $"--behaviour {fault}"));
        var url = ReadUrl(values.GetValueOrDefault("--url"), faults);
        var model = SimulatedModels.Find(values.GetValueOrDefault("--station", "wallbox"));
        if (model is null) faults.Add($"--station {values["--station"]} is not known. Known are: {string.Join(", ", SimulatedModels.Names)}.");
        var count = ReadNumber(values, "--count", 1, 1, MostChargePoints, faults);
        if (count != Math.Floor(count)) faults.Add("--count must be a whole number.");
        var speed = ReadNumber(values, "--speed", 1, 0.1, 100, faults);
        double? seconds = values.ContainsKey("--seconds") ? ReadNumber(values, "--seconds", 0, 0.1, 1e7, faults) : null;
        var prefix = values.GetValueOrDefault("--prefix", "SIM-");
        if (prefix.Length == 0) faults.Add("--prefix must not be empty.");
        var identity = ChargePointIdentity.Read($"{prefix}{MostChargePoints}", out var fault);
        if (fault is not null) faults.Add($"--prefix makes no identities: one {fault}.");
        else if (!identity.StartsWith(prefix, StringComparison.Ordinal)) faults.Add("--prefix must not begin with a blank, and be composed Unicode.");
        return faults.Count > 0 ? (null, faults) : (new(url!, (int)count, model!, prefix, values.GetValueOrDefault("--password"), speed, seconds, behaviour), faults);
    }

    private static Dictionary<string, string> Read(string[] words, Dictionary<string, string> behaviour, List<string> faults)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Length; i++)
        {
            var parts = words[i].Split('=', 2);
            var value = parts.Length == 2 ? parts[1] : i + 1 < words.Length && !words[i + 1].StartsWith("--", StringComparison.Ordinal) ? words[i + 1] : null;
            if (!Known.Contains(parts[0]))
            {
                faults.Add($"{words[i]} is not known.");
                continue;
            }
            if (value is null) faults.Add($"{parts[0]} needs a value.");
            else if (parts[0] != "--behaviour") values[parts[0]] = value;
            else if (value.Split('=', 2) is [{ Length: > 0 } name, var change]) behaviour[name] = change;
            else faults.Add($"--behaviour {value} must be a name and a value: name=value.");
            if (parts.Length == 1 && value is not null) i++;
        }
        return values;
    }

    private static Uri? ReadUrl(string? text, List<string> faults)
    {
        if (text is null) faults.Add("--url is missing.");
        else if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "ws" or "wss" && url.Host.Length > 0) return url;
        else faults.Add($"--url {text} is no ws:// or wss:// address.");
        return null;
    }

    private static double ReadNumber(Dictionary<string, string> values, string name, double otherwise, double least, double most, List<string> faults)
    {
        if (!values.TryGetValue(name, out var text)) return otherwise;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be a number from {least} to {most}, not \"{text}\"."));
        return otherwise;
    }
}
