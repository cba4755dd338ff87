using OcppDashboard.Components.Messages;

namespace OcppDashboard.Tests.Components.Messages;

public class FrameTextTests
{
    [Fact]
    public void The_head_stays_on_one_line() =>
        Assert.Equal("[2, \"8f31c0\", \"StatusNotification\", {\n  \"connectorId\": 2\n}]", FrameText.Pretty("""[2,"8f31c0","StatusNotification",{"connectorId":2}]""").ReplaceLineEndings("\n"));

    [Theory, InlineData("hello"), InlineData("[3,\"1\",{"), InlineData("")]
    public void What_is_no_JSON_stays_as_it_came(string frame) => Assert.Equal(frame, FrameText.Pretty(frame));

    [Fact]
    public void Marks_what_the_note_speaks_of_and_dots()
    {
        var parts = FrameText.Parts("""[2,"1","X",{"errorCode":"EVCommunicationErr","value":"••••••••"}]""", "\"EVCommunicationErr\" is not one of the 16 values");
        Assert.Contains(parts, part => part is { Kind: FramePartKind.Marked, Text: "\"EVCommunicationErr\"" });
        Assert.Contains(parts, part => part is { Kind: FramePartKind.Masked, Text: "••••••••" });
        Assert.Equal(FrameText.Pretty("""[2,"1","X",{"errorCode":"EVCommunicationErr","value":"••••••••"}]"""), string.Concat(parts.Select(part => part.Text)));
    }
}
