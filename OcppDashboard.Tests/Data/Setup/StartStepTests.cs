using OcppDashboard.Data.Setup;

namespace OcppDashboard.Tests.Data.Setup;

public class StartStepTests
{
    [Fact]
    public void R1_a_disk_that_does_not_answer_ends_the_start_with_a_sentence()
    {
        using var gate = new ManualResetEventSlim();
        var said = Assert.Throws<DataFolderException>(() => StartStep.Within(TimeSpan.FromMilliseconds(50), "/data", gate.Wait));
        gate.Set();
        Assert.Contains("/data has not answered", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void R1_what_a_step_says_itself_comes_through_as_it_is()
    {
        var said = Assert.Throws<DataFolderException>(() => StartStep.Within(TimeSpan.FromMinutes(1), "/data", () => throw new DataFolderException("its own words")));
        Assert.Equal("its own words", said.Message);
    }
}
