using System.Globalization;
using OcppDashboard.Data.Entities;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>X25: offline starts that are stamped in other forms begin when they say, and what is told of it is true.</summary>
public sealed class RowsTimeForms(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Theory]
    [InlineData("yyyyMMdd'T'HHmmss'Z'")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss'+00:00[Etc/UTC]'")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss' UTC'")]
    [InlineData("yyyy/MM/dd'T'HH:mm:ss'Z'")]
    [InlineData("yyyy-MM-dd HH:mm:ss'Z'")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss',0Z'")]
    [InlineData("seconds")]
    [InlineData("\"seconds\"")]
    [InlineData("milliseconds")]
    public async Task X25_an_offline_start_in_another_form_begins_when_it_says(string form)
    {
        var name = "X25-" + form.GetHashCode(StringComparison.Ordinal).ToString("x8", CultureInfo.InvariantCulture);
        await using var client = await Central.BootAsync(name);
        var began = DateTimeOffset.FromUnixTimeSeconds(Central.Time.GetUtcNow().AddHours(-1).ToUnixTimeSeconds());
        var answer = await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":{{Write(began, form)}}}""");
        var id = answer.GetProperty("transactionId").GetInt32();
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":900,"timestamp":{{Write(began.AddMinutes(30), form)}}}""");
        var row = await TransactionAsync(id);
        Assert.Equal((began, began.AddMinutes(30), TransactionFlags.Offline), (row.StartedAt, row.StoppedAt!.Value, row.Flags));
        var snapshot = await FindingAsync(name, "E3");
        Assert.DoesNotContain(snapshot.Findings, finding => finding.Code is "E4" or "E5");
    }

    private static string Write(DateTimeOffset at, string form) => form switch
    {
        "seconds" => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        "\"seconds\"" => $"\"{at.ToUnixTimeSeconds()}\"",
        "milliseconds" => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        _ => $"\"{at.UtcDateTime.ToString(form, CultureInfo.InvariantCulture)}\"",
    };
}
