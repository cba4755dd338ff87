using System.Text;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>Counts what was tolerated, by charge point: each note on an exchange is a finding of its kind.</summary>
public sealed class Findings(ChargePointStore store) : IWireLog
{
    private const int MaxFrame = 2000;
    private const int MostUnanswered = 3;

    public void Record(WireExchange exchange)
    {
        if (!exchange.FromChargePoint) CountTimeouts(exchange);
        if (RequestedEffects.IsOne(exchange)) store.Find(exchange.ChargePointId)?.Activity.RequestedOrNew().Take(exchange);
        if (exchange is { Action: "StartTransaction", FromChargePoint: true }) store.Find(exchange.ChargePointId)?.Activity.StartAnswered(exchange.AnsweredAt);
        var notes = Join(exchange.Notes, OfError(exchange));
        if (notes is null || exchange.Action.Length == 0 && exchange.Result != ExchangeResult.NotActedOn) return;
        var kinds = FindingKinds.OfNotes(notes, exchange.Action).ToList();
        if (kinds.Count == 0) return;
        var frame = Frame(exchange);
        store.Update(exchange.ChargePointId, snapshot => kinds.Aggregate(snapshot, (before, kind) => before.WithFinding(kind, exchange.At, frame)));
    }

    /// <summary>What our answer says of the message, where no note does.</summary>
    private static string? OfError(WireExchange exchange)
    {
        if (!exchange.FromChargePoint) return AnswerNotes.Of(exchange);
        return exchange.Result != ExchangeResult.CallError ? null : exchange.Status switch
        {
            "NotImplemented" => "the action is not known",
            "NotSupported" => "a charge point does not start this action",
            "FormationViolation" when exchange.Notes is null => "the payload could not be read",
            _ => null,
        };
    }

    private static string? Join(string? notes, string? more) => notes is null ? more : more is null ? notes : notes + "; " + more;

    /// <summary>Commands that stay unanswered while messages come in: the way there is broken (B7).</summary>
    private void CountTimeouts(WireExchange exchange)
    {
        switch (exchange.Result)
        {
            case ExchangeResult.TimedOut:
                var isShort = exchange.Notes == WireExchange.ShortTimeOut;
                store.Update(exchange.ChargePointId, snapshot =>
                {
                    snapshot = snapshot with { UnansweredCalls = snapshot.UnansweredCalls + 1 };
                    return !isShort && snapshot.IsNotAnswering && snapshot.UnansweredCalls == MostUnanswered ? snapshot.WithFinding(FindingKinds.Of("B7"), exchange.At, Frame(exchange)) : snapshot;
                });
                break;
            case ExchangeResult.Answered or ExchangeResult.CallError or ExchangeResult.Malformed when store.Find(exchange.ChargePointId) is { UnansweredCalls: > 0 }:
                store.Update(exchange.ChargePointId, snapshot => snapshot with { UnansweredCalls = 0 });
                break;
        }
    }

    /// <summary>As the message log has it, secrets masked: findings are kept, and told to programs.</summary>
    private static string Frame(WireExchange exchange)
    {
        var text = exchange.FromChargePoint || exchange.Answer.IsEmpty ? exchange.Call : exchange.Answer;
        return Encoding.UTF8.GetString(text.Length > MaxFrame ? text.Span[..MaxFrame] : text.Span);
    }
}

public static class FindingsOfChargePoint
{
    private const int MaxKinds = 50;

    /// <summary>Counts a finding; the newest stands first and the oldest kind goes when there are too many.</summary>
    /// <param name="count">How often it was seen since the last time it was counted.</param>
    public static ChargePointSnapshot WithFinding(this ChargePointSnapshot snapshot, FindingKind kind, DateTimeOffset at, string? frame = null, int count = 1)
    {
        var known = snapshot.Findings.FirstOrDefault(finding => finding.Code == kind.Code);
        var others = known is null ? snapshot.Findings : snapshot.Findings.Remove(known);
        if (others.Length >= MaxKinds) others = others.RemoveAt(others.Length - 1);
        var finding = new Finding(kind.Code, kind.Title, (known?.Count ?? 0) + count, known?.FirstSeenAt ?? at, at, frame ?? known?.Frame) { Advice = kind.Advice };
        return snapshot with { Findings = others.Insert(0, finding) };
    }

    /// <summary>Counts the kinds that notes mean.</summary>
    public static ChargePointSnapshot WithFindings(this ChargePointSnapshot snapshot, string? notes, DateTimeOffset at, string? frame = null) =>
        notes is null ? snapshot : FindingKinds.OfNotes(notes, "").Aggregate(snapshot, (before, kind) => before.WithFinding(kind, at, frame));

    public static bool HasFinding(this ChargePointSnapshot snapshot, string code)
    {
        foreach (var finding in snapshot.Findings)
            if (finding.Code == code) return true;
        return false;
    }
}
