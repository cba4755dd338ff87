namespace OcppDashboard.Features.Webhooks;

public static class WebhookServices
{
    /// <summary>Must come after the endpoint of charge points: what is added last is stopped first.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services) =>
        services.AddSingleton<WebhookList>().AddSingleton<WebhookDeliveries>().AddHostedService<WebhookService>();
}
