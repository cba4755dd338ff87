using System.Globalization;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>The configuration keys: values, what may be written, and what waits for a reboot.</summary>
internal sealed class Settings
{
    private readonly List<ConfigurationDesign> order = [];
    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ConfigurationDesign> designs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> afterReboot = new(StringComparer.OrdinalIgnoreCase);
    private readonly IReadOnlyList<string> measurands;

    public Settings(SimulatedModel model, IReadOnlyDictionary<string, string>? changes)
    {
        measurands = model.Measurands;
        foreach (var design in model.Configuration)
        {
            order.Add(design);
            designs.Add(design.Key, design);
            values.Add(design.Key, changes?.GetValueOrDefault(design.Key) ?? design.Value);
        }
    }

    /// <summary>Raised with the key after a value took effect.</summary>
    public event Action<string>? Changed;

    public int Count => order.Count;

    /// <summary>The value, or null for a key that this model does not have.</summary>
    public string? Text(string key) => values.GetValueOrDefault(key);

    public int Integer(string key, int otherwise = 0) =>
        int.TryParse(Text(key), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    public bool Flag(string key, bool otherwise = false) => bool.TryParse(Text(key), out var value) ? value : otherwise;

    public TimeSpan Seconds(string key, int otherwise = 0) => TimeSpan.FromSeconds(Math.Max(0, Integer(key, otherwise)));

    public IReadOnlyList<string> List(string key) =>
        Text(key)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public bool Supports(FeatureProfile profile) =>
        profile == FeatureProfile.Core || List("SupportedFeatureProfiles").Contains(profile.ToString(), StringComparer.OrdinalIgnoreCase);

    public GetConfigurationResponse Read(IReadOnlyList<string>? keys)
    {
        if (keys is not { Count: > 0 }) return new([.. order.Select(Entry)]);
        var known = keys.Where(designs.ContainsKey).Distinct(StringComparer.OrdinalIgnoreCase).Select(key => Entry(designs[key])).ToList();
        var unknown = keys.Where(key => !designs.ContainsKey(key)).ToList();
        return new(known.Count > 0 ? known : null, unknown.Count > 0 ? unknown : null);
    }

    /// <summary>What a ChangeConfiguration does.</summary>
    public ConfigurationStatus Write(string key, string value)
    {
        if (!designs.TryGetValue(key, out var design)) return ConfigurationStatus.NotSupported;
        if (design.Readonly || !IsValid(design, value)) return ConfigurationStatus.Rejected;
        if (design.RebootRequired)
        {
            afterReboot[design.Key] = value;
            return ConfigurationStatus.RebootRequired;
        }
        Set(design.Key, value);
        return ConfigurationStatus.Accepted;
    }

    /// <summary>Sets a value that the charge point itself learned; nothing happens for a key that it does not have.</summary>
    public void Set(string key, string value)
    {
        if (!values.TryGetValue(key, out var old) || old == value) return;
        values[key] = value;
        Changed?.Invoke(key);
    }

    /// <summary>What waited for the reboot takes effect.</summary>
    public void Rebooted()
    {
        var waiting = afterReboot.ToArray();
        afterReboot.Clear();
        foreach (var (key, value) in waiting) Set(key, value);
    }

    private KeyValue Entry(ConfigurationDesign design) => new(design.Key, design.Readonly, design.WriteOnly ? null : values[design.Key]);

    private bool IsValid(ConfigurationDesign design, string value) => design.Type switch
    {
        ConfigurationType.Integer => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= (design.Min ?? 0) && number <= (design.Max ?? int.MaxValue),
        ConfigurationType.Boolean => bool.TryParse(value, out _),
        ConfigurationType.List => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .All(item => (IsMeasurandList(design.Key) ? measurands : design.Allowed)?.Contains(item, StringComparer.Ordinal) ?? true),
        _ => value.Length >= (design.Min ?? 0) && value.Length <= (design.Max ?? 500) && (design.Allowed?.Contains(value, StringComparer.Ordinal) ?? true),
    };

    private static bool IsMeasurandList(string key) => key is "MeterValuesSampledData" or "MeterValuesAlignedData" or "StopTxnSampledData" or "StopTxnAlignedData";
}
