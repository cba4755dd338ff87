using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OcppDashboard.Simulator;

/// <summary>The models that the simulator knows: the embedded files of <c>Stations/</c>.</summary>
public static class SimulatedModels
{
    private const string Folder = "Simulator.Stations.";

    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private static readonly Lazy<IReadOnlyDictionary<string, SimulatedModel>> Loaded = new(Load);

    public static IReadOnlyCollection<string> Names => [.. Loaded.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The model of that name, or null; upper and lower case are the same.</summary>
    public static SimulatedModel? Find(string name) => Loaded.Value.GetValueOrDefault(name);

    /// <exception cref="ArgumentException">There is no such model.</exception>
    public static SimulatedModel Get(string name) =>
        Find(name) ?? throw new ArgumentException($"There is no model \"{name}\". Known are: {string.Join(", ", Names)}.", nameof(name));

    /// <summary>How the model behaves with a firmware version: its own behaviour with what that version changes.</summary>
    /// <param name="changes">What else differs, by the names of <see cref="BehaviourChanges"/>; stronger than the version's.</param>
    /// <exception cref="ArgumentException">A change is none.</exception>
    public static Behaviour BehaviourWith(this SimulatedModel model, string version, IReadOnlyDictionary<string, string>? changes = null)
    {
        var ofVersion = model.Firmware?.GetValueOrDefault(version);
        if (ofVersion is null && changes is not { Count: > 0 }) return model.Behaviour;
        var merged = JsonSerializer.SerializeToNode(model.Behaviour, Reading)!.AsObject();
        foreach (var (name, value) in (ofVersion ?? []).Concat(BehaviourChanges.Read(changes))) merged[name] = value?.DeepClone();
        return merged.Deserialize<Behaviour>(Reading)!;
    }

    private static Dictionary<string, SimulatedModel> Load()
    {
        var assembly = typeof(SimulatedModels).Assembly;
        var models = new Dictionary<string, SimulatedModel>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in assembly.GetManifestResourceNames().Where(name => name.Contains(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(file)!;
            var model = JsonSerializer.Deserialize<SimulatedModel>(stream, Reading) ?? throw new InvalidDataException($"{file} is empty.");
            models.Add(model.Name, model);
        }
        return models;
    }
}
