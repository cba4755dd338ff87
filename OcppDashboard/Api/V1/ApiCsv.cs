using System.Text.Json;
using CsvHelper;

namespace OcppDashboard.Api.V1;

/// <summary>Any list of the API as CSV: a column for each member, lists and objects as JSON, no cell that a spreadsheet would run.</summary>
internal static class ApiCsv
{
    private static readonly CsvWriterOptions Format = CsvWriterOptions.Default with { Injection = CsvInjection.Escape };

    public static IResult Of<T>(IReadOnlyList<T> items, string name) => Results.Stream(body => WriteAsync(body, items), "text/csv; charset=utf-8", name + ".csv");

    private static async Task WriteAsync<T>(Stream body, IReadOnlyList<T> items)
    {
        await using var csv = CsvWriter.Create(body, Format, true);
        string[] columns = [.. ApiJson.Options.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name)];
        foreach (var column in columns) csv.WriteField(column);
        await csv.EndRecordAsync();
        foreach (var item in items)
        {
            var row = JsonSerializer.SerializeToElement(item, ApiJson.Options);
            foreach (var column in columns) csv.WriteField(row.TryGetProperty(column, out var value) ? Cell(value) : null);
            await csv.EndRecordAsync();
        }
    }

    /// <summary>A number stays one: -7.5 is no formula.</summary>
    private static object? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        _ => value.GetRawText(),
    };
}
