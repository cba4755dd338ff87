using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Metering;

/// <summary>Bounds of what is measured at a connector, in base units. What lies beyond is kept and shown nowhere (X1).</summary>
internal static class PlausibleGauges
{
    private const double MostV = 2_000, MostA = 5_000, ColdestC = -100, HottestC = 500, MostPercent = 100;

    public static bool CanBe(string? measurand, double value) => measurand switch
    {
        Measurands.PowerActiveImport => Math.Abs(value) <= RegisterPlausibility.MostW, // one phase may feed back while the others draw
        Measurands.PowerOffered => value is >= 0 and <= RegisterPlausibility.MostW,
        Measurands.CurrentImport => Math.Abs(value) <= MostA,
        Measurands.CurrentOffered => value is >= 0 and <= MostA,
        Measurands.Voltage => value is >= 0 and <= MostV,
        Measurands.StateOfCharge => value is >= 0 and <= MostPercent,
        Measurands.Temperature => value is >= ColdestC and <= HottestC,
        null or "" or Measurands.EnergyActiveImportRegister or Measurands.EnergyActiveImportInterval => Register.IsCredible(value),
        _ => true,
    };
}
