using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OcppDashboard.Simulator.Engine.Files;

/// <summary>Passive FTP: USER, PASS, TYPE, CWD, SIZE, EPSV or PASV, REST, STOR, APPE or RETR, QUIT (RFC 959, 2428, 3659).</summary>
internal sealed class FtpClient(TransferLink link) : IDisposable
{
    private StreamReader reader = StreamReader.Null;
    private NetworkStream? control;
    private string host = "";

    /// <summary>Logs in and goes to the directory.</summary>
    /// <exception cref="FileTransferException">The login or the directory was refused.</exception>
    public async Task OpenAsync(FtpAddress address, CancellationToken cancellation)
    {
        control = await link.ConnectAsync(address.Host, address.Port, cancellation);
        // the address of a PASV answer is often that of an inner network: the control peer is the one to dial
        host = ((IPEndPoint)control.Socket.RemoteEndPoint!).Address.ToString();
        reader = new(control, Encoding.UTF8, false, 1024, leaveOpen: true);
        await ExpectReplyAsync('2', "the greeting", cancellation);
        var answer = await CommandAsync("USER " + address.User, cancellation);
        if (answer.StartsWith('3')) answer = await CommandAsync("PASS " + address.Password, cancellation);
        if (!answer.StartsWith('2')) throw new FileTransferException($"FTP login refused: {answer}");
        await ExpectAsync("TYPE I", '2', cancellation);
        if (address.Directory.Length > 0) await ExpectAsync("CWD " + address.Directory, '2', cancellation);
    }

    /// <summary>How long the file is that the other side has; null when it does not tell.</summary>
    public async Task<long?> SizeAsync(string fileName, CancellationToken cancellation)
    {
        var answer = await CommandAsync("SIZE " + fileName, cancellation);
        return answer.StartsWith("213 ", StringComparison.Ordinal) && long.TryParse(answer.AsSpan(4), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var size) ? size : null;
    }

    /// <summary>Whether the next transfer begins at that byte.</summary>
    public async Task<bool> RestartAtAsync(long at, CancellationToken cancellation) =>
        (await CommandAsync(string.Create(CultureInfo.InvariantCulture, $"REST {at}"), cancellation)).StartsWith('3');

    /// <summary>Opens a data connection; give it to <see cref="BeginAsync"/>.</summary>
    public async Task<NetworkStream> OpenDataAsync(CancellationToken cancellation)
    {
        var answer = await CommandAsync("EPSV", cancellation);
        var port = answer.StartsWith("229", StringComparison.Ordinal) ? PortOfExtended(answer) : PortOfPassive(await CommandAsync("PASV", cancellation));
        return await link.ConnectAsync(host, port, cancellation);
    }

    /// <param name="verb">STOR, APPE or RETR.</param>
    /// <exception cref="FileTransferException">The other side does not give or take the file.</exception>
    public Task BeginAsync(string verb, string fileName, CancellationToken cancellation) => ExpectAsync($"{verb} {fileName}", '1', cancellation);

    /// <summary>After the data connection was closed.</summary>
    /// <exception cref="FileTransferException">The other side is not content with what it got.</exception>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        await ExpectReplyAsync('2', "the transfer", cancellation);
        await CommandAsync("QUIT", cancellation);
    }

    public void Dispose()
    {
        reader.Dispose();
        control?.Dispose();
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
        await control!.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellation);
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
