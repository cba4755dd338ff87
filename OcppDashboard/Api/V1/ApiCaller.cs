namespace OcppDashboard.Api.V1;

/// <summary>Who asks, for the timeline of commands: the door notes it.</summary>
public static class ApiCaller
{
    private static readonly object Key = new();

    public static void Note(HttpContext context, string name) => context.Items[Key] = name;

    public static string Of(HttpContext context) => context.Items[Key] as string ?? "api";
}
