using System.Globalization;

namespace OcppDashboard.Api.V1;

/// <summary>A part of a list.</summary>
/// <param name="Total">All that match the filter.</param>
/// <param name="NextOffset">Where the next part begins; null: this was the last.</param>
public sealed record ApiPage<T>(IReadOnlyList<T> Items, int Total, int Offset, int Limit, int? NextOffset);

/// <summary>Which part of a list is asked for, and the filters that cannot be read.</summary>
public sealed class ApiListQuery
{
    private readonly HttpRequest request;
    private readonly IQueryCollection query;
    private readonly ApiFilters filters;
    private readonly Dictionary<string, string> errors = [];

    private ApiListQuery(HttpRequest request, ApiFilters filters)
    {
        (this.request, this.filters) = (request, filters);
        query = request.Query;
        foreach (var name in query.Keys.Where(name => filters.Find(name) is null)) errors[name] = $"no such filter; there are {string.Join(", ", filters.All.Select(filter => filter.Name))}";
        Offset = filters.Find("offset") is null ? 0 : Whole("offset", 0, 0, int.MaxValue);
        IsCsv = Word("format") == "csv";
        Limit = Whole("limit", IsCsv ? ApiFilters.MostItems : ApiFilters.UsualItems, 1, ApiFilters.MostItems);
    }

    public int Limit { get; }
    public int Offset { get; }
    public bool IsCsv { get; }
    public IReadOnlyDictionary<string, string> Errors => errors;

    /// <summary>Reads the query by the <see cref="ApiFilters"/> of the endpoint.</summary>
    public static ApiListQuery Of(HttpRequest request) => new(request, request.HttpContext.GetEndpoint()!.Metadata.GetRequiredMetadata<ApiFilters>());

    public string? Text(string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>One of a filter's words; null: not given or wrong.</summary>
    public string? Word(string name)
    {
        if (Text(name) is not { } text) return null;
        var words = filters.Find(name)!.Words!;
        if (words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found) return found;
        errors[name] = $"is one of {string.Join(", ", words)}";
        return null;
    }

    /// <summary>A time with its zone, ISO 8601.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)) return at;
        errors[name] = "is a time such as 2026-11-25T08:00:00Z";
        return null;
    }

    public long? Number(string name)
    {
        if (Text(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        errors[name] = "is a whole number";
        return null;
    }

    public ApiPage<T> Page<T>(IReadOnlyList<T> items, int total) => new(items, total, Offset, Limit, Offset + items.Count < total ? Offset + items.Count : null);

    /// <summary>Says in a header where the list goes on, which a CSV cannot (RFC 8288): under the same address with this query.</summary>
    /// <param name="parameter">The query parameter that goes on.</param>
    /// <param name="value">Null: there is no more.</param>
    public void Continue(string parameter, long? value)
    {
        if (value is null) return;
        var next = query.Where(given => given.Key != parameter).Append(new(parameter, value.Value.ToString(CultureInfo.InvariantCulture)));
        request.HttpContext.Response.Headers.Link = $"<{QueryString.Create(next)}>; rel=\"next\"";
    }

    /// <summary>A part of a list that is in memory.</summary>
    public ApiPage<T> Page<T>(IReadOnlyCollection<T> all) => Page([.. all.Skip(Offset).Take(Limit)], all.Count);

    private int Whole(string name, int usual, int least, int most)
    {
        if (Text(name) is not { } text) return usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        errors[name] = $"is a whole number from {least} to {most}";
        return usual;
    }
}
