using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;
using OcppDashboard.State;

namespace OcppDashboard.Features.Acceptance.Run;

/// <summary>What a link is made of; one set for all.</summary>
public sealed record LinkServices(
    ChargePointStore Store, ChargePointCommands Commands, AuthorizationOverrides Authorizations, BootOverrides Boots, ConnectionBlocks Windows, FileTransfers Transfers, TransferAddresses Addresses,
    FirmwareLibrary Firmware, TimeProvider Time);

/// <summary>The link to a connected charge point: commands out, everything captured in. What is heard goes through one channel, in order, on the run's own loop.</summary>
internal sealed class ChargePointLink : IChargePointLink, IAsyncDisposable
{
    private const int MaxWaiting = 100_000;
    private static readonly TimeSpan CaptureGrace = TimeSpan.FromSeconds(10);
    private readonly Channel<LinkFrame> heard = Channel.CreateBounded<LinkFrame>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly LinkServices services;
    private readonly string owner;
    private readonly HashSet<long> begun = []; // exchanges of which the CALL was heard
    private readonly Lock gate = new();
    private readonly Task pump;
    private TaskCompletionSource? answered;
    private string? awaitedAction, awaitedId;

    public ChargePointLink(string chargePointId, string owner, LinkServices services)
    {
        (ChargePointId, this.owner, this.services) = (chargePointId, owner, services);
        pump = PumpAsync();
    }

    public string ChargePointId { get; }

    public Action<LinkFrame>? Heard { get; set; }

    private ChargePointSnapshot? Snapshot => services.Store.Find(ChargePointId);

    public bool IsOnline => Snapshot?.Online == true;

