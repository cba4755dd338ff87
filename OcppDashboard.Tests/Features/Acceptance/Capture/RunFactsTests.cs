using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;

namespace OcppDashboard.Tests.Features.Acceptance.Capture;

public sealed class RunFactsTests
{
    [Fact]
    public void Half_a_surrogate_pair_in_a_key_or_value_does_not_end_the_reading()
    {
        using var payload = JsonDocument.Parse("""{"configurationKey":[{"key":"\ud800","readonly":false},{"key":"Odd","readonly":"\udc00","value":"\ud800x"},{"key":"HeartbeatInterval","readonly":false,"value":"300"}]}""");
        var facts = RunFacts.None.With(new(1, DateTimeOffset.UnixEpoch, 1, true, FrameKind.CallResult, "GetConfiguration", "u1", "4", 1, payload.RootElement, ""));
        Assert.Equal(300, facts.Number("HeartbeatInterval"));
        Assert.Equal("\\ud800x", facts.Value("Odd"));
        Assert.Equal(3, facts.Keys.Count);
    }
}
