using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OcppDashboard.Configuration;

namespace OcppDashboard.Hosting;

/// <summary>Finds out where the server can be reached once it listens, and prints it.</summary>
internal sealed class AddressAnnouncer(IServer server, ServerAddresses addresses, DashboardSettings settings, IHostApplicationLifetime lifetime) : IHostedService
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
        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        var port = bound is null ? settings.Port : BindingAddress.Parse(bound).Port;
        var lan = settings.Port == 0 ? "127.0.0.1" : LanAddress();
        addresses.Set($"http://localhost:{port}", $"ws://{lan}:{port}/ocpp/", $"ws://127.0.0.1:{port}/ocpp/");
        Console.WriteLine($"Dashboard:     {addresses.Dashboard}");
        Console.WriteLine($"Charge points: {addresses.ChargePoints}<charge point id>");
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
