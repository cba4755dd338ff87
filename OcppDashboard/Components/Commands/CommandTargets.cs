using System.Globalization;
using OcppDashboard.Components.Shared;
using OcppDashboard.State;

namespace OcppDashboard.Components.Commands;

/// <summary>The charge points that a form's command goes to where it is not for one alone: it gives the form a face and the sentences.</summary>
public sealed record CommandTargets(IReadOnlyList<ChargePointSnapshot> ChargePoints, string Action, bool WaitsForOffline, int PerMinute)
{
    public int Offline => ChargePoints.Count(chargePoint => !chargePoint.Online);

    private int Running => ChargePoints.Sum(chargePoint => chargePoint.OpenTransactions.Count());

    public string Words => Count(ChargePoints.Count, "charge point");

    /// <summary>What a form shows as its charge point: called by their number, with the connectors that any of them has.</summary>
    public ChargePointSnapshot Face
    {
        get
        {
            var first = ChargePoints.Count > 0 ? ChargePoints[0].Boot : null;
            var isOneModel = ChargePoints.All(c => c.Boot?.Vendor == first?.Vendor && c.Boot?.Model == first?.Model);
            return new()
            {
                Id = Words, Online = true, ServerAddress = ChargePoints.FirstOrDefault(c => c.ServerAddress is not null)?.ServerAddress,
                Boot = isOneModel && first is not null ? first with { FirmwareVersion = ChargePoints.All(c => c.Boot?.FirmwareVersion == first.FirmwareVersion) ? first.FirmwareVersion : null } : null,
                Connectors = [.. ChargePoints.SelectMany(c => c.RealConnectors.Select(connector => connector.Id)).Distinct().Order().Take(64).Select(id => new ConnectorSnapshot { Id = id })],
            };
        }
    }

    /// <summary>Who gets it and how long that takes.</summary>
    public string Line
    {
        get
        {
            var offline = Offline;
            var now = ChargePoints.Count - offline;
            var away = offline == 0 ? "" : WaitsForOffline ? $" {Count(offline, "is", "are")} offline and will get it on connecting, within a day." : $" {Count(offline, "is", "are")} offline and will fail.";
            var takes = now <= 1 ? "" : $" The others take {Units.Duration(TimeSpan.FromMinutes(1) / PerMinute * (now - 1))}, at {PerMinute} a minute.";
            if (offline == 0) takes = takes.Replace("The others take", "It takes", StringComparison.Ordinal);
            return $"Goes to {Words}.{away}{takes}";
        }
    }

    /// <summary>What a dangerous command does to all of them.</summary>
    public CommandImpact Danger()
    {
        var running = Running;
        var transactions = Count(running, "running transaction");
        return Action switch
        {
            "Reset" => running == 0 ? new($"Restarts {Words}", ". No transaction is running there.", $"Reset {Words}") { IsHarmless = true }
                : new($"Restarts {Words}, ends {transactions}", ".", $"Reset {Words}, end {Count(running, "transaction")}"),
            "UpdateFirmware" or "SignedUpdateFirmware" => running == 0 ? new($"Updates {Words}", ". Each downloads the file, installs it and reboots; no transaction is running there.", $"Update {Words}") { IsHarmless = true }
                : new($"Updates {Words}, may end {transactions}", ". Each downloads the file, installs it and reboots.", $"Update {Words}, may end {Count(running, "transaction")}"),
            "ChangeAvailability" => new($"Takes {Words} out of service", running == 0 ? ". Nobody is charging there." : $", or a connector of each. {Capital(transactions)} may go on; the change then waits for the end.", $"Take {Words} out of service"),
            "UnlockConnector" => new($"Frees a cable at {Words}", running == 0 ? ". No transaction is running there." : $", which ends the transaction there; {transactions} in all.", $"Unlock {Words}") { IsHarmless = running == 0 },
            "RemoteStopTransaction" => new(running == 0 ? "No transaction is running there now" : $"Ends {transactions}", $" at {Words}.", $"Stop {Count(running, "transaction")}") { IsHarmless = running == 0 },
            _ => new($"Goes to {Words}", ".", $"Send to {Words}"),
        };
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Count(int count, string one, string? many = null) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count == 1 ? one : many ?? one + "s")}";
}
