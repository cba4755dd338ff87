using System.Text;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>Counts what was tolerated, by charge point: a note on an exchange is a finding.</summary>
public sealed class Findings(ChargePointStore store) : IWireLog
{
    private const int MaxKinds = 50;
    private const int MaxFrame = 2000;

    public void Record(WireExchange exchange)
    {
        if (exchange.Notes is not { } notes || exchange.Action.Length == 0 && exchange.Result != ExchangeResult.NotActedOn) return;
        var title = exchange.Action.Length == 0 ? notes : $"{exchange.Action}: {notes}";
        store.Update(exchange.ChargePointId, snapshot => snapshot with { Findings = Count(snapshot, title, exchange) });
    }

    private static System.Collections.Immutable.ImmutableArray<Finding> Count(ChargePointSnapshot snapshot, string title, WireExchange exchange)
    {
        var text = exchange.FromChargePoint || exchange.Answer.IsEmpty ? exchange.Call : exchange.Answer;
        var frame = Encoding.UTF8.GetString(text.Length > MaxFrame ? text.Span[..MaxFrame] : text.Span);
        var at = snapshot.Findings.FirstOrDefault(finding => finding.Code == title);
        var others = at is null ? snapshot.Findings : snapshot.Findings.Remove(at);
        if (others.Length >= MaxKinds) others = others.RemoveAt(others.Length - 1);
        return others.Insert(0, new(title, title, (at?.Count ?? 0) + 1, at?.FirstSeenAt ?? exchange.At, exchange.At, frame));
    }
}
