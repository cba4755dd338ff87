using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.State;

/// <summary>What is odd about an answer to a CALL of ours. Answers are few, so each is read once more for this.</summary>
internal static class AnswerNotes
{
    private const int MostKey = 50, MostValue = 500;

    /// <returns>Words with "; " between them, or null.</returns>
    public static string? Of(WireExchange exchange)
    {
        if (exchange.FromChargePoint || exchange.Result != ExchangeResult.Answered || OcppActions.Find(exchange.Action) is not { } action) return null;
        var frame = exchange.Answer.Span;
        int start = frame.IndexOf((byte)'{'), end = frame.LastIndexOf((byte)'}');
        if (start < 0 || end < start) return null;
        PayloadReader.TryRead(action, frame[start..(end + 1)], true, out var answer, out var notes, out _);
        var all = (notes ?? []).Concat(answer is GetConfigurationResponse { ConfigurationKey: { } keys } ? [.. OfKeys(keys), .. OfOthers(exchange, action, keys)] : []).ToList();
        return all.Count == 0 ? null : string.Join("; ", all);
    }

    /// <summary>The filter of the request was ignored (I3).</summary>
    private static IEnumerable<string> OfOthers(WireExchange exchange, OcppAction action, IReadOnlyList<KeyValue> keys)
    {
        var call = exchange.Call.Span;
        var start = call.IndexOf((byte)'{');
        if (start < 0 || !PayloadReader.TryRead(action, call[start..(call.LastIndexOf((byte)'}') + 1)], false, out var request, out _, out _)) yield break;
        if (request is GetConfigurationRequest { Key: { Count: > 0 } asked } && keys.Any(key => !asked.Contains(key.Key, StringComparer.OrdinalIgnoreCase))) yield return "keys that were not asked for";
    }

    /// <summary>Keys and values beyond the specification's lengths (D29), and a number of connectors that is stray memory (H3).</summary>
    private static IEnumerable<string> OfKeys(IReadOnlyList<KeyValue> keys)
    {
        if (keys.Any(key => key.Key?.Length > MostKey || key.Value?.Length > MostValue)) yield return "a configuration key or value is longer than allowed";
        if (keys.Any(key => "NumberOfConnectors".Equals(key.Key, StringComparison.OrdinalIgnoreCase) && LenientNumbers.ParseDecimal(key.Value) is { } number && number is < 1 or > ConnectorUpdates.MaxConnectors))
            yield return "NumberOfConnectors is no possible number";
    }
}
