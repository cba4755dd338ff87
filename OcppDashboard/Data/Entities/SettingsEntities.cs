namespace OcppDashboard.Data.Entities;

/// <summary>What people set for one charge point. A row may be there before the charge point ever connected.</summary>
public sealed class ChargePointSettingsEntity
{
    /// <summary>Identity, compared ignoring case.</summary>
    public required string ChargePointId { get; set; }

    /// <summary>The settings as JSON.</summary>
    public required string Json { get; set; }
}

/// <summary>A key for programs; its secret is kept as a hash.</summary>
public sealed class ApiKeyEntity
{
    public long Id { get; set; }
    public required string Name { get; set; }

    /// <summary>SHA-256 of the key.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>The first characters of the key, to tell keys apart.</summary>
    public required string Prefix { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>An address that is told what happens.</summary>
public sealed class WebhookEntity
{
    public long Id { get; set; }
    public required string Url { get; set; }

    /// <summary>What deliveries are signed with; needed to sign, so it is kept as it is.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>Kinds of events with blanks between them.</summary>
    public required string Events { get; set; }
    public bool IsEnabled { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>One event on its way to one address.</summary>
public sealed class WebhookDeliveryEntity
{
    public long Id { get; set; }
    public long WebhookId { get; set; }
    public required string Event { get; set; }

    /// <summary>The body, JSON.</summary>
    public required string Body { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? NextAttemptAt { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>HTTP status of the last attempt; null: there was no answer.</summary>
    public int? LastStatus { get; set; }

    /// <summary>Why the last attempt failed, in words.</summary>
    public string? LastError { get; set; }
}
