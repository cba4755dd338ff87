using System.Net.Sockets;

namespace OcppDashboard.Simulator.Engine.Files;

/// <summary>The downloads and uploads of one job, by http, https or ftp as a location says, with the failings of its charge point.</summary>
internal sealed class FileTransfer : IDisposable
{
    private const int LargestFile = 64 * 1024 * 1024;
    /// <summary>How long nothing may move, in real time, since others are waited for.</summary>
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(1);
    private readonly TransferLink link;
    private readonly HttpTransfer http;
    private readonly FtpTransfer ftp;

    public FileTransfer(Device device)
    {
        link = new(device.Behaviour, device.Time, device.Delay, at => device.Log.Add($"the link broke after {at} bytes of the file, taken up again"));
        http = new(device.Behaviour, link);
        ftp = new(link);
    }

    /// <exception cref="FileTransferException">It did not get through.</exception>
    public async Task<byte[]> DownloadAsync(string location, CancellationToken cancellation)
    {
        using var file = new MemoryStream();
        await TryAsync(location, cancellation, (address, limited) => address.Scheme == Uri.UriSchemeFtp
            ? ftp.DownloadAsync(address, file, LargestFile, limited) : http.DownloadAsync(address, file, LargestFile, limited));
        return file.ToArray();
    }

    /// <param name="location">A directory when it ends with a slash, for ftp also when its last part has no dot; else the file itself.</param>
    /// <param name="taken">Called, on any thread, before the first byte leaves; again when the link broke.</param>
    /// <exception cref="FileTransferException">It did not get through.</exception>
    public Task UploadAsync(string location, string fileName, ReadOnlyMemory<byte> content, Func<Task> taken, CancellationToken cancellation) =>
        TryAsync(location, cancellation, (address, limited) => address.Scheme == Uri.UriSchemeFtp
            ? ftp.UploadAsync(address, fileName, content, taken, limited) : http.UploadAsync(address, fileName, content, taken, limited));

    public void Dispose()
    {
        http.Dispose();
        link.Dispose();
    }

    private async Task TryAsync(string location, CancellationToken cancellation, Func<Uri, CancellationToken, Task> transfer)
    {
        if (!Uri.TryCreate(location, UriKind.Absolute, out var address)) throw new FileTransferException($"\"{location}\" is no address");
        if (address.Scheme is not ("http" or "https" or "ftp"))
            throw new FileTransferException($"{address.Scheme} is not supported: this charge point knows http, https and ftp without encryption");
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(IdleLimit);
        link.Moved = () => limited.CancelAfter(IdleLimit);
        try
        {
            await transfer(address, limited.Token);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new FileTransferException($"nothing moved for {IdleLimit.TotalSeconds:0} s", exception);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested && exception is HttpRequestException or IOException or SocketException or FormatException)
        {
            throw new FileTransferException(exception.Message, exception);
        }
        finally
        {
            link.Moved = () => { };
        }
    }
}
