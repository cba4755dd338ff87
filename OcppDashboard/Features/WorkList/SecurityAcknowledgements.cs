using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.State;

namespace OcppDashboard.Features.WorkList;

/// <summary>Keeps that somebody has seen a critical security event; it stays in the charge point's history.</summary>
public sealed class SecurityAcknowledgements(CriticalSecurityEvents events, HistoryWriter history, SecurityQueries queries, TimeProvider time)
{
    private const string Kind = "SecurityAcknowledged";

    /// <summary>What is older was looked at or never will be.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <param name="by">Who has seen it: an operator's name.</param>
    public void Acknowledge(string chargePointId, string type, string by)
    {
        if (events.Remove(chargePointId, type)) history.Keep(new OccurrenceWrite(chargePointId, time.GetUtcNow(), Kind, $"{type} by {by}"));
    }

    /// <summary>Reads what is still to be looked at; called once, at start.</summary>
    public void Restore()
    {
        foreach (var (chargePointId, occurrence) in queries.Since(time.GetUtcNow() - Remembered, "Security", Kind))
        {
            var words = occurrence.Text.Split(' ', 2);
            if (occurrence.Kind == Kind) events.Remove(chargePointId, words[0]);
            else events.Note(chargePointId, words[0], words.Length > 1 ? words[1] : null, occurrence.At);
        }
    }
}
