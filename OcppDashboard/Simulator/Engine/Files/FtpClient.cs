using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OcppDashboard.Simulator.Engine.Files;

/// <summary>Passive FTP for one file: USER, PASS, TYPE, CWD, EPSV or PASV, STOR or RETR, QUIT (RFC 959, RFC 2428).</summary>
internal sealed class FtpClient : IDisposable
{
    private readonly TcpClient control = new();
    private StreamReader reader = StreamReader.Null;
    private NetworkStream? stream;

    public static async Task UploadAsync(Uri address, string fileName, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var path = Uri.UnescapeDataString(address.AbsolutePath).Trim('/');
        var last = path[(path.LastIndexOf('/') + 1)..];
        var isFile = !address.AbsolutePath.EndsWith('/') && last.Contains('.', StringComparison.Ordinal);
        using var ftp = new FtpClient();
        await ftp.OpenAsync(address, isFile ? path[..^last.Length] : path, cancellation);
        using (var data = await ftp.OpenDataAsync(address.Host, cancellation))
        {
            await ftp.ExpectAsync("STOR " + (isFile ? last : fileName), '1', cancellation);
            await data.GetStream().WriteAsync(content, cancellation);
        }
        await ftp.FinishAsync(cancellation);
    }

    public static async Task<byte[]> DownloadAsync(Uri address, int largest, CancellationToken cancellation)
    {
        var path = Uri.UnescapeDataString(address.AbsolutePath).Trim('/');
        var last = path[(path.LastIndexOf('/') + 1)..];
        using var ftp = new FtpClient();
        await ftp.OpenAsync(address, path[..^last.Length], cancellation);
        using var content = new MemoryStream();
        using (var data = await ftp.OpenDataAsync(address.Host, cancellation))
        {
            await ftp.ExpectAsync("RETR " + last, '1', cancellation);
            var buffer = new byte[32 * 1024];
            int count;
            while ((count = await data.GetStream().ReadAsync(buffer, cancellation)) > 0)
            {
                if (content.Length + count > largest) throw new FileTransferException("the file is too large");
                content.Write(buffer, 0, count);
            }
        }
        await ftp.FinishAsync(cancellation);
        return content.ToArray();
    }

    public void Dispose()
    {
        reader.Dispose();
        control.Dispose();
    }

    private async Task OpenAsync(Uri address, string directory, CancellationToken cancellation)
    {
        await control.ConnectAsync(address.Host, address.Port > 0 ? address.Port : 21, cancellation);
        stream = control.GetStream();
        reader = new(stream, Encoding.UTF8, false, 1024, leaveOpen: true);
        await ExpectReplyAsync('2', "the greeting", cancellation);
        var credentials = address.UserInfo.Split(':', 2);
        var user = credentials[0].Length > 0 ? Uri.UnescapeDataString(credentials[0]) : "anonymous";
        var password = credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : "";
        var answer = await CommandAsync("USER " + user, cancellation);
        if (answer.StartsWith('3')) answer = await CommandAsync("PASS " + password, cancellation);
        if (!answer.StartsWith('2')) throw new FileTransferException($"FTP login refused: {answer}");
        await ExpectAsync("TYPE I", '2', cancellation);
        if (directory.Trim('/') is { Length: > 0 } into) await ExpectAsync("CWD " + into, '2', cancellation);
    }

    private async Task<TcpClient> OpenDataAsync(string host, CancellationToken cancellation)
    {
        var answer = await CommandAsync("EPSV", cancellation);
        var port = answer.StartsWith("229", StringComparison.Ordinal) ? PortOfExtended(answer) : PortOfPassive(await CommandAsync("PASV", cancellation));
        var data = new TcpClient();
        try
        {
            // the address of a PASV answer is often that of an inner network: the control peer is the one to dial
            var peer = control.Client.RemoteEndPoint as IPEndPoint;
            await data.ConnectAsync(peer?.Address ?? (await Dns.GetHostAddressesAsync(host, cancellation))[0], port, cancellation);
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    private async Task FinishAsync(CancellationToken cancellation)
    {
        await ExpectReplyAsync('2', "the transfer", cancellation);
        await CommandAsync("QUIT", cancellation);
    }

    private async Task ExpectAsync(string command, char kind, CancellationToken cancellation)
    {
        var answer = await CommandAsync(command, cancellation);
        if (!answer.StartsWith(kind)) throw new FileTransferException($"FTP {command.Split(' ')[0]} refused: {answer}");
    }

    private async Task ExpectReplyAsync(char kind, string what, CancellationToken cancellation)
    {
        var answer = await ReadReplyAsync(cancellation);
        if (!answer.StartsWith(kind)) throw new FileTransferException($"FTP {what} failed: {answer}");
    }

    private async Task<string> CommandAsync(string command, CancellationToken cancellation)
    {
        if (command.AsSpan().IndexOfAny('\r', '\n') >= 0) throw new FileTransferException("a name holds a line break");
        await stream!.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellation);
        return await ReadReplyAsync(cancellation);
    }

    private async Task<string> ReadReplyAsync(CancellationToken cancellation)
    {
        var line = await ReadLineAsync(cancellation);
        if (line.Length < 4 || line[3] != '-') return line;
        var end = line[..3] + " ";
        while (!line.StartsWith(end, StringComparison.Ordinal)) line = await ReadLineAsync(cancellation);
        return line;
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellation) =>
        await reader.ReadLineAsync(cancellation) ?? throw new FileTransferException("the FTP server closed the connection");

    private static int PortOfExtended(string answer)
    {
        var parts = answer.Split('|');
        return parts.Length > 3 && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port : throw new FileTransferException($"FTP EPSV answered {answer}");
    }

    private static int PortOfPassive(string answer)
    {
        var (open, close) = (answer.IndexOf('('), answer.IndexOf(')'));
        var numbers = open >= 0 && close > open ? answer[(open + 1)..close].Split(',') : [];
        if (!answer.StartsWith("227", StringComparison.Ordinal) || numbers.Length != 6) throw new FileTransferException($"FTP PASV answered {answer}");
        return byte.TryParse(numbers[4], out var high) && byte.TryParse(numbers[5], out var low)
            ? (high * 256) + low : throw new FileTransferException($"FTP PASV answered {answer}");
    }
}
