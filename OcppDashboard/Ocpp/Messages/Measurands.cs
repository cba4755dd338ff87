namespace OcppDashboard.Ocpp.Messages;

/// <summary>The measurands of OCPP 1.6 that the product computes with; any other text is stored as it came.</summary>
public static class Measurands
{
    public const string EnergyActiveImportRegister = "Energy.Active.Import.Register";
    public const string EnergyActiveImportInterval = "Energy.Active.Import.Interval";
    public const string PowerActiveImport = "Power.Active.Import";
    public const string PowerOffered = "Power.Offered";
    public const string CurrentImport = "Current.Import";
    public const string CurrentOffered = "Current.Offered";
    public const string Voltage = "Voltage";
    public const string StateOfCharge = "SoC";
    public const string Temperature = "Temperature";
}

/// <summary>Why a reading was taken (specification 7.33).</summary>
public static class ReadingContexts
{
    public const string SamplePeriodic = "Sample.Periodic";
    public const string SampleClock = "Sample.Clock";
    public const string TransactionBegin = "Transaction.Begin";
    public const string TransactionEnd = "Transaction.End";
    public const string Trigger = "Trigger";
    public const string InterruptionBegin = "Interruption.Begin";
    public const string InterruptionEnd = "Interruption.End";
    public const string Other = "Other";
}
