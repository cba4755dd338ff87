using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OcppDashboard.Api.V1;

/// <summary>How the API writes: camelCase, words for enumerations, times in UTC with <c>Z</c>, members that are not known as null.</summary>
public static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    public static IResult Ok<T>(T value) => Results.Json(value, Options);

    /// <summary>A list as JSON or CSV.</summary>
    /// <param name="name">Of the file, without ending.</param>
    public static IResult List<T>(ApiListQuery query, ApiPage<T> page, string name)
    {
        query.Continue("offset", page.NextOffset);
        return query.IsCsv ? ApiCsv.Of(page.Items, name) : Ok(page);
    }

    internal static void Describe(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.Encoder = JavaScriptEncoder.Default;
        options.Converters.Add(new JsonStringEnumConverter(allowIntegerValues: false)); // 7 is no status
        options.Converters.Add(new UtcTimes());
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Describe(options);
        options.MakeReadOnly(populateMissingResolver: true); // otherwise it knows no type before something was written with it
        return options;
    }

    private sealed class UtcTimes : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at : throw new JsonException("a time such as 2026-11-25T08:00:00Z is needed");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}
