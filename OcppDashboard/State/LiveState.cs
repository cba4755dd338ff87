using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>
/// The one place where what a charge point says of itself becomes the present: what a connection still had queued when another took its
/// place changes nothing and is told to nobody (design rules 6 and 7). Its history is kept by whoever handles it.
/// </summary>
public sealed class LiveState(ChargePointStore store, ChargePointEvents events)
{
    public ChargePointSnapshot? Find(string chargePointId) => store.Find(chargePointId);

    /// <summary>False once another connection of the charge point took over from the one that this CALL came on.</summary>
    public bool IsPresent(CallContext context) => store.Find(context.ChargePointId)?.IsPresent(context) != false;

    /// <summary>Changes the snapshot, unless the CALL came on a connection that was replaced.</summary>
    public void Update(CallContext context, Func<ChargePointSnapshot, ChargePointSnapshot> change) =>
        store.Update(context.ChargePointId, snapshot => snapshot.IsPresent(context) ? change(snapshot) : snapshot);

    /// <summary>Tells what happened, unless the CALL came on a connection that was replaced.</summary>
    public void Publish(CallContext context, ChargePointEvent happened)
    {
        if (IsPresent(context)) events.Publish(happened);
    }
}
