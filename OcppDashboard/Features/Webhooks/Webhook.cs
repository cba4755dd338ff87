using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Features.Webhooks;

/// <summary>An address that is told what happens.</summary>
/// <param name="Secret">What deliveries are signed with, as the receiver has it: text, its UTF-8 bytes are the key.</param>
/// <param name="Events">Some of <see cref="WebhookEvents.All"/>.</param>
public sealed record Webhook(long Id, string Url, string Secret, ImmutableArray<string> Events, bool IsEnabled, DateTimeOffset CreatedAt)
{
    internal static Webhook Of(WebhookEntity row) => new(
        row.Id, row.Url, Encoding.UTF8.GetString(row.Secret), [.. row.Events.Split(' ', StringSplitOptions.RemoveEmptyEntries)], row.IsEnabled, row.CreatedAt);

    internal WebhookEntity ToRow() => new()
    {
        Id = Id, Url = Url, Secret = Encoding.UTF8.GetBytes(Secret), Events = string.Join(' ', Events), IsEnabled = IsEnabled, CreatedAt = CreatedAt,
    };

    internal static string NewSecret() => "whsec_" + RandomNumberGenerator.GetHexString(64, lowercase: true);
}

/// <summary>An address or choice that cannot be taken; the message is a sentence for the person.</summary>
/// <param name="member">Which of the two it is about: url or events.</param>
public sealed class WebhookRefusedException(string message, string member = "url") : Exception(message)
{
    public string Member { get; } = member;
}
