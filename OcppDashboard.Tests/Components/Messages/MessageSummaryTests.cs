using OcppDashboard.Components.Messages;

namespace OcppDashboard.Tests.Components.Messages;

public class MessageSummaryTests
{
    [Theory]
    [InlineData("Heartbeat", "{}", "")]
    [InlineData("Authorize", """{"idTag":"04A2"}""", "idTag 04A2")]
    [InlineData("BootNotification", """{"chargePointVendor":"ABB","chargePointModel":"Terra 54","firmwareVersion":"6.2.1"}""", "ABB · Terra 54 · 6.2.1")]
    [InlineData("StatusNotification", """{"connectorId":2,"status":"Unavailable","errorCode":"EVCommunicationErr"}""", "2 · Unavailable · EVCommunicationErr")]
    [InlineData("StatusNotification", """{"connectorId":2,"status":"Charging","errorCode":"NoError"}""", "2 · Charging")]
    [InlineData("StartTransaction", """{"connectorId":1,"idTag":"A","meterStart":12500}""", "1 · idTag A · 12.50 kWh")]
    [InlineData("StopTransaction", """{"transactionId":7,"meterStop":18600,"reason":"Local"}""", "tx 7 · 18.60 kWh · Local")]
    [InlineData("MeterValues", """{"connectorId":1,"transactionId":9,"meterValue":[{"sampledValue":[{"value":"47300","measurand":"Power.Active.Import","unit":"W"},{"value":"63","measurand":"SoC"}]}]}""",
        "1 · tx 9 · Power 47.3 kW · SoC 63 %")]
    [InlineData("MeterValues", """{"connectorId":3,"meterValue":[{"sampledValue":[{"value":10}]},{"sampledValue":[{"value":"21.4","measurand":"Power.Active.Import","unit":"kW"},{"value":"31.0","measurand":"Current.Import"}]}]}""",
        "3 · Power 21.4 kW · 31.0 A · 2 points")]
    [InlineData("MeterValues", """{"connectorId":1,"meterValue":"none"}""", "1 · no readings")]
    [InlineData("ChangeConfiguration", """{"key":"HeartbeatInterval","value":"60"}""", "HeartbeatInterval = 60")]
    [InlineData("GetConfiguration", """{}""", "all keys")]
    [InlineData("GetConfiguration", """{"key":["MeterValueSampleInterval"]}""", """["MeterValueSampleInterval"]""")]
    [InlineData("RemoteStopTransaction", """{"transactionId":7}""", "tx 7")]
    [InlineData("SendLocalList", """{"listVersion":3,"updateType":"Full","localAuthorizationList":[{"idTag":"A"}]}""", "Full · version 3 · 1 tag")]
    [InlineData("SetChargingProfile", """{"connectorId":0,"csChargingProfiles":{"chargingProfilePurpose":"TxDefaultProfile","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}}}""",
        "0 · TxDefaultProfile · 16 A")]
    [InlineData("ReserveNow", """{"connectorId":1,"expiryDate":"2026-05-12T12:00:00Z","idTag":"A","reservationId":4}""", "1 · 2026-05-12T12:00:00Z · A · 4")]
    [InlineData("UpdateFirmware", """{"location":"http://10.0.0.9:5016/files/0fe95e83a0f34459a3b59d688f3ea05cb17bd237dec7/delta.bin","retrieveDate":"2026-05-12T12:00:00Z"}""", "http://10.0.0.9:5016/…/delta.bin · 2026-05-12T12:00:00Z")]
    [InlineData("GetDiagnostics", """{"location":"ftp://10.0.0.9/up","startTime":"2026-05-11T12:00:00Z"}""", "ftp://10.0.0.9/up · 2026-05-11T12:00:00Z to now")]
    [InlineData("SomethingNew", """{"a":"x","b":{"c":1},"d":true}""", "x · true")]
    public void Says_what_matters(string action, string payload, string expected) => Assert.Equal(expected, MessageSummary.Of(action, $"[2,\"1\",\"{action}\",{payload}]"));

    [Theory]
    [InlineData("", "hello <script>"), InlineData("Heartbeat", "[2,\"1\",\"Heartbeat\""), InlineData("MeterValues", "[2,\"1\",\"MeterValues\",null]")]
    [InlineData("MeterValues", "[2,\"1\",\"MeterValues\",{\"meterValue\":[3,null,{\"sampledValue\":[1,null,{}]}]}]"), InlineData("StatusNotification", "[2,\"1\",\"StatusNotification\",[1]]")]
    [InlineData("SetChargingProfile", "[2,\"1\",\"SetChargingProfile\",{\"csChargingProfiles\":{\"chargingSchedule\":{\"chargingSchedulePeriod\":[[]]}}}]")]
    [InlineData("Authorize", "[2,\"1\",\"Authorize\",{\"idTag\":\"\\ud800\"}]"), InlineData("Heartbeat", "")]
    public void Takes_whatever_comes(string action, string frame) => Assert.NotNull(MessageSummary.Of(action, frame));

    [Fact]
    public void Long_texts_are_cut() => Assert.True(MessageSummary.Of("Authorize", $"[2,\"1\",\"Authorize\",{{\"idTag\":\"{new string('x', 500)}\"}}]").Length <= 160);
}
