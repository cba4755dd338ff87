using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using OcppDashboard.Configuration;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>The door for charge points: <c>/ocpp/{chargePointId}</c> and every odd path they make of it.</summary>
public sealed class OcppEndpoint(
    ConnectionServices services, ConnectionRegistry registry, ConnectionPlaces places, IChargePointDirectory directory,
    IEnumerable<IConnectionAdmission> admissions, IStrangers strangers, IHostApplicationLifetime lifetime, ILogger<OcppEndpoint> logger)
{
    private const int ShownOfIdentity = 48;
    private readonly Lock turnover = new();
    private long lastNumber;

    /// <summary>True for what this endpoint answers: all below /ocpp, and upgrades that are no page's.</summary>
    public static bool IsMine(HttpContext context, string rawTarget) =>
        context.Request.Path.StartsWithSegments("/ocpp", StringComparison.OrdinalIgnoreCase) || IsStrayUpgrade(context)
        || rawTarget.Contains("/ocpp/", StringComparison.OrdinalIgnoreCase) && WebSocketHandshake.IsUpgrade(context.Request);

    private static bool IsStrayUpgrade(HttpContext context) => WebSocketHandshake.IsUpgrade(context.Request)
        && !context.Request.Path.StartsWithSegments("/_blazor") && !context.Request.Path.StartsWithSegments("/hubs");

    public async Task HandleAsync(HttpContext context, string rawTarget)
    {
        var path = ChargePointPath.Read(rawTarget);
        var identity = path.Identity;
        var remote = PeerAddress.Of(context.Connection.RemoteIpAddress);
        if (await RefuseAsync(context, path, remote)) return;
        var id = directory.Stored(identity) ?? identity;
        var policy = services.Policies.Of(id);
        var protocol = WebSocketHandshake.ChooseProtocol(context.Request, out var offered);
        if (offered && protocol is null)
        {
            await CloseUnsupportedAsync(context, id, remote);
            return;
        }
        var isProven = Proves(context, identity);
        if (policy.PasswordSha256 is null && !isProven && !await MayTakeOverAsync(id))
        {
            Refused(context, id, remote, "another connection with this identity is alive", "Two charge points use the same identity, or this one opens a second connection: give each its own.");
            context.Response.Headers.RetryAfter = "10";
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "another connection with this identity is alive");
            return;
        }
        if (!places.TryTake(id))
        {
            Refused(context, id, remote, "too many charge points are connected",
                "Ocpp:MaxConnections is the limit; a charge point that is set up here takes the place of one that is not.");
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "too many charge points");
            return;
        }
        var notes = HandshakeNotes.Of(rawTarget, path, id, protocol, context.Request, policy);
        var info = Details(context, id, remote, protocol, policy, isProven, notes);
        await RunAsync(context, info, policy.OmitsSubProtocol ? null : protocol);
    }

    private async Task<bool> RefuseAsync(HttpContext context, ChargePointPath path, string remote)
    {
        var identity = path.Identity;
        if (!WebSocketHandshake.IsUpgrade(context.Request))
        {
            context.Response.Headers.Upgrade = "websocket";
            await AnswerAsync(context, StatusCodes.Status426UpgradeRequired, "This address is for charge points: OCPP 1.6 over WebSocket.");
            return true;
        }
        if (path.Fault is { } unreadable && directory.Stored(identity) is null)
        {
            Refused(context, Shown(path.Sent), remote, unreadable, identity.Length == 0
                ? "The charge point's address must be the one shown, followed by its identity."
                : $"An identity has 1 to {ChargePointIdentity.MaxLength} characters that can be seen; plain blanks and hyphens may be among them, no slash.");
            await AnswerAsync(context, StatusCodes.Status400BadRequest, unreadable);
            return true;
        }
        if (WebSocketHandshake.Fault(context) is { } fault)
        {
            Refused(context, identity, remote, fault, "The charge point sent an incomplete WebSocket handshake; it usually tries again.");
            await AnswerAsync(context, StatusCodes.Status400BadRequest, fault);
            return true;
        }
        var policy = services.Policies.Of(identity);
        if (directory.Count >= services.Settings.MaxKnown && directory.Stored(identity) is null) strangers.MakeRoom();
        if (directory.Count >= services.Settings.MaxKnown && directory.Stored(identity) is null && !policy.IsProvisioned)
        {
            Refused(context, identity, remote, "too many charge points are known already", "Ocpp:MaxKnown is the limit; when it was reached by made-up identities, set Ocpp:Onboarding to Approve.");
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "too many charge points");
            return true;
        }
        if (services.Settings.Onboarding == Onboarding.Approve && directory.Stored(identity) is null && !policy.IsProvisioned)
        {
            Refused(context, identity, remote, "it is not known here", "New charge points are let in while Ocpp:Onboarding is Open.");
            await AnswerUnauthorizedAsync(context);
            return true;
        }
        if (!policy.IsProvisioned && directory.Stored(identity) is null && directory.LookAlike(identity) is { } known)
        {
            Refused(context, identity, remote, $"the identity looks like {known}, and is another one",
                "Give it an identity that people can tell from the others, or correct its spelling.");
            await AnswerAsync(context, StatusCodes.Status400BadRequest, "the identity cannot be used here");
            return true;
        }
        if (CredentialCheck.Fault(policy, identity, context.Request.Headers.Authorization, context.Features.Get<ShownCertificate>(), context.Request.IsHttps) is var (fault401, advice))
        {
            Refused(context, directory.Stored(identity) ?? identity, remote, fault401, advice);
            await AnswerUnauthorizedAsync(context);
            return true;
        }
        if (policy.PasswordSha256 is null && !Proves(context, identity) && ForeignOrigin.Of(context) is { } origin)
        {
            Refused(context, directory.Stored(identity) ?? identity, remote, $"it comes from a web page of {origin}",
                "Pages of other sites are not let in without a password. Where a charge point sends this Origin, set a password for it.");
            await AnswerAsync(context, StatusCodes.Status403Forbidden, "pages of other sites are not let in");
            return true;
        }
        if (!policy.MayConnect)
        {
            Refused(context, directory.Stored(identity) ?? identity, remote, "it may not connect", "Somebody switched it off in its settings here; switch it on again there.");
            await AnswerAsync(context, StatusCodes.Status403Forbidden, "it may not connect");
            return true;
        }
        if (Kept(identity) is { } kept)
        {
            Refused(context, directory.Stored(identity) ?? identity, remote, kept, "This is on purpose and ends by itself.");
            context.Response.Headers.RetryAfter = "10";
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, kept);
            return true;
        }
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "the server is stopping");
            return true;
        }
        return false;
    }

    /// <summary>Why it is kept away for a while; null: it is not.</summary>
    private string? Kept(string identity)
    {
        foreach (var admission in admissions)
            if (admission.Refusal(identity) is { } reason) return reason;
        return null;
    }

    private static bool Proves(HttpContext context, string identity) =>
        context.Features.Get<ShownCertificate>() is { } shown && shown.Proves(identity);

    /// <summary>What was sent as an identity and is none, fit for a list and a line of a log.</summary>
    private static string? Shown(string? sent) => sent is null ? null : Tidy(sent, ShownOfIdentity);

    /// <summary>OCPP-J 3.2: without a common protocol the handshake is finished without the header, then closed.</summary>
    private async Task CloseUnsupportedAsync(HttpContext context, string id, string remote)
    {
        var offer = new string([.. context.Request.Headers.SecWebSocketProtocol.ToString().Take(80).Select(c => char.IsAscii(c) && !char.IsControl(c) ? c : '?')]); // it goes into the log
        Refused(context, id, remote, $"it offers {offer} and not ocpp1.6", "Set the charge point to OCPP 1.6 JSON.");
        await using var upgraded = await WebSocketHandshake.UpgradeAsync(context, null);
        using var webSocket = WebSocket.CreateFromStream(upgraded, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5), services.Time);
        try
        {
            await webSocket.CloseAsync(WebSocketCloseStatus.ProtocolError, "only ocpp1.6 is spoken here", deadline.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }

    /// <summary>Without proven credentials a live connection keeps its place (safety 1.9).</summary>
    private async Task<bool> MayTakeOverAsync(string id)
    {
        var old = registry.Find(id);
        return old is null || services.Settings.TakeoverPing == TimeSpan.Zero || !await old.AnswersPingAsync(services.Settings.TakeoverPing);
    }

    /// <summary>The connection's life. What it holds while it waits, thousands of connections hold: the place is given back here.</summary>
    private async Task RunAsync(HttpContext context, ConnectionDetails info, string? protocol)
    {
        ChargePointConnection? connection = null;
        try
        {
            var upgraded = await WebSocketHandshake.UpgradeAsync(context, protocol);
            var abort = context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort;
            await using var stream = new LivenessStream(upgraded, abort, services.Time);
            var options = new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero }; // the framework would send pongs, which nobody answers
            using var webSocket = WebSocket.CreateFromStream(stream, options);
            connection = new ChargePointConnection(info, webSocket, stream, services);
            var isFirst = Begin(connection);
            var reason = "the server failed at it";
            try
            {
                reason = await connection.RunAsync();
            }
            finally
            {
                End(connection, isFirst, reason);
            }
        }
        finally
        {
            places.GiveBack(connection);
        }
    }

    /// <returns>False when it was registered already.</returns>
    private bool Begin(ChargePointConnection connection)
    {
        var info = connection.Info;
        ChargePointConnection? replaced;
        lock (turnover) // an old connection's end must not be told after the new one's beginning
        {
            replaced = registry.Put(connection);
            if (replaced != connection) services.Tell(info, observer => observer.Connected(info));
        }
        replaced?.Abort("the connection was replaced");
        logger.LogDebug("{ChargePoint} connected from {Remote}", info.ChargePointId, info.RemoteAddress);
        if (lifetime.ApplicationStopping.IsCancellationRequested) // it came between the look and the closing
            _ = connection.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "the server is stopping");
        return replaced != connection;
    }

    private void End(ChargePointConnection connection, bool isFirst, string reason)
    {
        var info = connection.Info;
        lock (turnover)
        {
            registry.Remove(connection);
            if (isFirst) services.Tell(info, observer => observer.Disconnected(info, reason, connection.IsReplaced));
        }
        connection.Ended();
        logger.LogDebug("{ChargePoint} disconnected: {Reason}", info.ChargePointId, reason);
    }

    private ConnectionDetails Details(
        HttpContext context, string id, string remote, string? protocol, ConnectionPolicy policy, bool isProven, string? notes)
    {
        var request = context.Request;
        var credentials = BasicCredentials.Parse(request.Headers.Authorization.ToString());
        var profile = (request.IsHttps ? 2 : 0) + (credentials is null ? 0 : 1);
        return new(
            id, Interlocked.Increment(ref lastNumber), remote, UserAgent(request), protocol, isProven ? 3 : profile > 2 ? 2 : profile,
            ServerAddress(context), services.Time.GetUtcNow())
        {
            Notes = notes,
            ShowsOfferedPassword = CredentialCheck.ShowsOffered(policy, credentials),
        };
    }

    /// <summary>Where the charge point reaches this server. Some leave the port out of their Host header.</summary>
    private static string ServerAddress(HttpContext context)
    {
        var (request, port) = (context.Request, context.Connection.LocalPort);
        var isPortMissing = request is { Host.Port: null, IsHttps: false } && port is not (0 or 80);
        return $"{request.Scheme}://{(isPortMissing ? new HostString(request.Host.Host, port) : request.Host)}";
    }

    private void Refused(HttpContext context, string? identity, string remote, string reason, string advice)
    {
        foreach (var observer in services.Observers) observer.Refused(identity, remote, UserAgent(context.Request), reason, advice);
    }

    private static string? UserAgent(HttpRequest request) =>
        request.Headers.UserAgent.ToString() is { Length: > 0 } text ? Tidy(text, 200) : null;

    /// <summary>What it says of itself, for lists and logs: no secret, nothing that cannot be seen, and not without end.</summary>
    private static string Tidy(string text, int most)
    {
        var masked = VisibleText.Of(SecretMasking.MaskText(text));
        return masked.Length > most ? masked[..most] + "…" : masked;
    }

    /// <summary>The same bytes whether the identity is known or not: a stranger learns nothing from them (safety 1.7).</summary>
    private static Task AnswerUnauthorizedAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"ocpp\"";
        return AnswerAsync(context, StatusCodes.Status401Unauthorized, "not authorized");
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n");
    }
}
