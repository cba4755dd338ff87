using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files.Ftp;

/// <summary>The control connection of an FTP client without any library, so that it can say what no library would.</summary>
internal sealed class RawFtpClient : IDisposable
{
    private readonly TcpClient tcp;
    private readonly StreamReader reader;
    private readonly IPAddress address;

    private RawFtpClient(TcpClient tcp, IPAddress address)
    {
        (this.tcp, this.address) = (tcp, address);
        reader = new(tcp.GetStream(), Encoding.UTF8);
    }

    /// <summary>The first answer of the server.</summary>
    public string Greeting { get; private set; } = "";

    public static async Task<RawFtpClient> ConnectAsync(int port, string from = "127.0.0.1", IPAddress? to = null)
    {
        var address = to ?? IPAddress.Loopback;
        var tcp = await OpenAsync(address, port, from);
        var client = new RawFtpClient(tcp, address);
        client.Greeting = await client.ReplyAsync();
        return client;
    }

    public static async Task<RawFtpClient> LogInAsync(FtpLoginOffer login)
    {
        var client = await ConnectAsync(login.Port);
        Assert.StartsWith("331 ", await client.SayAsync($"USER {login.User}"), StringComparison.Ordinal);
        Assert.StartsWith("230 ", await client.SayAsync($"PASS {login.Password}"), StringComparison.Ordinal);
        return client;
    }

    public async Task<string> SayAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReplyAsync();
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await tcp.GetStream().WriteAsync(bytes);

    /// <summary>The next answer, all its lines; "" at the end of the connection.</summary>
    public async Task<string> ReplyAsync()
    {
        using var deadline = new CancellationTokenSource(RawOcppClient.Deadline);
        var lines = new List<string>();
        try
        {
            while (await reader.ReadLineAsync(deadline.Token) is { } line)
            {
                lines.Add(line);
                if (line.Length > 3 && char.IsDigit(line[0]) && line[3] == ' ') break;
            }
        }
        catch (IOException)
        {
            // reset: that is an end too
        }
        return string.Join('\n', lines);
    }

    /// <summary>Asks for a passive port.</summary>
    public async Task<int> PassivePortAsync()
    {
        var reply = await SayAsync("EPSV");
        Assert.StartsWith("229 ", reply, StringComparison.Ordinal);
        return int.Parse(reply.Split('|')[3], CultureInfo.InvariantCulture);
    }

    /// <summary>Opens a data connection for a command and says it; gives the connection once the server said 150.</summary>
    public async Task<TcpClient> OpenDataAsync(string command, string from = "127.0.0.1")
    {
        var data = await OpenAsync(address, await PassivePortAsync(), from);
        Assert.StartsWith("150 ", await SayAsync(command), StringComparison.Ordinal);
        return data;
    }

    /// <summary>A whole upload.</summary>
    /// <returns>The last answer.</returns>
    public async Task<string> UploadAsync(string command, byte[] content)
    {
        using (var data = await OpenDataAsync(command))
            await data.GetStream().WriteAsync(content);
        return await ReplyAsync();
    }

    /// <summary>Ends the control connection without a word.</summary>
    public void Dispose() => tcp.Dispose();

    public static async Task<TcpClient> OpenAsync(IPAddress address, int port, string from = "127.0.0.1")
    {
        var tcp = address.Equals(IPAddress.Loopback) ? new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0)) { NoDelay = true } : new TcpClient(address.AddressFamily) { NoDelay = true };
        await tcp.ConnectAsync(address, port);
        return tcp;
    }
}