    public async Task CallAsync(string action, JsonElement payload, TimeSpan timeout, CancellationToken stop)
    {
        var captured = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate) (answered, awaitedAction, awaitedId) = (captured, action, null);
        var transfer = TransferOf(payload);
        var ended = await services.Commands.SendAsync(ChargePointId, action, payload, owner, stop, timeout, transfer);
        var wasSent = ended.State != CommandState.NotSent;
        if (wasSent) await captured.Task.WaitAsync(CaptureGrace, services.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
        bool isHeard;
        lock (gate) (isHeard, answered) = (captured.Task.IsCompleted, null);
        if (isHeard) return;
        var id = Guid.NewGuid().ToString();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate) (answered, awaitedAction, awaitedId) = (done, action, null);
        Put(new(services.Time.GetUtcNow(), 0, false, FrameKind.Call, action, id, payload, payload.GetRawText()));
        Put(new(services.Time.GetUtcNow(), 0, true, FrameKind.NoAnswer, action, id, Nothing, wasSent ? JudgeRules.Disconnected : JudgeRules.NotSent));
        await done.Task.WaitAsync(stop);
    }

    public void AnswerAuthorize(AuthorizationStatus? status) => services.Authorizations.Set(ChargePointId, status);

    public void AnswerNextBoot(RegistrationStatus? status, int intervalSeconds) => services.Boots.Set(ChargePointId, status, intervalSeconds);

    public void KeepOffline(bool offline)
    {
        if (!offline)
        {
            services.Windows.Open(ChargePointId);
            return;
        }
        services.Windows.Close(ChargePointId, "a commissioning run keeps it offline");
        services.Commands.Disconnect(ChargePointId, "a commissioning run keeps it offline");
    }

    public IReadOnlyList<string> Schemes(bool isUpload) => Snapshot is { } snapshot ? [.. services.Addresses.Schemes(snapshot, isUpload).Select(Word)] : [];

    public async Task<LinkFile?> OfferFirmwareAsync(long fileId, string scheme)
    {
        if (services.Firmware.Find(fileId) is not { } file || Snapshot is not { } snapshot || !Schemes(false).Contains(scheme)) return null;
        var offer = await services.Transfers.OfferFirmwareAsync(snapshot, file, Enum.Parse<FileScheme>(scheme, ignoreCase: true));
        return Keep(offer, new(offer.Address, scheme, file.Name, file.Size, file.Sha256));
    }

    public async Task<LinkFile?> OfferUploadAsync(string scheme)
    {
        if (Snapshot is not { } snapshot || !Schemes(true).Contains(scheme)) return null;
        var offer = await services.Transfers.OfferUploadAsync(snapshot, Enum.Parse<FileScheme>(scheme, ignoreCase: true));
        return Keep(offer, new(offer.Address, scheme, "", null, null));
    }

    internal void Take(WireExchange exchange)
    {
        if (exchange.Action.Length == 0) return; // no frame at all: a finding, and no evidence
        bool isNew;
        lock (gate) isNew = begun.Add(exchange.Number);
        if (isNew) Put(new(exchange.At, exchange.ConnectionNumber, exchange.FromChargePoint, FrameKind.Call, exchange.Action, exchange.UniqueId, PayloadOf(exchange.Call, 3), Text(exchange.Call)));
        if (exchange.Result == ExchangeResult.Waiting) return;
        var (kind, payload, text) = exchange.Result switch
        {
            ExchangeResult.Answered => (FrameKind.CallResult, PayloadOf(exchange.Answer, 2), Text(exchange.Answer)),
            ExchangeResult.CallError => (FrameKind.CallError, ErrorOf(exchange), Text(exchange.Answer)),
            ExchangeResult.TimedOut => (FrameKind.NoAnswer, Nothing, JudgeRules.TimedOut),
            ExchangeResult.Disconnected => (FrameKind.NoAnswer, Nothing, JudgeRules.Disconnected),
            _ => (FrameKind.NoAnswer, Nothing, "unreadable"),
        };
        Put(new(exchange.AnsweredAt ?? services.Time.GetUtcNow(), exchange.ConnectionNumber, !exchange.FromChargePoint, kind, exchange.Action, exchange.UniqueId, payload, text));
    }

    internal void Take(FileMoved m)
    {
        var text = m.Stage switch
        {
            FileStage.Came => $"came {m.Via}",
            FileStage.CameAgain => $"came again {m.Via}, at {m.Bytes} bytes",
            FileStage.Fetched => $"fetched {m.Bytes} bytes",
            FileStage.Arrived => $"arrived {m.Bytes} bytes, SHA-256 {m.Sha256}{(m.Note is null ? "" : $", name {m.Note}")}",
            FileStage.Broke => $"broke off at {m.Bytes} bytes: {m.Note}",
            _ => null,
        };
        if (text is not null) Put(new(m.At, 0, true, FrameKind.File, m.IsUpload ? "Diagnostics" : "Firmware", "", Nothing, text));
    }

    internal void Connected(ConnectionDetails connection) => Put(new(connection.ConnectedAt, connection.Number, true, FrameKind.Connected, "", "", Nothing, $"connected from {connection.RemoteAddress}"));

    internal void Disconnected(ConnectionDetails connection, string reason) =>
        Put(new(services.Time.GetUtcNow(), connection.Number, true, FrameKind.Disconnected, "", "", Nothing, reason));

    internal void Refused(string reason) => Put(new(services.Time.GetUtcNow(), 0, true, FrameKind.Refused, "", "", Nothing, reason));

    public async ValueTask DisposeAsync()
    {
        AnswerAuthorize(null);
        AnswerNextBoot(null, 0);
        KeepOffline(false);
        heard.Writer.TryComplete();
        await pump;
    }

    private readonly Dictionary<string, long> offers = new(StringComparer.Ordinal); // addresses that were made for this run

    private LinkFile Keep(FileOffer offer, LinkFile file)
    {
        lock (gate) offers[offer.Address] = offer.TransferId;
        return file;
    }

    private long? TransferOf(JsonElement payload)
    {
        var text = payload.GetRawText();
        lock (gate)
            foreach (var (address, id) in offers)
                if (text.Contains(address, StringComparison.Ordinal)) return id;
        return null;
    }

    private void Put(LinkFrame frame) => heard.Writer.TryWrite(frame);

    private async Task PumpAsync()
    {
        await foreach (var frame in heard.Reader.ReadAllAsync())
        {
            Heard?.Invoke(frame);
            TaskCompletionSource? done = null;
            lock (gate)
            {
                if (frame is { Kind: FrameKind.Call, FromChargePoint: false } && frame.Action == awaitedAction && awaitedId is null) awaitedId = frame.UniqueId;
                else if (frame.FromChargePoint && frame.Kind is FrameKind.CallResult or FrameKind.CallError or FrameKind.NoAnswer && frame.UniqueId == awaitedId) done = answered;
            }
            done?.TrySetResult();
        }
    }

    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement.Clone();

    private static string Word(FileScheme scheme) => scheme.ToString().ToLowerInvariant();

    private static string Text(ReadOnlyMemory<byte> frame) => Encoding.UTF8.GetString(SecretMasking.Mask(frame).Span);

    private static JsonElement PayloadOf(ReadOnlyMemory<byte> frame, int at)
    {
        try
        {
            using var document = JsonDocument.Parse(SecretMasking.Mask(frame));
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > at && root[at].ValueKind == JsonValueKind.Object ? root[at].Clone() : Nothing;
        }
        catch (JsonException)
        {
            return Nothing; // the frame was repaired when it was read; its text is kept
        }
    }

    private static JsonElement ErrorOf(WireExchange exchange) => JsonSerializer.SerializeToElement(new { errorCode = exchange.Status ?? "" });
}
