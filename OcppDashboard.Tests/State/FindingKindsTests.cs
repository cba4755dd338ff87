using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;
using OcppDashboard.State;

namespace OcppDashboard.Tests.State;

/// <summary>Notes on exchanges become kinds of findings, each once.</summary>
public class FindingKindsTests
{
    [Fact]
    public void Codes_and_notes_are_unique_and_each_kind_says_what_to_mend()
    {
        Assert.Equal(FindingKinds.All.Count, FindingKinds.All.Select(kind => kind.Code).Distinct().Count());
        var notes = FindingKinds.All.SelectMany(kind => kind.Notes).ToList();
        Assert.Equal(notes.Count, notes.Distinct().Count());
        Assert.All(FindingKinds.All, kind =>
        {
            Assert.InRange(kind.Title.Length, 10, 90);
            Assert.EndsWith(".", kind.Advice, StringComparison.Ordinal);
            Assert.True(char.IsUpper(kind.Advice[0]) || kind.Advice.StartsWith("info", StringComparison.Ordinal) || kind.Advice.StartsWith("meterStop", StringComparison.Ordinal) || kind.Advice.StartsWith("timestamp", StringComparison.Ordinal), kind.Advice);
        });
    }

    [Theory]
    [InlineData("a number came as text: \"7\"; a time came without its zone; a number came as text: \"8\"", "D22 E1")]
    [InlineData("repaired: a missing value read as null, a leading comma dropped", "D4 D5")]
    [InlineData("not readable as JSON: '}' is invalid", "D3")]
    [InlineData("\"a number came as text; x\" is not one of the 9 values of ChargePointStatus", "D24")]
    [InlineData("\"2022-02-29\" is no point in time", "E5")]
    [InlineData("ChargePointStatus came as something else than text, kept as JSON", "D22")]
    [InlineData("an answer to no call of ours; repaired: raw control bytes dropped", "D16 D6")]
    [InlineData("our fault, not answered", "")]
    public void Notes_mean_kinds(string notes, string codes) => Assert.Equal(codes, string.Join(' ', FindingKinds.OfNotes(notes, "Heartbeat").Select(kind => kind.Code)));

    [Fact]
    public void What_is_not_known_keeps_its_text()
    {
        var kind = Assert.Single(FindingKinds.OfNotes(new string('n', 500), "Heartbeat"));
        Assert.Equal((100, 301), (kind.Code.Length, kind.Title.Length));
        Assert.NotEmpty(kind.Advice);
    }

    /// <summary>The notes of the readers are known: a new one needs a kind.</summary>
    [Theory]
    [InlineData("StatusNotification", """{"connectorId":"1","errorCode":7,"status":"Odd","timestamp":"2022-02-29T00:00:00Z","info":3,"vendorId":true}""")]
    [InlineData("StatusNotification", """{"connectorId":true,"errorCode":"NoError","status":{},"timestamp":"2026-01-01T00:00:00","info":{}}""")]
    [InlineData("StatusNotification", """{"connectorId":[],"errorCode":"NoError","status":"Available","timestamp":7}""")]
    [InlineData("MeterValues", """{"connectorId":1,"meterValue":{"timestamp":"2026-01-01T00:00:00","sampledValue":[7,{"value":"1"}]}}""")]
    [InlineData("StartTransaction", """{"connectorId":1,"idTag":"\ud800","meterStart":{},"timestamp":"x"}""")]
    public void Every_note_of_reading_has_its_kind(string name, string json)
    {
        PayloadReader.TryRead(OcppActions.Find(name)!, System.Text.Encoding.UTF8.GetBytes(json), false, out _, out var notes, out _);
        Assert.NotNull(notes);
        Assert.All(FindingKinds.OfNotes(string.Join("; ", notes), name), kind => Assert.NotNull(FindingKinds.Find(kind.Code)));
    }
}
