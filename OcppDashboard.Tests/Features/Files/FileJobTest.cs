using System.Text;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files;

/// <summary>A server with one booted charge point, and files going to and from it.</summary>
public abstract class FileJobTest : IAsyncLifetime
{
    protected const string Id = "CP-1";

    private protected TestCentralSystem Central { get; private set; } = null!;
    private protected RawOcppClient Client { get; set; } = null!;
    protected string Scratch { get; } = Directory.CreateTempSubdirectory("ocpp-peer-").FullName;

    /// <summary>For tests with settings of their own.</summary>
    protected virtual FilesSettings Change(FilesSettings files) => files;

    public async Task InitializeAsync()
    {
        Central = await TestCentralSystem.StartAsync(settings => settings with { Files = Change(settings.Files) });
        Client = await Central.BootAsync(Id);
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await Central.DisposeAsync();
        Directory.Delete(Scratch, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected FileTransfers Transfers => Central.Get<FileTransfers>();
    private protected FirmwareLibrary Library => Central.Get<FirmwareLibrary>();

    protected string Received => Path.Combine(Central.Folder, "received");

    private protected static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 % 251))];

    private protected Task<FirmwareFile> AddAsync(byte[] content, string name = "box-2.0.bin") => Library.AddAsync(new MemoryStream(content), name, new("2.0"), CancellationToken.None);

    private protected Task<FileOffer> OfferUploadAsync(FileScheme scheme = FileScheme.Http) => Transfers.OfferUploadAsync(Central.Snapshot(Id), scheme);

    private protected async Task<string> ScratchFileAsync(string name, byte[] content)
    {
        var path = Path.Combine(Scratch, name);
        await File.WriteAllBytesAsync(path, content);
        return path;
    }

    /// <summary>Sends UpdateFirmware with a file of the library and answers it.</summary>
    /// <returns>The command and the address that the charge point got.</returns>
    private protected async Task<(CommandSnapshot Command, string Address)> UpdateAsync(FirmwareFile file, DateTimeOffset? notBefore = null, int? retries = null)
    {
        var offer = await Transfers.OfferFirmwareAsync(Central.Snapshot(Id), file, FileScheme.Http, notBefore);
        var command = Central.Commands.Start(Id, new UpdateFirmwareRequest(offer.Address, retries, notBefore ?? Central.Time.GetUtcNow()), "test", offer.TransferId);
        var call = await Client.AnswerAsync("UpdateFirmware", "{}");
        return (await Central.CommandAsync(command.Id, c => c.State == CommandState.Watching), call.Payload.GetProperty("location").GetString()!);
    }

    /// <summary>Sends GetDiagnostics with an address of ours and answers it.</summary>
    private protected async Task<(CommandSnapshot Command, string Address)> GetDiagnosticsAsync(string answer = """{"fileName":"diag.log"}""", int? retries = null)
    {
        var offer = await OfferUploadAsync();
        var command = Central.Commands.Start(Id, new GetDiagnosticsRequest(offer.Address, retries), "test", offer.TransferId);
        var call = await Client.AnswerAsync("GetDiagnostics", answer);
        return (await Central.CommandAsync(command.Id, c => c.State == CommandState.Watching), call.Payload.GetProperty("location").GetString()!);
    }

    private protected Task ReportAsync(string action, string status) => Client.CallForResultAsync(action, $$"""{"status":"{{status}}"}""");

    private protected Task<CommandSnapshot> StepAsync(long id, string text) =>
        Central.CommandAsync(id, command => Lines(command).Any(line => line.StartsWith(text, StringComparison.Ordinal)), $"step \"{text}\"");

    private protected Task<CommandSnapshot> EndAsync(long id) => Central.CommandAsync(id, command => command.IsOver, "end of the command");

    /// <summary>The timeline as lines of text, waits included.</summary>
    private protected static IReadOnlyList<string> Lines(CommandSnapshot command) => [.. command.Steps.Select(step => $"{step.Text} {step.Emphasis}".Trim())];

    private protected static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
