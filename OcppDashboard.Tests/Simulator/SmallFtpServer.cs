using System.Collections.Concurrent;
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
        await SayAsync("220-Welcome\r\n and be brief\r\n220 Ready");
        while (await reader.ReadLineAsync(ending.Token) is { } line)
        {
            Commands.Enqueue(line);
            var (verb, rest) = line.IndexOf(' ') is var blank and > 0 ? (line[..blank], line[(blank + 1)..]) : (line, "");
            if (verb is "EPSV" or "PASV" && (extended || verb == "PASV")) data.Start();
            var port = data.Server.IsBound ? ((IPEndPoint)data.LocalEndpoint).Port : 0;
            switch (verb)
            {
                case "USER": await SayAsync("331 Password?"); break;
                case "PASS": await SayAsync(rest == "secret" ? "230 In" : "530 No"); break;
                case "TYPE" or "CWD": await SayAsync("250 Fine"); break;
                case "EPSV" when extended: await SayAsync($"229 Entering Extended Passive Mode (|||{port}|)"); break;
                case "PASV": await SayAsync($"227 Entering Passive Mode (10,9,8,7,{port / 256},{port % 256})"); break;
                case "STOR" or "RETR": await TransferAsync(verb, rest); break;
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
            using (var connection = await data.AcceptTcpClientAsync(ending.Token))
            {
                using var content = new MemoryStream();
                if (verb == "RETR") await connection.GetStream().WriteAsync(Files[name], ending.Token);
                else await connection.GetStream().CopyToAsync(content, ending.Token);
                if (verb == "STOR") Files[name] = content.ToArray();
            }
            await SayAsync("226 Done");
        }

        Task SayAsync(string text) => control.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"), ending.Token).AsTask();
    }
}
