using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OcppDashboard.Features.Webhooks;

/// <summary>How a receiver knows that a delivery is ours: HMAC-SHA256 over <c>timestamp.body</c>.</summary>
public static class WebhookSignature
{
    public const string IdHeader = "X-Webhook-Id", EventHeader = "X-Webhook-Event", TimestampHeader = "X-Webhook-Timestamp", SignatureHeader = "X-Webhook-Signature";

    /// <param name="timestamp">Seconds since 1970, as in its header.</param>
    /// <returns><c>sha256=</c> and 64 hexadecimal digits, lower case.</returns>
    public static string Of(string secret, long timestamp, string body)
    {
        var signed = Encoding.UTF8.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture) + "." + body);
        return "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }
}
