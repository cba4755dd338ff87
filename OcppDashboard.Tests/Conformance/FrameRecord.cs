using System.Text.Json;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Conformance;

/// <summary>Every frame of the plays of one group, and what the published schemas say about those of the server.</summary>
public sealed class FrameRecord
{
    private readonly Lock gate = new();
    private readonly List<string> sent = [];
    private readonly Dictionary<string, string> calls = [];

    /// <summary>Frames of the server, in order.</summary>
    public IReadOnlyList<string> Sent
    {
        get { lock (gate) return [.. sent]; }
    }

    internal void Add(bool fromServer, string text)
    {
        lock (gate)
        {
            if (fromServer) sent.Add(text);
            else if (JsonDocument.Parse(text).RootElement is var frame && frame[0].GetInt32() == 2) calls[frame[1].GetString()!] = frame[2].GetString()!;
        }
    }

    /// <summary>What is wrong with the server's frames: a CALL is held against the schema of its action, a CALLRESULT against that of the answer; a CALLERROR is wrong in itself.</summary>
    public IReadOnlyList<string> Faults()
    {
        lock (gate) return [.. sent.SelectMany(FaultsOf)];
    }

    private IEnumerable<string> FaultsOf(string text)
    {
        var frame = JsonDocument.Parse(text).RootElement;
        var id = frame[1].GetString()!;
        if (id.Length is 0 or > 36) yield return $"a UniqueId of {id.Length} characters: {text}";
        switch (frame[0].GetInt32())
        {
            case 2 when frame.GetArrayLength() == 4:
                foreach (var fault in Validate(frame[2].GetString()!, frame[3])) yield return $"{fault} in {text}";
                break;
            case 3 when frame.GetArrayLength() == 3:
                if (!calls.TryGetValue(id, out var action)) yield return $"an answer to nothing: {text}";
                else foreach (var fault in Validate(action + "Response", frame[2])) yield return $"{fault} in {text}";
                break;
            default:
                yield return $"neither CALL nor CALLRESULT: {text}";
                break;
        }
    }

    private static IReadOnlyList<string> Validate(string schema, JsonElement payload) =>
        JsonSchemaValidator.Parse(File.ReadAllText(SharedFolder.PathOf("ocpp16-schemas", schema + ".json"))).Validate(payload);
}
