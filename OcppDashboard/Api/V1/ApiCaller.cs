using OcppDashboard.Data.Entities;

namespace OcppDashboard.Api.V1;

/// <summary>Who asks: the door notes it.</summary>
public static class ApiCaller
{
    private static readonly object Key = new();

    public static void Note(HttpContext context, ApiKeyEntity key) => context.Items[Key] = key;

    /// <summary>As the timeline of commands names it.</summary>
    public static string Of(HttpContext context) => KeyOf(context) is { } key ? $"api: {key.Name}" : "api";

    /// <summary>The key that was shown; null: none was needed.</summary>
    public static ApiKeyEntity? KeyOf(HttpContext? context) => context?.Items[Key] as ApiKeyEntity;
}
