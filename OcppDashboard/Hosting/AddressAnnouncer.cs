using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OcppDashboard.Configuration;
using OcppDashboard.Hosting.Tls;

namespace OcppDashboard.Hosting;

/// <summary>Finds out where the server can be reached once it listens, and prints it.</summary>
internal sealed class AddressAnnouncer(IServer server, ServerAddresses addresses, DashboardSettings settings, IServiceProvider services, IHostApplicationLifetime lifetime) : IHostedService
{
    private CancellationTokenRegistration registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        registration = lifetime.ApplicationStarted.Register(Announce);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        registration.Dispose();
        return Task.CompletedTask;
    }

    private void Announce()
    {
        var port = Bound("http").Append(settings.Port).First();
        var secure = Bound("https").ToList(); // in the order in which they were asked for: that of files, that of charge points
        addresses.HttpsPort = settings.Files is { HttpsPort: not null, Tls: not null } ? secure.FirstOrDefault() : 0;
        addresses.TlsPort = settings.Ocpp.Tls is null ? 0 : secure.LastOrDefault();
        var lan = settings.Port == 0 ? "127.0.0.1" : LanAddress();
        addresses.Set($"http://localhost:{port}", $"ws://{lan}:{port}/ocpp/", $"ws://127.0.0.1:{port}/ocpp/");
        if (Files() is { Length: > 0 } files) Console.WriteLine($"Files:         {files}");
        if (addresses.TlsPort > 0) Console.WriteLine($"TLS:           {addresses.TlsAddress = $"wss://{services.GetRequiredService<ServerCertificate>().Served.Host ?? lan}:{addresses.TlsPort}/ocpp/"}<charge point id>");
        Console.WriteLine($"Dashboard:     {addresses.Dashboard}");
        Console.WriteLine($"Charge points: {addresses.ChargePoints}<charge point id>");
    }

    private IEnumerable<int> Bound(string scheme) => (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(BindingAddress.Parse).Where(address => address.Scheme == scheme).Select(address => address.Port);

    /// <summary>What there is for files beside the plain port.</summary>
    private string Files()
    {
        var parts = new List<string>();
        if (addresses.HttpsPort > 0) parts.Add($"https on port {addresses.HttpsPort}");
        if (settings.Files.Ftp is { } ftp)
        {
            parts.Add($"{(settings.Files.Tls is null ? "ftp" : "ftp and ftps")} on port {addresses.FtpExplicitPort}");
            if (addresses.FtpImplicitPort > 0) parts.Add($"ftps from the first byte on port {addresses.FtpImplicitPort}");
            parts.Add(ftp.FirstPassivePort == 0 ? "passive on any free port" : $"passive {ftp.FirstPassivePort}-{ftp.LastPassivePort}");
            if (ftp.LoopbackOnly) parts.Add("from this machine only");
        }
        return string.Join(", ", parts);
    }

    /// <summary>The IPv4 address of the network that leads outside; localhost when there is none.</summary>
    private static string LanAddress()
    {
        try
        {
            var candidates = NetworkInterface.GetAllNetworkInterfaces()
                .Where(n => n.OperationalStatus == OperationalStatus.Up && n.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .Select(n => n.GetIPProperties())
                .OrderByDescending(p => p.GatewayAddresses.Any(g => g.Address.AddressFamily == AddressFamily.InterNetwork && !g.Address.Equals(IPAddress.Any)));
            return candidates.SelectMany(p => p.UnicastAddresses).Select(u => u.Address)
                .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a))?.ToString() ?? "localhost";
        }
        catch (NetworkInformationException)
        {
            return "localhost";
        }
    }
}
