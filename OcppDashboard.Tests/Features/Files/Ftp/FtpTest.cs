using System.Security.Cryptography;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files.Ftp;

/// <summary>What stands in an ftp address that a charge point gets.</summary>
internal sealed record FtpLoginOffer(long TransferId, string User, string Password, int Port, string Address)
{
    public static FtpLoginOffer Of(FileOffer offer)
    {
        var address = new Uri(offer.Address);
        var login = address.UserInfo.Split(':');
        return new(offer.TransferId, login[0], login[1], address.Port, offer.Address);
    }

    /// <summary>The server without login, with a slash at the end.</summary>
    public string Server => $"{Address[..Address.IndexOf(':', StringComparison.Ordinal)]}://127.0.0.1:{Port}/";
    public string Login => $"{User}:{Password}";
}

/// <summary>The whole application with its FTP server on a free port, and a charge point that connected.</summary>
public abstract class FtpTest : IAsyncLifetime
{
    private protected const string ChargePoint = "CP-FTP";
    private TestCentralSystem? central;
    private RawOcppClient? client;

    private protected TestCentralSystem Central => central!;
    private protected ReceivedFiles Received => Central.Get<ReceivedFiles>();
    private protected FileTransfers Transfers => Central.Get<FileTransfers>();
    private protected int Port => Central.Get<ServerAddresses>().FtpExplicitPort;

    private protected virtual FilesSettings Change(FilesSettings files) => files;

    public async Task InitializeAsync()
    {
        central = await TestCentralSystem.StartAsync(settings => settings with { Files = Change(settings.Files) });
        client = await central.BootAsync(ChargePoint);
    }

    public async Task DisposeAsync()
    {
        if (client is not null) await client.DisposeAsync();
        if (central is not null) await central.DisposeAsync();
    }

    private protected async Task<FtpLoginOffer> OfferUploadAsync(FileScheme scheme = FileScheme.Ftp) => FtpLoginOffer.Of(await Transfers.OfferUploadAsync(Central.Snapshot(ChargePoint), scheme));

    private protected async Task<FtpLoginOffer> OfferFirmwareAsync(byte[] content, string name = "box 1.2.bin", FileScheme scheme = FileScheme.Ftp)
    {
        var file = await Central.Get<FirmwareLibrary>().AddAsync(new MemoryStream(content), name, new(), CancellationToken.None);
        return FtpLoginOffer.Of(await Transfers.OfferFirmwareAsync(Central.Snapshot(ChargePoint), file, scheme));
    }

    private protected FileTransfer Transfer(FtpLoginOffer login) => Transfers.Find(login.TransferId)!;

    private protected async Task<IReadOnlyList<ReceivedRow>> ReceivedAsync() => (await Central.Get<FileQueries>().ReceivedAsync(new(), 0, 100)).Rows;

    /// <summary>The one file that came is this one.</summary>
    private protected async Task<ReceivedRow> AssertCameAsync(byte[] content, string name, string via = "FTP")
    {
        var row = Assert.Single(await ReceivedAsync());
        Assert.Equal((ChargePoint, name, via, (long)content.Length), (row.ChargePointId, row.Name, row.Via, row.Size));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), row.Sha256);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(Received.Folder, row.StoredName)));
        Assert.Equal([row.StoredName], Directory.GetFiles(Received.Folder).Select(Path.GetFileName));
        return row;
    }

    private protected async Task AssertNothingCameAsync() => Assert.Empty(await ReceivedAsync());

    private protected static byte[] Content(int size) => RandomNumberGenerator.GetBytes(size);
}
