using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OcppDashboard.Tests.Simulator;

/// <summary>Takes and gives files by passive FTP, one transfer at a time for each peer.</summary>
internal sealed class SmallFtpServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();

    /// <param name="extended">Knows EPSV; else only PASV.</param>
    public SmallFtpServer(bool extended)
    {
        listener.Start();
        _ = AcceptAsync(extended);
    }

    /// <summary>Verbs that are answered with 502.</summary>
    public IReadOnlyCollection<string> Unknown { get; init; } = [];
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();
    public ConcurrentQueue<string> Commands { get; } = new();

    public void Dispose()
    {
        ending.Cancel();
        listener.Dispose();
    }

    private async Task AcceptAsync(bool extended)
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(ending.Token), extended);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient peer, bool extended)
    {
        using var control = peer;
        using var reader = new StreamReader(control.GetStream(), Encoding.UTF8);
        using var data = new TcpListener(IPAddress.Loopback, 0);
        var restart = 0;
        await SayAsync("220-Welcome\r\n and be brief\r\n220 Ready");
        while (await reader.ReadLineAsync(ending.Token) is { } line)
        {
            Commands.Enqueue(line);
            var (verb, rest) = line.IndexOf(' ') is var blank and > 0 ? (line[..blank], line[(blank + 1)..]) : (line, "");
            if (verb is "EPSV" or "PASV" && (extended || verb == "PASV")) data.Start();
            var port = data.Server.IsBound ? ((IPEndPoint)data.LocalEndpoint).Port : 0;
            switch (Unknown.Contains(verb) ? "" : verb)
            {
                case "USER": await SayAsync("331 Password?"); break;
                case "PASS": await SayAsync(rest == "secret" ? "230 In" : "530 No"); break;
                case "TYPE" or "CWD": await SayAsync("250 Fine"); break;
                case "EPSV" when extended: await SayAsync($"229 Entering Extended Passive Mode (|||{port}|)"); break;
                case "PASV": await SayAsync($"227 Entering Passive Mode (10,9,8,7,{port / 256},{port % 256})"); break;
                case "SIZE": await SayAsync(Files.TryGetValue(rest, out var file) ? $"213 {file.Length}" : "550 There is none"); break;
                case "REST":
                    restart = int.Parse(rest, CultureInfo.InvariantCulture);
                    await SayAsync("350 From there");
                    break;
                case "STOR" or "APPE" or "RETR": await TransferAsync(verb, rest); break;
                case "QUIT": await SayAsync("221 Bye"); return;
                default: await SayAsync("502 Not known"); break;
            }
        }

        async Task TransferAsync(string verb, string name)
        {
            if (verb == "RETR" && !Files.ContainsKey(name))
            {
                await SayAsync("550 There is none");
                return;
            }
            await SayAsync("150 Go on");
            var before = Files.GetValueOrDefault(name, []);
            var from = verb == "APPE" ? before.Length : restart;
            restart = 0;
            using (var connection = await data.AcceptTcpClientAsync(ending.Token))
            {
                if (verb == "RETR") await connection.GetStream().WriteAsync(before.AsMemory(from), ending.Token);
                else await TakeAsync(connection.GetStream(), name, before[..from]);
            }
            await SayAsync("226 Done");
        }

        // what came before a reset is kept at once, as it is on a disk
        async Task TakeAsync(NetworkStream connection, string name, byte[] content)
        {
            var buffer = new byte[4096];
            while (await connection.ReadAsync(buffer, ending.Token) is var count and > 0) Files[name] = content = [.. content, .. buffer[..count]];
        }

        Task SayAsync(string text) => control.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"), ending.Token).AsTask();
    }
}
