namespace OcppDashboard.Api.V1;

/// <summary>Errors as RFC 9457 describes them: a title, a sentence that says what to do, and the fields that are wrong.</summary>
public static class ApiProblem
{
    /// <param name="errors">A sentence by field, <c>connectorId</c> or <c>chargingProfile.stackLevel</c>.</param>
    public static IResult Of(int status, string title, string detail, IReadOnlyDictionary<string, string>? errors = null, params (string Name, object? Value)[] also)
    {
        var extensions = also.ToDictionary(pair => pair.Name, pair => pair.Value);
        if (errors is { Count: > 0 }) extensions["errors"] = errors;
        return Results.Problem(detail, statusCode: status, title: title, extensions: extensions);
    }

    /// <summary>404.</summary>
    public static IResult NotFound(string what) => Of(StatusCodes.Status404NotFound, "Not found", what);

    /// <summary>422: one field is wrong.</summary>
    public static IResult Wrong(string field, string sentence) => Wrong(new Dictionary<string, string> { [field] = sentence });

    /// <summary>422: these fields are wrong.</summary>
    public static IResult Wrong(IReadOnlyDictionary<string, string> errors) =>
        Of(StatusCodes.Status422UnprocessableEntity, "Not valid", string.Join("; ", errors.Select(error => $"{error.Key}: {error.Value}")), errors);

    public static IResult NoChargePoint(string id) => NotFound($"There is no charge point {id}: it has never connected, and nobody has set anything for it.");
}
