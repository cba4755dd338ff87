using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Steps;

/// <summary>What was heard from the link: a frame without its place in the run.</summary>
public sealed record LinkFrame(DateTimeOffset At, long Connection, bool FromChargePoint, FrameKind Kind, string Action, string UniqueId, JsonElement Payload, string Text);

/// <summary>An address for a file that was made for the run.</summary>
public sealed record LinkFile(string Address, string Scheme, string Name, long? Size, string? Sha256);

/// <summary>The one charge point of a run, as far as the run can reach it. In the product: commands, captured messages, files; in tests: a simulated one in virtual time.</summary>
public interface IChargePointLink
{
    bool IsOnline { get; }

    /// <summary>Everything that happens, in order; called from one thread at a time. The run sets it.</summary>
    Action<LinkFrame>? Heard { get; set; }

    /// <summary>Sends a CALL; CALL and answer are also heard. The task ends with the answer, the timeout or the end of the connection, and never throws for these.</summary>
    Task CallAsync(string action, JsonElement payload, TimeSpan timeout, CancellationToken stop);

    /// <summary>What Authorize is answered with from now on; null: as usual.</summary>
    void AnswerAuthorize(AuthorizationStatus? status);

    /// <summary>What the next BootNotification is answered with, once; null: as usual.</summary>
    /// <param name="intervalSeconds">Told with it, s.</param>
    void AnswerNextBoot(RegistrationStatus? status, int intervalSeconds);

    /// <summary>True: ends the connection and refuses new ones of this identity; false: lets it in again.</summary>
    void KeepOffline(bool offline);

    /// <summary>Schemes that can be offered, the best first.</summary>
    IReadOnlyList<string> Schemes(bool isUpload);

    /// <returns>Null: the file is no longer there, or the scheme cannot be offered.</returns>
    Task<LinkFile?> OfferFirmwareAsync(long fileId, string scheme);

    /// <returns>Null: the scheme cannot be offered.</returns>
    Task<LinkFile?> OfferUploadAsync(string scheme);
}
