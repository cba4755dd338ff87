using Microsoft.AspNetCore.Http.Features;
using OcppDashboard.Data.Entities;
using OcppDashboard.Features.Authorization.IdTags;

namespace OcppDashboard.Api.V1;

/// <summary>An id tag that somebody wrote down. In a PUT, members that are absent become their default.</summary>
/// <param name="IdTag">Compared ignoring case; in a PUT it is in the address.</param>
/// <param name="Status">Accepted, Blocked, Expired or Invalid.</param>
/// <param name="ExpiryDate">From then on it is Expired; may be past.</param>
/// <param name="AllowsConcurrent">May have more than one running transaction.</param>
public sealed record ApiIdTag(
    string? IdTag = null, string Status = "Accepted", string? ParentIdTag = null, DateTimeOffset? ExpiryDate = null, bool AllowsConcurrent = false, string? Note = null, DateTimeOffset? CreatedAt = null,
    DateTimeOffset? ChangedAt = null)
{
    public static ApiIdTag Of(IdTagEntity tag) => new(tag.IdTag, tag.Status, tag.ParentIdTag, tag.ExpiresAt, tag.AllowsConcurrent, tag.Note, tag.CreatedAt, tag.ChangedAt);
}

/// <summary>Id tags: who may charge.</summary>
internal static class IdTagEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/id-tags").WithTags("Id tags");
        group.MapGet("/", List).WithSummary("Id tags by name").WithName("listIdTags").Produces<ApiPage<ApiIdTag>>()
            .WithFilters(ApiFilters.OfPages(ApiFilter.Text("q", "Part of the tag, its parent or its note."), ApiFilter.Word("status", "Only those of this status.", [.. IdTagCheck.Statuses])));
        group.MapGet("/{idTag}", (string idTag, HttpRequest request, IdTagStore book) => book.Find(Whole(idTag, request)) is { } tag ? ApiJson.Ok(ApiIdTag.Of(tag)) : No(idTag)).WithSummary("One id tag").WithName("getIdTag").Produces<ApiIdTag>().ProducesProblem(404);
        group.MapPut("/{idTag}", PutAsync).WithSummary("Writes an id tag down, or changes it; it may be blocked or expired").WithName("putIdTag").Accepts<ApiIdTag>("application/json", "*/*").Produces<ApiIdTag>().ProducesProblem(422);
        group.MapDelete("/{idTag}", async (string idTag, HttpRequest request, IdTagStore book) => await book.RemoveAsync(Whole(idTag, request)) ? Results.NoContent() : No(idTag)).WithSummary("Forgets an id tag").WithName("deleteIdTag").Produces(204).ProducesProblem(404);
    }

    private static IResult List(HttpRequest request, IdTagStore book)
    {
        var query = ApiListQuery.Of(request);
        var status = query.Word("status");
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        var text = query.Text("q");
        var found = book.All.Where(tag => (status is null || tag.Status == status)
            && (text is null || new[] { tag.IdTag, tag.ParentIdTag, tag.Note }.Any(value => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true))).ToList();
        return ApiJson.List(query, query.Page([.. found.Skip(query.Offset).Take(query.Limit).Select(ApiIdTag.Of)], found.Count), "id-tags");
    }

    private static async Task<IResult> PutAsync(string idTag, HttpRequest request, IdTagStore book)
    {
        idTag = Whole(idTag, request);
        var (body, _, fault) = await ApiBody.ReadAsync<ApiIdTag>(request);
        if (body is null) return fault!;
        if (body.IdTag is { } named && !named.Equals(idTag, StringComparison.OrdinalIgnoreCase)) return ApiProblem.Wrong("idTag", "is another than in the address");
        var status = IdTagCheck.Statuses.FirstOrDefault(known => known.Equals(body.Status, StringComparison.OrdinalIgnoreCase));
        if (status is null) return ApiProblem.Wrong("status", $"is one of {string.Join(", ", IdTagCheck.Statuses)}");
        var tag = new IdTagEntity { IdTag = idTag, Status = status, ParentIdTag = body.ParentIdTag, ExpiresAt = body.ExpiryDate, AllowsConcurrent = body.AllowsConcurrent, Note = body.Note };
        if (IdTagCheck.Problem(tag) is { } problem) return ApiProblem.Wrong(problem.Contains("parent", StringComparison.Ordinal) ? "parentIdTag" : problem.Contains("note", StringComparison.Ordinal) ? "note" : "idTag", problem);
        await book.PutAsync(tag);
        return ApiJson.Ok(ApiIdTag.Of(book.Find(idTag)!));
    }

    /// <summary>The framework leaves %2F, a slash in a tag, as it is: then the address as it was sent counts.</summary>
    private static string Whole(string idTag, HttpRequest request)
    {
        if (!idTag.Contains("%2F", StringComparison.OrdinalIgnoreCase)) return idTag;
        var path = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }

    private static IResult No(string idTag) => ApiProblem.NotFound($"The id tag {idTag} is not written down.");
}
