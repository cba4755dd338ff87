using System.Net;
using System.Text;
using System.Text.Json;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>An answer of the API.</summary>
/// <param name="Body">JSON; undefined where the answer is none.</param>
internal sealed record ApiAnswer(HttpStatusCode Status, string? MediaType, JsonElement Body, string Text)
{
    /// <summary>Where a list goes on, by the header Link; null: it does not.</summary>
    public string? Next { get; init; }

    /// <summary>The answer is problem+json of this status; gives its sentence.</summary>
    public string Problem(HttpStatusCode status)
    {
        Assert.True(status == Status, $"{(int)Status}: {Text}");
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal((int)status, Body.GetProperty("status").GetInt32());
        Assert.NotEmpty(Body.GetProperty("title").GetString()!);
        return Body.GetProperty("detail").GetString()!;
    }

    /// <summary>The answer is 422 and names these fields.</summary>
    public void Names(params string[] fields)
    {
        Problem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(fields.Order(StringComparer.Ordinal), Body.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>The answer is 200; gives its JSON.</summary>
    public JsonElement Ok()
    {
        Assert.True(Status == HttpStatusCode.OK, $"{(int)Status}: {Text}");
        return Body;
    }

    public IReadOnlyList<JsonElement> Items() => [.. Ok().GetProperty("items").EnumerateArray()];
}

/// <summary>A program that uses the API over HTTP.</summary>
internal sealed class ApiClient(TestCentralSystem central) : IDisposable
{
    private readonly HttpClient http = central.Browser();

    public Task<ApiAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<ApiAnswer> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, json);

    public Task<ApiAnswer> PostAsync(string path, string json = "{}") => SendAsync(HttpMethod.Post, path, json);

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : "/api/v1/" + path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var type = answer.Content.Headers.ContentType?.MediaType;
        return new(answer.StatusCode, type, type?.EndsWith("json", StringComparison.Ordinal) == true ? JsonDocument.Parse(text).RootElement : default, text)
        {
            Next = answer.Headers.TryGetValues("Link", out var links) ? links.Single() : null,
        };
    }

    public void Dispose() => http.Dispose();
}

internal static class JsonOfApi
{
    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    public static double? Number(this JsonElement element, string name) => element.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    public static bool IsNull(this JsonElement element, string name) => element.GetProperty(name).ValueKind == JsonValueKind.Null;
}
