using System.Globalization;
using System.Text.Json;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>What the charge points of the browser tests say; every call is answered before the next line of the test.</summary>
internal static class ChargePointTalk
{
    public static Task BootAsync(
        this RawOcppClient client, string vendor = "Acme", string model = "Raw 1", string serialNumber = "S-1", string firmware = "1.0") =>
        client.SayAsync("BootNotification", new
        {
            chargePointVendor = vendor, chargePointModel = model, chargePointSerialNumber = serialNumber, firmwareVersion = firmware,
        });

    public static Task StatusAsync(this RawOcppClient client, int connector, string status) =>
        client.SayAsync("StatusNotification", new { connectorId = connector, errorCode = "NoError", status, timestamp = Now });

    public static Task FaultAsync(this RawOcppClient client, int connector, string info, string vendor, string vendorErrorCode) =>
        client.SayAsync("StatusNotification", new
        {
            connectorId = connector, errorCode = "OtherError", status = "Faulted", info, vendorId = vendor, vendorErrorCode, timestamp = Now,
        });

    /// <summary>On connector 1 from register 0.</summary>
    /// <returns>The transaction's id.</returns>
    public static async Task<int> StartTransactionAsync(this RawOcppClient client, string idTag = "TAG-1")
    {
        var answer = await client.SayAsync("StartTransaction", new { connectorId = 1, idTag, meterStart = 0, timestamp = Now });
        return answer.GetProperty("transactionId").GetInt32();
    }

    public static Task StopTransactionAsync(this RawOcppClient client, int transaction, int meterStop) =>
        client.SayAsync("StopTransaction", new { transactionId = transaction, meterStop, timestamp = Now });

    public static Task MeterAsync(this RawOcppClient client, int transaction, int energyWh, int powerW)
    {
        object[] sampledValue = [Sample(energyWh, "Energy.Active.Import.Register", "Wh"), Sample(powerW, "Power.Active.Import", "W")];
        object[] meterValue = [new { timestamp = Now, sampledValue }];
        return client.SayAsync("MeterValues", new { connectorId = 1, transactionId = transaction, meterValue });
    }

    private static object Sample(int value, string measurand, string unit) =>
        new { value = value.ToString(CultureInfo.InvariantCulture), measurand, unit };

    private static Task<JsonElement> SayAsync(this RawOcppClient client, string action, object payload) =>
        client.CallForResultAsync(action, JsonSerializer.Serialize(payload));

    private static string Now => DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
