using OcppDashboard.Metering;

namespace OcppDashboard.Tests.Metering;

/// <summary>What a point holds besides its columns, as a person reads it (X16).</summary>
public class OtherReadingsTests
{
    [Theory]
    [InlineData("""[{"value":"OCMF|{\"RD\":[{\"RV\":1,\"RU\":\"kWh\"},{\"RV\":2965.1,\"RU\":\"kWh\"}]}|{\"SD\":\"3044\"}"}]""", "Signed value (OCMF), 2965.1 kWh")]
    [InlineData("""[{"value":"OCMF|{\"RD\":7}|","format":"SignedData"}]""", "Signed value (OCMF)")]
    [InlineData("""[{"value":"T0NNRnx7IkZWIjoiMS4wIn18eyJTRCI6IjMwNDQifQ=="}]""", "Signed value (OCMF)")]
    [InlineData("""[{"value":"<signedMeterValue><publicKey>3059</publicKey></signedMeterValue>"}]""", "Signed value (XML)")]
    [InlineData("""[{"value":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBka","format":"SignedData"}]""", "Signed value, 36 characters")]
    [InlineData("""[{"value":"4294967295","measurand":"Energy.Active.Import.Register","unit":"Wh"}]""", "Energy.Active.Import.Register 4294967295 Wh")]
    [InlineData("""[{"value":"35","measurand":"Temperature","location":"Cable","unit":"Celsius"}]""", "Temperature Cable 35 Celsius")]
    [InlineData("no JSON", "no JSON")]
    public void Is_said_in_words(string json, string text) => Assert.Equal(text, Assert.Single(OtherReadings.Describe(json)));

    [Fact]
    public void Nothing_is_nothing() => Assert.Empty(OtherReadings.Describe(null));
}
