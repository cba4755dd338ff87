namespace OcppDashboard.Features.Authorization.Reservations;

/// <summary>Hands out reservationIds that nobody used.</summary>
public sealed class ReservationIds
{
    private const int Highest = 1_000_000_000; // ids above it are somebody else's: counting goes on below
    private int last;

    /// <summary>Each call gives another.</summary>
    public int Next() => Interlocked.Increment(ref last);

    /// <summary>An id was used, whoever chose it.</summary>
    public void Used(int id)
    {
        if (id >= Highest) return;
        for (var before = Volatile.Read(ref last); id > before; before = Volatile.Read(ref last))
            if (Interlocked.CompareExchange(ref last, id, before) == before) return;
    }
}
