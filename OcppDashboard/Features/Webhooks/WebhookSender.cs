using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OcppDashboard.Features.Webhooks;

/// <summary>How an attempt ended.</summary>
/// <param name="Status">HTTP status; null: there was no answer.</param>
/// <param name="Error">Why it failed, in words; null: it was taken (any 2xx).</param>
internal readonly record struct WebhookAttempt(int? Status, string? Error);

/// <summary>One attempt: a signed POST within 10 s. Redirects are not followed, no proxy, cookie or credential is used, the answer's body is ignored.</summary>
internal sealed class WebhookSender : IDisposable
{
    private const int MostRead = 4096;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BodyDeadline = TimeSpan.FromSeconds(1);
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PreAuthenticate = false, Credentials = null, AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 16, PooledConnectionLifetime = TimeSpan.FromMinutes(1), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30), ActivityHeadersPropagator = null,
        ConnectCallback = ConnectAsync, MaxResponseDrainSize = 0, ResponseDrainTimeout = TimeSpan.Zero,
    }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Never throws for what the receiver does.</summary>
    public async Task<WebhookAttempt> SendAsync(Webhook webhook, long id, string kind, string body, DateTimeOffset now, CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(Deadline);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            var timestamp = now.ToUnixTimeSeconds();
            request.Headers.UserAgent.ParseAdd("OcppDashboard");
            request.Headers.Add(WebhookSignature.IdHeader, id.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add(WebhookSignature.EventHeader, kind);
            request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(webhook.Secret, timestamp, body));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            var status = (int)response.StatusCode;
            await PassOverAsync(response, deadline.Token);
            return new(status, status is >= 200 and < 300 ? null : status is >= 300 and < 400 ? $"it answered {status}: redirects are not followed" : $"it answered {status}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(null, $"no answer within {Deadline.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UriFormatException)
        {
            return new(null, Cut(exception.InnerException is WebhookRefusedException refused ? refused.Message : exception.Message));
        }
    }

    /// <summary>A short body is read to its end, so that the connection can be used again; with a long or slow one it is closed.</summary>
    private static async Task PassOverAsync(HttpResponseMessage response, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(BodyDeadline);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            await body.ReadAtLeastAsync(new byte[MostRead], MostRead, throwOnEndOfStream: false, patience.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException)
        {
            // the status has said it all
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, stop);
        var allowed = addresses.Where(WebhookAddress.MayConnect).ToArray();
        if (allowed.Length == 0) throw new WebhookRefusedException($"{context.DnsEndPoint.Host} stands for no address that may be sent to");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Cut(string text) => text.Length <= 300 ? text : text[..300];

    public void Dispose() => http.Dispose();
}
