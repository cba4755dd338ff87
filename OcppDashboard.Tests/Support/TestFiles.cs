using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Effects;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Connections;
using OcppDashboard.State;

namespace OcppDashboard.Tests.Support;

/// <summary>Firmware, one-time addresses and received files on a database and a folder of their own, without a server.</summary>
internal sealed class TestFiles : IDisposable
{
    private readonly TestHistory history = new();

    public TestFiles(FilesSettings? files = null)
    {
        var settings = history.Settings with { Files = files ?? new() };
        Queries = new FileQueries(history);
        Space = new FileSpace(settings, history.Time, NullLogger<FileSpace>.Instance);
        Firmware = new FirmwareLibrary(settings, Space, Queries, history.Writer, history.Time);
        Addresses = new TransferAddresses(settings, new ServerAddresses { FtpExplicitPort = 2121, HttpsPort = 5443 });
        Transfers = new FileTransfers(Addresses, Firmware, Queries, history.Writer, settings, history.Time);
        Progress = new TransferProgress(Transfers, Events, history.Writer, history.Time);
        Received = new ReceivedFiles(Transfers, Progress, Space, new UploadRateLimiter(settings, history.Time), Queries, history.Writer, settings, history.Time, NullLogger<ReceivedFiles>.Instance);
        Settings = settings;
    }

    public DashboardSettings Settings { get; }
    public MovableTime Time => history.Time;
    public ChargePointEvents Events { get; } = new();
    public FileQueries Queries { get; }
    public FileSpace Space { get; }
    public FirmwareLibrary Firmware { get; }
    public TransferAddresses Addresses { get; }
    public FileTransfers Transfers { get; }
    public TransferProgress Progress { get; }
    public ReceivedFiles Received { get; }

    public static ChargePointSnapshot ChargePoint { get; } = new() { Id = "CP-1", ServerAddress = "http://127.0.0.1:5016" };

    public Task<FirmwareFile> AddFirmwareAsync(string name = "box-1.2.bin", string content = "firmware", FirmwareNote? note = null) =>
        Firmware.AddAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)), name, note ?? new(), CancellationToken.None);

    /// <summary>A file as a charge point sends it.</summary>
    public async Task<ReceivedFileEntity> ReceiveAsync(string chargePointId, string? name, byte[] content)
    {
        var offer = await Transfers.OfferUploadAsync(ChargePoint with { Id = chargePointId }, FileScheme.Http);
        await using var incoming = Received.Begin(Transfers.Find(offer.TransferId)!, 0, "HTTP PUT");
        await incoming.WriteAsync(content, CancellationToken.None);
        return await incoming.CompleteAsync(name, CancellationToken.None);
    }

    public static void AddTo(IServiceCollection services, Func<TestFiles> files) => services.AddSingleton(_ => files().Settings).AddSingleton(_ => files().Queries).AddSingleton(_ => files().Space)
        .AddSingleton(_ => files().Firmware).AddSingleton(_ => files().Addresses).AddSingleton(_ => files().Transfers).AddSingleton(_ => files().Received)
        .AddSingleton<FirmwareSigner>().AddSingleton(_ => new ChargingProfileStore(files().history.Writer, new ProfileQueries(files().history)))
        .AddSingleton(_ => new CommandStore(files().history.Writer, new CommandQueries(files().history))).AddSingleton<ConnectionRegistry>().AddSingleton<EffectTracker>()
        .AddSingleton<ChargePointEvents>().AddSingleton<ChargePointCommands>()
        .AddSingleton(provider => new LocalListService(files().history.Writer, files().history, provider.GetRequiredService<ChargePointCommands>(), provider.GetRequiredService<IdTagStore>(), files().Time))
        .AddSingleton<ReservationIds>().AddSingleton(_ => new IdTagStore(files().history.Writer, files().history, new(new(), files().Events, files().Time), files().Settings, files().Time));

    public void Dispose()
    {
        Space.Dispose();
        history.Dispose();
    }
}
