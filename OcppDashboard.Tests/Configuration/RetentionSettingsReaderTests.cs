using Microsoft.Extensions.Configuration;
using OcppDashboard.Configuration;

namespace OcppDashboard.Tests.Configuration;

public class RetentionSettingsReaderTests
{
    [Fact]
    public void Transactions_are_kept_for_good_and_everything_else_has_an_end_unless_somebody_says_otherwise()
    {
        var kept = Read().Settings!.Retention;
        Assert.Equal(new RetentionSettings(), kept);
        Assert.Equal(0, kept.TransactionDays);
        Assert.DoesNotContain(0, new[]
        {
            kept.MeterValueDays, kept.IdleMeterValueDays, kept.StatusDays, kept.EventDays, kept.ConnectionDays, kept.CommandDays,
                kept.BulkTaskDays, kept.QuarantineDays,
            kept.QuarantineMegabytes, kept.DeliveryDays, kept.FileTransferDays, kept.ReservationDays, kept.MostPerChargePoint,
        });
        Assert.Equal(7, Read().Settings!.Ocpp.OfflineTransactionDays);
        Assert.Equal((7, 10, false), (Read().Settings!.Ocpp.UnapprovedDays, Read().Settings!.Data.MessageLogSharePercent,
            Read().Settings!.Data.CompactsAtStart));
    }

    [Fact]
    public void Each_is_read_under_its_own_name()
    {
        string[] names =
        [
            "TransactionDays", "MeterValueDays", "IdleMeterValueDays", "StatusDays", "EventDays", "ConnectionDays", "CommandDays",
                "BulkTaskDays", "QuarantineDays", "QuarantineMegabytes",
            "DeliveryDays", "FileTransferDays", "ReservationDays", "MostPerChargePoint",
        ];
        var (settings, mistakes) = Read([.. names.Select((name, i) => ($"Retention:{name}", $"{2000 + i}"))]);
        Assert.Empty(mistakes);
        Assert.All(names, (name, i) => Assert.Equal(2000 + i, typeof(RetentionSettings).GetProperty(name)!.GetValue(settings!.Retention)));
        Assert.Equal(names.Order(StringComparer.Ordinal), typeof(RetentionSettings).GetProperties().Where(property =>
            property.PropertyType == typeof(int)).Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_cannot_be_is_named()
    {
        var (_, mistakes) = Read(("Retention:StatusDays", "-1"), ("Retention:QuarantineMegabytes", "1"), ("Ocpp:UnapprovedDays", "soon"),
            ("Ocpp:OfflineTransactionDays", "-1"),
            ("Data:MessageLogSharePercent", "0"));
        Assert.Equal(5, mistakes.Count);
        Assert.Contains("The setting Retention:StatusDays is \"-1\": it must be a whole number from 0 to 36500.", mistakes);
    }

    private static (DashboardSettings? Settings, IReadOnlyList<string> Mistakes) Read(params (string Key, string Value)[] given) =>
        SettingsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(given.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build(),
            RunMode.Normal, "/here");
}
