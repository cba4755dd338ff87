using System.Text;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>Counts what was tolerated, by charge point: a note on an exchange is a finding.</summary>
public sealed class Findings(ChargePointStore store) : IWireLog
{
    private const int MaxFrame = 2000;
    private const int MaxTitle = 300;

    public void Record(WireExchange exchange)
    {
        if (exchange.Notes is not { } notes || exchange.Action.Length == 0 && exchange.Result != ExchangeResult.NotActedOn) return;
        var title = exchange.Action.Length == 0 ? notes : $"{exchange.Action}: {notes}";
        if (title.Length > MaxTitle) title = title[..MaxTitle] + "…"; // the action is whatever it sent
        store.Update(exchange.ChargePointId, snapshot => snapshot.WithFinding(title, exchange.At, Frame(exchange)));
    }

    private static string Frame(WireExchange exchange)
    {
        var text = exchange.FromChargePoint || exchange.Answer.IsEmpty ? exchange.Call : exchange.Answer;
        return Encoding.UTF8.GetString(text.Length > MaxFrame ? text.Span[..MaxFrame] : text.Span);
    }
}

internal static class FindingsOfChargePoint
{
    private const int MaxKinds = 50;

    /// <summary>Counts a finding; the newest stands first and the oldest kind goes when there are too many.</summary>
    public static ChargePointSnapshot WithFinding(this ChargePointSnapshot snapshot, string title, DateTimeOffset at, string? frame = null)
    {
        var known = snapshot.Findings.FirstOrDefault(finding => finding.Code == title);
        var others = known is null ? snapshot.Findings : snapshot.Findings.Remove(known);
        if (others.Length >= MaxKinds) others = others.RemoveAt(others.Length - 1);
        return snapshot with { Findings = others.Insert(0, new(title, title, (known?.Count ?? 0) + 1, known?.FirstSeenAt ?? at, at, frame ?? known?.Frame)) };
    }

    public static bool HasFinding(this ChargePointSnapshot snapshot, string title) => snapshot.Findings.Any(finding => finding.Code == title);
}
