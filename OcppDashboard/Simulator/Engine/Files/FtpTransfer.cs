namespace OcppDashboard.Simulator.Engine.Files;

/// <summary>One file by ftp, over a link that may break once: it goes on where it was.</summary>
internal sealed class FtpTransfer(TransferLink link)
{
    /// <param name="into">What came so far, also when it broke.</param>
    /// <exception cref="FileTransferException">The other side refused, or its file came short.</exception>
    public async Task DownloadAsync(Uri location, MemoryStream into, int largest, CancellationToken cancellation)
    {
        var address = FtpAddress.Of(location, mayBeDirectory: false);
        while (true)
        {
            using var ftp = new FtpClient(link);
            await ftp.OpenAsync(address, cancellation);
            var length = await ftp.SizeAsync(address.FileName, cancellation);
            try
            {
                using (var data = await ftp.OpenDataAsync(cancellation))
                {
                    if (into.Length > 0 && !await ftp.RestartAtAsync(into.Length, cancellation)) into.SetLength(0);
                    await ftp.BeginAsync("RETR", address.FileName, cancellation);
                    await link.ReceiveAsync(data, into, length, largest, cancellation);
                }
                await ftp.FinishAsync(cancellation);
                if (length > into.Length) throw new FileTransferException($"{into.Length} of {length} bytes came");
                return;
            }
            catch (IOException) when (link.Mend())
            {
            }
        }
    }

    /// <param name="taken">Called before the first byte of the file leaves.</param>
    /// <exception cref="FileTransferException">The other side refused.</exception>
    public async Task UploadAsync(Uri location, string fileName, ReadOnlyMemory<byte> content, Func<Task> taken, CancellationToken cancellation)
    {
        var address = FtpAddress.Of(location, mayBeDirectory: true);
        var name = address.FileName.Length > 0 ? address.FileName : fileName;
        for (var again = false; ; again = true)
        {
            using var ftp = new FtpClient(link);
            await ftp.OpenAsync(address, cancellation);
            // what the other side has of it counts, not what was sent
            var there = again ? await ftp.SizeAsync(name, cancellation) ?? 0 : 0;
            var from = there <= content.Length ? (int)there : 0;
            try
            {
                using (var data = await ftp.OpenDataAsync(cancellation))
                {
                    var restarts = from > 0 && await ftp.RestartAtAsync(from, cancellation);
                    await ftp.BeginAsync(from > 0 && !restarts ? "APPE" : "STOR", name, cancellation);
                    await taken();
                    await link.SendAsync(content, from, data, cancellation);
                }
                await ftp.FinishAsync(cancellation);
                return;
            }
            catch (IOException) when (link.Mend())
            {
            }
        }
    }
}
