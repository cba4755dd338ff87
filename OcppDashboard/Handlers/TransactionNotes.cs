using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Handlers;

/// <summary>What is odd about transaction messages, in the words that findings are known by.</summary>
internal static class TransactionNotes
{
    private const int MaxIdTag = 20;

    public static void OfStart(CallContext context, StartTransactionRequest request, TransactionEntity start, KeptStart kept, bool clockIsOff)
    {
        OfTime(context, request.Timestamp, clockIsOff);
        OfIdTag(context, request.IdTag);
        if (Register.Credible(request.MeterStart) is null) context.Note("a register at start or stop that cannot be");
        if (request.ReservationId is 0) context.Note("the reservation id is 0");
        var wasAnswered = context.Answered?.AddStart(kept.TransactionId) == true; // on this very connection
        if (kept.IsReplay && wasAnswered && !context.MayRepeat) context.Note("the same start again");
        if (kept.IsReplay) return; // nothing else is new about it
        if (start.RegisterBeforeWh is not null) context.Note("the register at the start is 0 and was higher before");
        if (kept.Superseded.Count > 0) context.Note("a start while another transaction ran on the connector");
    }

    public static void OfStop(CallContext context, StopTransactionRequest request, bool clockIsOff, KeptStop kept)
    {
        OfTime(context, request.Timestamp, clockIsOff);
        OfIdTag(context, request.IdTag);
        if (request.IdTag is StopTransactionHandler.NoTag) context.Note("the id tag is the reason of the stop");
        if (kept.IsStrange) context.Note("a stop that cannot be of the transaction it names");
        else if (kept.IsOrphan) context.Note("a stop of no transaction that is known");
        else if (request.TransactionId is null or <= 0 && kept.IsFirst) context.Note("a stop without an id was matched");
        if (kept.IsConflict) context.Note("a second stop says something else");
        if (kept.MeterIsOdd || Register.Credible(request.MeterStop) is null) context.Note("a register at start or stop that cannot be");
    }

    /// <summary>Hands over what reading meter values left: at once, it lies with the thread that read.</summary>
    public static void OfReading(CallContext context)
    {
        if (ReadingNotes.Take() is not { } notes) return;
        foreach (var note in notes) context.Note(note);
    }

    public static void OfTime(CallContext context, OcppTimestamp? stamp, bool clockIsOff)
    {
        if (clockIsOff) context.Note("the clock is not set");
        else if (stamp is not { IsAbsent: false }) context.Note("the timestamp is missing");
    }

    public static void OfIdTag(CallContext context, string? idTag)
    {
        if (idTag is null) return;
        Texts.NotePadding(context, idTag);
        if (idTag.Length > MaxIdTag) context.Note("the id tag is longer than 20 characters");
        if (IdTagComparer.IsSpaced(idTag)) context.Note("the id tag is written with its bytes apart");
        foreach (var c in idTag)
            if (Texts.IsStray(c)) context.Note("the id tag holds characters that are no text");
    }
}
