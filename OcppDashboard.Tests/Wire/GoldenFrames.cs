using System.Text.Json;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Wire;

/// <summary>The frames in <c>Wire/Golden</c>: for each action a request and a response, each minimal and full, compact and in the specification's order.</summary>
internal static class GoldenFrames
{
    private static readonly string Folder = Repository.PathOf("OcppDashboard.Tests", "Wire", "Golden");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path));

    /// <summary>Rows (action, variant) for a theory over requests or responses.</summary>
    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var action in OcppActions.All)
                foreach (var variant in new[] { "minimal", "full" }) rows.Add(action.Name, variant);
            return rows;
        }
    }

    /// <param name="kind">"request" or "response".</param>
    /// <returns>The frame's text as it stands in the file.</returns>
    public static string Text(string action, string kind, string variant)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, action + ".json")));
        return file.RootElement.GetProperty(kind).GetProperty(variant).GetRawText();
    }

    /// <summary>The payload alone.</summary>
    public static JsonElement Payload(string action, string kind, string variant) =>
        JsonDocument.Parse(Text(action, kind, variant)).RootElement[kind == "request" ? 3 : 2];
}
