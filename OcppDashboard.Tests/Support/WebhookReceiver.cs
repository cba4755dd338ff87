using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OcppDashboard.Tests.Support;

/// <summary>What a receiver of webhooks got.</summary>
internal sealed record Received(string Path, string Id, string Event, long Timestamp, string Signature, string Body, bool HasCredentials);

/// <summary>A web server on loopback that takes webhooks and answers as it is told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebhookReceiver(WebApplication app) => this.app = app;

    public Inbox<Received> Requests { get; } = new();

    /// <summary>How it answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context =>
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new WebhookReceiver(builder.Build());
        receiver.app.Run(receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    public void AnswerStatus(int status) => Answer = context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public Task<Received> NextAsync(string? kind = null) => Requests.TakeAsync(request => kind is null || request.Event == kind, "webhook " + kind, RawOcppClient.Deadline);

    private async Task TakeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        using var reader = new StreamReader(context.Request.Body);
        Requests.Add(new(
            context.Request.Path, headers["X-Webhook-Id"].ToString(), headers["X-Webhook-Event"].ToString(), long.Parse(headers["X-Webhook-Timestamp"].ToString()), headers["X-Webhook-Signature"].ToString(),
            await reader.ReadToEndAsync(), headers.ContainsKey("Authorization") || headers.ContainsKey("Cookie")));
        await Answer(context);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
