using System.Globalization;
using OcppDashboard.Configuration;

namespace OcppDashboard.Components.Operations;

/// <summary>The settings of the running process by their names, with units. No secret is among them: of keys it is the file's name, of a password that there is one.</summary>
internal static class ConfiguredRows
{
    public static IReadOnlyList<(string Name, string? Value)> Of(DashboardSettings settings)
    {
        var (data, ocpp, files, security) = (settings.Data, settings.Ocpp, settings.Files, settings.Security);
        return
        [
            ("Port", Number(settings.Port)),
            ("KnownProxies", settings.KnownProxies.Count == 0 ? null : string.Join(" ", settings.KnownProxies)),
            ("Api:AllowedOrigins", settings.Api.AllowedOrigins.Count == 0 ? null : string.Join(" ", settings.Api.AllowedOrigins)),
            ("Data:Directory", data.Directory),
            ("Data:MessageLogDays", Number(data.MessageLogDays, "days")),
            ("Data:MessageLogMegabytes", Number(data.MessageLogMegabytes, "MB")),
            ("Data:MessageLogSharePercent", Number(data.MessageLogSharePercent, "%")),
            ("Data:CompactAtStart", YesNo(data.CompactsAtStart)),
            .. Retention(settings.Retention),
            ("Ocpp:Onboarding", ocpp.Onboarding.ToString()),
            ("Ocpp:CallTimeoutSeconds", Seconds(ocpp.CallTimeout)),
            ("Ocpp:HeartbeatIntervalSeconds", Seconds(ocpp.HeartbeatInterval)),
            ("Ocpp:QuietAfterConnectSeconds", Seconds(ocpp.QuietAfterConnect)),
            ("Ocpp:AskForStatus", ocpp.AsksForStatus ? "true" : "false"),
            ("Ocpp:PauseAfterTimeoutSeconds", Seconds(ocpp.PauseAfterTimeout)),
            ("Ocpp:TakeoverPingSeconds", Seconds(ocpp.TakeoverPing)),
            ("Ocpp:PingIntervalSeconds", Seconds(ocpp.PingInterval)),
            ("Ocpp:IdleTimeoutSeconds", Seconds(ocpp.IdleTimeout)),
            ("Ocpp:MaxConnections", Number(ocpp.MaxConnections)),
            ("Ocpp:MaxKnown", Number(ocpp.MaxKnown)),
            ("Ocpp:UnapprovedDays", Days(ocpp.UnapprovedDays)),
            ("Ocpp:OfflineTransactionDays", Days(ocpp.OfflineTransactionDays)),
            ("Ocpp:MaxUnfinishedMegabytes", Number(ocpp.MaxUnfinishedBytes >> 20, "MB")),
            ("Ocpp:Tls:Port", Port(ocpp.Tls?.Port)),
            ("Ocpp:Tls:Address", ocpp.Tls?.Address?.ToString()),
            ("Ocpp:Tls:CertificateFile", ocpp.Tls?.Certificate.Certificate),
            ("Ocpp:Tls:KeyFile", ocpp.Tls?.Certificate.Key),
            ("Ocpp:Tls:Password", ocpp.Tls?.Certificate.Password is null ? null : "set, not shown"),
            ("Ocpp:Tls:ClientCertificates", ocpp.Tls?.ClientCertificates.ToString()),
            ("Ocpp:Tls:TrustOwnAuthority", ocpp.Tls is { } tls ? YesNo(tls.TrustsOwnAuthority) : null),
            ("Ocpp:Tls:TrustedRoots", ocpp.Tls?.TrustedRoots),
            ("Authorization:UnknownTags", settings.UnknownIdTags.ToString()),
            ("Security:CaCertificate", security.Authority?.Certificate),
            ("Security:CaKey", security.Authority?.Key),
            ("Security:SignAutomatically", YesNo(security.SignAutomatically)),
            ("Security:CertificateDays", Number(security.CertificateDays, "days")),
            ("Files:PublicAddress", files.PublicAddress?.ToString()),
            ("Files:MaxFirmwareMegabytes", Number(files.MaxFirmwareBytes >> 20, "MB")),
            ("Files:MaxReceivedMegabytes", Number(files.MaxReceivedBytes >> 20, "MB")),
            ("Files:MaxReceivedTotalMegabytes", Number(files.MaxReceivedTotalBytes >> 20, "MB")),
            ("Files:ReceivedMegabytesPerSecond", Number(files.ReceivedBytesPerSecond / 1_000_000, "MB/s")),
            ("Files:ReceivedDays", Number(files.ReceivedDays, "days")),
            ("Files:AddressHours", Number((long)files.AddressLife.TotalHours, "h")),
            ("Files:HttpsPort", files.HttpsPort?.ToString(CultureInfo.InvariantCulture)),
            ("Files:Tls:CertificateFile", files.Tls?.Certificate),
            ("Files:Tls:KeyFile", files.Tls?.Key),
            ("Files:Signing:CertificateFile", files.Signing?.Certificate),
            ("Files:Signing:KeyFile", files.Signing?.Key),
            ("Files:Ftp:Enabled", files.Ftp is null ? "false" : files.Ftp.LoopbackOnly ? "this machine only" : "true"),
            ("Files:Ftp:Port", Port(files.Ftp?.Port)),
            ("Files:Ftp:ImplicitTlsPort", Port(files.Ftp?.ImplicitTlsPort)),
            ("Files:Ftp:FirstPassivePort", Port(files.Ftp?.FirstPassivePort)),
            ("Files:Ftp:LastPassivePort", Port(files.Ftp?.LastPassivePort)),
            ("Files:Ftp:AdvertisedAddress", files.Ftp?.AdvertisedAddress?.ToString()),
            ("Files:Ftp:Downloads", files.Ftp is { } ftp ? YesNo(ftp.Downloads) : null),
        ];
    }

    private static IEnumerable<(string Name, string? Value)> Retention(RetentionSettings kept) =>
    [
        ("Retention:TransactionDays", Days(kept.TransactionDays)),
        ("Retention:MeterValueDays", Days(kept.MeterValueDays)),
        ("Retention:IdleMeterValueDays", Days(kept.IdleMeterValueDays)),
        ("Retention:StatusDays", Days(kept.StatusDays)),
        ("Retention:EventDays", Days(kept.EventDays)),
        ("Retention:ConnectionDays", Days(kept.ConnectionDays)),
        ("Retention:CommandDays", Days(kept.CommandDays)),
        ("Retention:BulkTaskDays", Days(kept.BulkTaskDays)),
        ("Retention:QuarantineDays", Days(kept.QuarantineDays)),
        ("Retention:QuarantineMegabytes", Number(kept.QuarantineMegabytes, "MB")),
        ("Retention:DeliveryDays", Days(kept.DeliveryDays)),
        ("Retention:FileTransferDays", Days(kept.FileTransferDays)),
        ("Retention:ReservationDays", Days(kept.ReservationDays)),
        ("Retention:MostPerChargePoint", Number(kept.MostPerChargePoint)),
    ];

    private static string Days(int days) => days == 0 ? "no limit" : Number(days, "days");

    private static string Number(long number, string? unit = null) => number.ToString(CultureInfo.InvariantCulture) + (unit is null ? "" : " " + unit);

    private static string? Port(int? port) => port is not { } number ? null : number == 0 ? "any free one" : Number(number);

    private static string YesNo(bool isSo) => isSo ? "true" : "false";

    private static string Seconds(TimeSpan time) => Number((long)time.TotalSeconds, "s");
}
