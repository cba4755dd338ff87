using System.Text.Json;

namespace OcppDashboard.Tests.Support;

public class JsonSchemaValidatorTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "3", true)]
    [InlineData("""{"type":"integer"}""", "3.0", false)]
    [InlineData("""{"type":"integer"}""", "\"3\"", false)]
    [InlineData("""{"type":"number"}""", "3.5", true)]
    [InlineData("""{"type":"boolean"}""", "0", false)]
    [InlineData("""{"type":"boolean"}""", "false", true)]
    [InlineData("""{"type":"string"}""", "null", false)]
    [InlineData("""{"type":"object"}""", "[]", false)]
    [InlineData("""{"type":"array"}""", "{}", false)]
    [InlineData("""{"type":"string","maxLength":3}""", "\"abc\"", true)]
    [InlineData("""{"type":"string","maxLength":3}""", "\"abcd\"", false)]
    [InlineData("""{"type":"string","maxLength":1}""", "\"\\ud83d\\ude97\"", true)] // one character, two UTF-16 units
    [InlineData("""{"enum":["A","W"]}""", "\"W\"", true)]
    [InlineData("""{"enum":["A","W"]}""", "\"w\"", false)]
    [InlineData("""{"type":"number","multipleOf":0.1}""", "16.1", true)]
    [InlineData("""{"type":"number","multipleOf":0.1}""", "7360.5", true)]
    [InlineData("""{"type":"number","multipleOf":0.1}""", "16", true)]
    [InlineData("""{"type":"number","multipleOf":0.1}""", "16.15", false)]
    [InlineData("""{"type":"array","minItems":1,"items":{"type":"integer"}}""", "[]", false)]
    [InlineData("""{"type":"array","minItems":1,"items":{"type":"integer"}}""", "[1,2]", true)]
    [InlineData("""{"type":"array","additionalItems":false,"items":{"type":"integer"}}""", "[1,2,3]", true)]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[1,\"2\"]", false)]
    [InlineData("""{"properties":{"a":{}},"required":["a"],"additionalProperties":false}""", """{"a":1}""", true)]
    [InlineData("""{"properties":{"a":{}},"required":["a"],"additionalProperties":false}""", "{}", false)]
    [InlineData("""{"properties":{"a":{}},"required":["a"],"additionalProperties":false}""", """{"a":1,"b":2}""", false)]
    [InlineData("""{"properties":{"a":{}}}""", """{"b":2}""", true)]
    [InlineData("""{"definitions":{"x":{"type":"integer"}},"properties":{"a":{"$ref":"#/definitions/x"}}}""", """{"a":1}""", true)]
    [InlineData("""{"definitions":{"x":{"type":"integer"}},"properties":{"a":{"$ref":"#/definitions/x"}}}""", """{"a":"1"}""", false)]
    public void Checks(string schema, string value, bool valid) => Assert.Equal(valid, Validate(schema, value).Count == 0);

    [Theory]
    [InlineData("2031-03-04T05:06:07Z", true)]
    [InlineData("2031-03-04T05:06:07.123456+02:00", true)]
    [InlineData("2031-03-04T05:06:07", false)]
    [InlineData("2031-02-29T05:06:07Z", false)]
    [InlineData("2031-03-04", false)]
    [InlineData("", false)]
    public void Checks_date_time(string text, bool valid) =>
        Assert.Equal(valid, Validate("""{"type":"string","format":"date-time"}""", JsonSerializer.Serialize(text)).Count == 0);

    [Theory]
    [InlineData("ftp://user:word@files.invalid/in/", true)]
    [InlineData("http://files.invalid:8080/a", true)]
    [InlineData("/in/a.bin", false)]
    [InlineData("a.bin", false)]
    [InlineData("", false)]
    public void Checks_uri(string text, bool valid) =>
        Assert.Equal(valid, Validate("""{"type":"string","format":"uri"}""", JsonSerializer.Serialize(text)).Count == 0);

    [Fact]
    public void Draft_6_takes_3_point_0_as_an_integer() =>
        Assert.Empty(JsonSchemaValidator.Parse("""{"$schema":"http://json-schema.org/draft-06/schema#","type":"integer"}""").Validate(Json("3.0")));

    [Fact]
    public void A_fault_names_its_place() =>
        Assert.Equal(["$.a[1]: no integer: \"x\""], Validate("""{"properties":{"a":{"items":{"type":"integer"}}}}""", """{"a":[1,"x"]}"""));

    [Theory]
    [InlineData("""{"pattern":"a"}""")]
    [InlineData("""{"properties":{"a":{"minimum":1}}}""")]
    [InlineData("""{"definitions":{"a":{"oneOf":[]}}}""")]
    [InlineData("""{"items":{"uniqueItems":true}}""")]
    [InlineData("""{"items":[{"type":"string"}]}""")]
    [InlineData("""{"type":"null"}""")]
    [InlineData("""{"format":"email"}""")]
    [InlineData("""{"enum":[1]}""")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""")]
    [InlineData("""{"$ref":"#/definitions/missing"}""")]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema"}""")]
    public void An_unknown_keyword_is_refused(string schema) => Assert.Throws<NotSupportedException>(() => Parse(schema));

    private static IReadOnlyList<string> Validate(string schema, string value) => Parse(schema).Validate(Json(value));

    private static JsonSchemaValidator Parse(string schema) => JsonSchemaValidator.Parse(
        schema.Contains("$schema", StringComparison.Ordinal) ? schema : "{\"$schema\":\"http://json-schema.org/draft-04/schema#\"," + schema[1..]);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
