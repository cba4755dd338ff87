using System.Collections.Immutable;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Certificates;
using OcppDashboard.State;

namespace OcppDashboard.Hosting.Tls;

/// <summary>Looks at the files of the door for TLS every ten seconds, and says when a certificate comes near its end.</summary>
public sealed class ServerCertificateWatch(
    IServiceProvider services, DashboardSettings settings, WatchedCertificates watched, TimeProvider time, ILogger<ServerCertificateWatch> logger)
    : GuardedBackgroundService(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, int?> told = [];

    protected override async Task RunAsync(CancellationToken stop)
    {
        if (settings.Ocpp.Tls is not { } tls) return;
        var certificate = services.GetRequiredService<ServerCertificate>();
        var trust = tls.ClientCertificates == ClientCertificates.None ? null : services.GetRequiredService<ClientTrust>();
        Tell(certificate, trust);
        await EachAsync(Interval, () => Look(certificate, trust), stop); // when it fails, the one before is served on
    }

    private void Look(ServerCertificate certificate, ClientTrust? trust)
    {
        if (certificate.Look())
        {
            if (certificate.Fault is { } fault) Logger.LogWarning("{Fault}", fault);
            else
                Logger.LogInformation("Charge points are served with {Subject} now, good until {Until:yyyy-MM-dd}",
                    certificate.Served.Own.Subject, certificate.Served.Own.NotAfter.ToUniversalTime());
        }
        Tell(certificate, trust);
    }

    private void Tell(ServerCertificate certificate, ClientTrust? trust)
    {
        var now = Time.GetUtcNow();
        ImmutableArray<WatchedCertificate> all = [.. certificate.Watched, .. trust?.Watched ?? []];
        watched.Set(all, certificate.Fault, now);
        foreach (var one in all)
        {
            var (key, band) = ($"{one.Use} {one.Subject} {one.ExpiresAt:O}", one.Band(now));
            if (told.TryGetValue(key, out var before) ? before == band : band is null) continue;
            told[key] = band;
            if (band is not null) Logger.LogWarning("The certificate {Subject} ({Use} of Ocpp:Tls) {Words}", one.Subject, one.Use, one.Words(now));
        }
    }
}
