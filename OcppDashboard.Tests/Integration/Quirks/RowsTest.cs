using System.Text.Json;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>One application for the rows of a class; each row has a charge point of its own.</summary>
public abstract class RowsTest(QuirkCasesTests.Shared shared) : IClassFixture<QuirkCasesTests.Shared>
{
    private protected TestCentralSystem Central => shared.Central;

    private protected static string Boot => """{"chargePointVendor":"Acme","chargePointModel":"Box"}""";

    private protected static string Stamp(DateTimeOffset at) => OcppTimestamp.Format(at);

    private protected string Now => Stamp(Central.Time.GetUtcNow());

    private protected Task<ChargePointSettings> SetAsync(string id, Func<ChargePointSettings, ChargePointSettings> change) => Central.Get<ChargePointSettingsService>().ChangeAsync(id, change);

    private protected Task<ChargePointSnapshot> FindingAsync(string id, string code) => Central.SnapshotAsync(id, snapshot => snapshot.HasFinding(code), "finding " + code);

    private protected static Finding Finding(ChargePointSnapshot snapshot, string code) => snapshot.Findings.Single(finding => finding.Code == code);

    private protected static Task<JsonElement> StatusAsync(RawOcppClient client, string status, int connector = 1, string more = "") =>
        client.CallForResultAsync("StatusNotification", $$"""{"connectorId":{{connector}},"errorCode":"NoError","status":"{{status}}"{{more}}}""");

    private protected async Task<int> StartAsync(RawOcppClient client, long meterStart = 1000, int connector = 1, string tag = "TAG", DateTimeOffset? at = null) =>
        (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":{{connector}},"idTag":"{{tag}}","meterStart":{{meterStart}},"timestamp":"{{Stamp(at ?? Central.Time.GetUtcNow())}}"}"""))
        .GetProperty("transactionId").GetInt32();

    private protected Task<JsonElement> StopAsync(RawOcppClient client, long transaction, long meterStop, DateTimeOffset? at = null, string more = "") =>
        client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{transaction}},"meterStop":{{meterStop}},"timestamp":"{{Stamp(at ?? Central.Time.GetUtcNow())}}"{{more}}}""");

    /// <param name="transaction">Null leaves the member out.</param>
    private protected Task<JsonElement> MeterAsync(RawOcppClient client, long? transaction, string samples, int connector = 1, DateTimeOffset? at = null) => client.CallForResultAsync("MeterValues",
        $$"""{"connectorId":{{connector}},{{(transaction is null ? "" : $"\"transactionId\":{transaction},")}}"meterValue":[{"timestamp":"{{Stamp(at ?? Central.Time.GetUtcNow())}}","sampledValue":[{{samples}}]}]}""");

    private protected static string Register(string wh) => $$"""{"value":"{{wh}}","measurand":"Energy.Active.Import.Register","unit":"Wh"}""";

    private protected static string Power(string w) => $$"""{"value":"{{w}}","measurand":"Power.Active.Import","unit":"W"}""";

    private protected async Task<TransactionRow> TransactionAsync(int id) => (await Central.Transactions.FindAsync(id))!;

    private protected async Task<IReadOnlyList<TransactionRow>> TransactionsAsync(string id) => (await Central.Transactions.ListAsync(new(id), 0, 20)).Rows;
}
