namespace OcppDashboard.Api.V1;

public enum ApiFilterKind { Text, Whole, Time }

/// <summary>A query parameter of the API.</summary>
/// <param name="Description">One sentence for whoever writes a program.</param>
/// <param name="Words">All that it may be; null: anything of its kind.</param>
/// <param name="Default">What holds where it is absent; null: nothing.</param>
/// <param name="Least">Smallest whole number; null: any.</param>
/// <param name="Most">Largest whole number; null: any.</param>
public sealed record ApiFilter(string Name, string Description, ApiFilterKind Kind, IReadOnlyList<string>? Words = null, string? Default = null, int? Least = null, int? Most = null)
{
    public static ApiFilter Text(string name, string description) => new(name, description, ApiFilterKind.Text);
    public static ApiFilter Word(string name, string description, params IReadOnlyList<string> words) => new(name, description, ApiFilterKind.Text, words);
    public static ApiFilter Whole(string name, string description, int? least = null, int? most = null) => new(name, description, ApiFilterKind.Whole, Least: least, Most: most);
    public static ApiFilter Time(string name, string description) => new(name, description, ApiFilterKind.Time);

    public static ApiFilter ChargePoint { get; } = Text("chargePointId", "Only of this charge point.");
}

/// <summary>The query parameters of an endpoint: what its list is filtered by and what the document says of it are this one thing.</summary>
/// <param name="isList">It answers with a list, as JSON or CSV.</param>
public sealed class ApiFilters(bool isList, IReadOnlyList<ApiFilter> all)
{
    public const int MostItems = 1000;
    public const int UsualItems = 100;

    private static readonly ApiFilter Limit = new("limit", "Items at most; as CSV 1000 where it is absent.", ApiFilterKind.Whole, Default: "100", Least: 1, Most: MostItems);
    private static readonly ApiFilter Offset = new("offset", "How many to leave out first; nextOffset of an answer goes on with the list.", ApiFilterKind.Whole, Default: "0", Least: 0);
    private static readonly ApiFilter Format = new("format", "As JSON, or as CSV with a column for each member.", ApiFilterKind.Text, ["json", "csv"], "json");

    public bool IsList => isList;
    public IReadOnlyList<ApiFilter> All => all;

    /// <summary>A list that goes on by <c>offset</c>.</summary>
    public static ApiFilters OfPages(params IEnumerable<ApiFilter> filters) => new(true, [.. filters, Limit, Offset, Format]);

    /// <summary>A list that goes on by a cursor.</summary>
    public static ApiFilters OfCursor(params IEnumerable<ApiFilter> filters) => new(true, [.. filters, Limit, Format]);

    /// <summary>No list.</summary>
    public static ApiFilters Of(params IReadOnlyList<ApiFilter> parameters) => new(false, parameters);

    public ApiFilter? Find(string name) => all.FirstOrDefault(filter => filter.Name == name);
}

internal static class ApiFilterRoutes
{
    /// <summary>Its query parameters, and the 422 that names a wrong one.</summary>
    public static RouteHandlerBuilder WithFilters(this RouteHandlerBuilder route, ApiFilters filters) => route.WithMetadata(filters).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}
