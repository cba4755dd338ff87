using System.Globalization;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Components.Commands;

/// <summary>What a dangerous command does, in numbers: asked once, repeated on the button.</summary>
/// <param name="Strong">The consequence that matters: "Ends 2 running transactions".</param>
/// <param name="Rest">The rest of the sentence, with its punctuation.</param>
/// <param name="Button">"Reset, end 2 transactions".</param>
public sealed record CommandImpact(string Strong, string Rest, string Button)
{
    /// <summary>Nothing that runs ends and nothing is taken away: no reason for an alarm.</summary>
    public bool IsHarmless { get; init; }

    public static CommandImpact OfReset(ChargePointSnapshot chargePoint, ResetType type)
    {
        var running = chargePoint.OpenTransactions.ToList();
        var away = type == ResetType.Soft ? "The charge point reboots and is away for a minute or two." : "The charge point restarts at once, without ending anything in an orderly way.";
        return running.Count == 0
            ? new("Ends no transaction", $". {away}", "Reset") { IsHarmless = true }
            : new(Ends(running.Count), $": {List(running)}. {away}", $"Reset, end {Count(running.Count)}");
    }

    public static CommandImpact OfFirmware(ChargePointSnapshot chargePoint)
    {
        var running = chargePoint.OpenTransactions.ToList();
        return running.Count == 0
            ? new("Ends no transaction", ". The charge point downloads the file, installs it and reboots; it is away for some minutes.", "Update firmware") { IsHarmless = true }
            : new("May end " + Count(running.Count, "running "), $": {List(running)}. The charge point downloads the file, installs it and reboots.", $"Update, may end {Count(running.Count)}");
    }

    /// <param name="connectorId">0: the whole charge point.</param>
    public static CommandImpact OfInoperative(ChargePointSnapshot chargePoint, int connectorId)
    {
        var affected = chargePoint.RealConnectors.Where(c => connectorId == 0 || c.Id == connectorId).ToList();
        var running = affected.Where(c => c.Transaction is not null).Select(c => c.Transaction!).ToList();
        var number = connectorId == 0 ? affected.Count : 1;
        var what = connectorId == 0 ? number == 0 ? "the whole charge point" : Plural(number, "connector") : $"connector {connectorId}";
        var strong = $"Takes {what} out of service";
        return running.Count == 0
            ? new(strong, ". Nobody is charging there.", $"Take {what} out of service")
            : new(strong, $". {Count(running.Count, "running ")} may go on, the change then waits for the end: {List(running)}.", $"Take {what} out of service");
    }

    public static CommandImpact OfUnlock(ChargePointSnapshot chargePoint, int connectorId)
    {
        var running = chargePoint.Connector(connectorId)?.Transaction;
        return running is null
            ? new("Frees the cable", $" of connector {connectorId}. No transaction is running there.", $"Unlock connector {connectorId}") { IsHarmless = true }
            : new(Ends(1), $": {List([running])}, and frees the cable.", "Unlock, end 1 transaction");
    }

    public static CommandImpact OfRemoteStop(TransactionSnapshot transaction) =>
        new(Ends(1), $": {List([transaction])}.", "Stop, end 1 transaction");

    private static string Ends(int count) => "Ends " + Count(count, "running ");

    private static string Count(int count, string adjective = "") => Quantity.Of(count, adjective + "transaction");

    private static string Plural(int count, string what) => Quantity.Of(count, what);

    private static string List(List<TransactionSnapshot> running)
    {
        var shown = running.Take(4).Select(t => t.EnergyWh is { } wh
            ? $"connector {t.ConnectorId} ({(wh / 1000).ToString("0.0", CultureInfo.InvariantCulture)} kWh)" : $"connector {t.ConnectorId}").ToList();
        if (running.Count > 4) shown.Add($"{running.Count - 4} more");
        return shown.Count == 1 ? shown[0] : string.Join(", ", shown.SkipLast(1)) + " and " + shown[^1];
    }
}
