using OcppDashboard.Components.Shared;

namespace OcppDashboard.Tests.Components.Shared;

public class EchoedValueTests
{
    [Fact]
    public void Pages1_echoes_of_what_was_typed_earlier_change_nothing()
    {
        var value = new EchoedValue();
        value.Receive(null);
        foreach (var text in (string[])["D", "DC", "DC-"])
        {
            value.Type(text);
            value.Tell(text);
        }
        value.Type("DC-N");
        foreach (var echo in (string[])["D", "DC", "DC", "DC-"])
        {
            value.Receive(echo);
            Assert.Equal("DC-N", value.Shown);
        }
    }

    [Fact]
    public void Pages1_an_address_that_nobody_typed_is_taken_at_once()
    {
        var value = new EchoedValue();
        value.Receive("A");
        value.Type("B");
        value.Tell("B");
        value.Receive("C");
        Assert.Equal("C", value.Shown);
        value.Receive(null);
        Assert.Equal("", value.Shown);
        value.Receive("B"); // the browser's back button, not an echo any more
        Assert.Equal("B", value.Shown);
    }

    [Fact]
    public void Pages1_a_value_that_comes_back_twice_and_one_that_was_overtaken()
    {
        var value = new EchoedValue();
        value.Receive("");
        foreach (var text in (string[])["A", "AB", "A", "AC"])
        {
            value.Type(text);
            value.Tell(text);
        }
        value.Receive("A");
        value.Receive("AB");
        value.Receive("AC"); // the second A never came
        Assert.Equal("AC", value.Shown);
        value.Receive("A");
        Assert.Equal("A", value.Shown);
    }
}
