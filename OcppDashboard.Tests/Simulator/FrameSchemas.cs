using System.Collections.Concurrent;
using System.Text.Json;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Simulator;

/// <summary>Holds what charge points sent against the schemas of OCPP 1.6, where the folder with them is there.</summary>
internal static class FrameSchemas
{
    private static readonly ConcurrentDictionary<string, JsonSchemaValidator> Read = new();

    /// <param name="name">The action, for an answer followed by Response.</param>
    public static IEnumerable<string> Faults(string name, JsonElement payload) => SharedFolder.Location is null ? [] : Of(name).Validate(payload)
        // the serial number of that report is longer than the specification allows, and was sent like this
        .Where(fault => !(name == "BootNotification" && fault.StartsWith("$.chargePointSerialNumber: longer", StringComparison.Ordinal)))
        .Select(fault => $"{name} {fault}");

    private static JsonSchemaValidator Of(string name) =>
        Read.GetOrAdd(name, key => JsonSchemaValidator.Parse(File.ReadAllText(SharedFolder.PathOf("ocpp16-schemas", key + ".json"))));
}
