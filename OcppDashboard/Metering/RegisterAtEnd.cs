namespace OcppDashboard.Metering;

/// <summary>The connector's own register after a transaction, from what is kept of it. A pure function.</summary>
public static class RegisterAtEnd
{
    /// <param name="fromWh">What its energy counts from, Wh; null: not known.</param>
    /// <param name="stopWh">As its stop told, Wh; null: it told none that can be.</param>
    /// <param name="energyWh">As it was booked, Wh; null: it could not be known.</param>
    /// <param name="measuredWh">Last register above 0 that was measured in it, Wh; null: none was.</param>
    /// <param name="isOdd">Its energy is not simply the one register less the other (the flag Meter).</param>
    /// <returns>Wh; null: nothing that is kept tells of it.</returns>
    public static double? Of(double? fromWh, double? stopWh, double? energyWh, double? measuredWh, bool isOdd)
    {
        if (!isOdd) return stopWh is > 0 ? stopWh : measuredWh ?? fromWh;
        if (energyWh is not { } energy) return null; // nothing tells which register is wrong
        if (measuredWh is not { } measured) return IsNear(fromWh, stopWh) ? stopWh : fromWh + energy;
        var last = IsNear(measured, stopWh) ? stopWh!.Value : measured;
        return Math.Abs(last - energy) <= 1 ? fromWh + energy : last; // it counts from the start of the transaction (G9)
    }

    private static bool IsNear(double? fromWh, double? toWh) => toWh > 0 && toWh >= fromWh && toWh - fromWh <= RegisterPlausibility.MostAtOnceWh;
}
