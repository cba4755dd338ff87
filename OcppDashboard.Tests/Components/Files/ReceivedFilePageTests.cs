using System.Text;
using Bunit;
using OcppDashboard.Components.Files;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Files;

public sealed class ReceivedFilePageTests : FilePageTest
{
    private static readonly TimeSpan Deadline = RawOcppClient.Deadline;

    [Fact]
    public async Task Lines_have_their_numbers_and_the_filter_keeps_them()
    {
        var file = await ReceiveAsync("CP-1", "a.log", "alpha\r\nbeta\r\ngamma Alpha\r\n");
        var page = Show(file.Id);
        page.WaitForAssertion(() => Assert.Equal(["1alpha", "2beta", "3gamma Alpha"], Lines(page)), Deadline);
        Assert.Equal("3 lines", page.Find(".log-panel header [role=status]").TextContent);
        Navigation.NavigateTo($"/files/received/{file.Id}?q=alpha");
        page.WaitForAssertion(() => Assert.Equal(["1alpha", "3gamma Alpha"], Lines(page)), Deadline);
        Assert.Equal("2 of 3 lines", page.Find(".log-panel header [role=status]").TextContent);
        Assert.Equal($"/files/received/{file.Id}/download", page.Find("a[download]").GetAttribute("href"));
    }

    [Fact]
    public async Task Hostile_text_is_text()
    {
        var page = Show((await ReceiveAsync("CP-1", ComponentTest.Hostile, ComponentTest.Hostile)).Id);
        page.WaitForAssertion(() => Assert.Equal("1" + ComponentTest.Hostile, Assert.Single(Lines(page))), Deadline);
        Assert.Empty(page.FindAll("script, img"));
    }

    [Fact]
    public async Task An_archive_is_to_be_downloaded()
    {
        var page = Show((await Files.ReceiveAsync("CP-1", "logs.log", [0x1f, 0x8b, 1, 2])).Id);
        page.WaitForAssertion(() => Assert.Contains("This is not text: download it.", page.Markup), Deadline);
        Assert.NotEmpty(page.FindAll("a[download]"));
    }

    [Fact]
    public async Task A_long_file_says_that_only_its_beginning_is_shown()
    {
        var page = Show((await ReceiveAsync("CP-1", "a.log", new StringBuilder().Insert(0, "0123456789abcde\n", ReceivedText.MostBytes / 16 + 1).ToString())).Id);
        page.WaitForAssertion(() => Assert.Contains("Only the first 1 MB is shown", page.Find(".log-panel .tag").TextContent), Deadline);
    }

    [Fact]
    public async Task A_file_that_is_gone_says_so()
    {
        var file = await ReceiveAsync("CP-1", "a.log");
        var page = Show(file.Id);
        page.WaitForAssertion(() => Assert.Equal(2, Lines(page).Count()), Deadline);
        await Files.Received.DeleteAsync(file.Id);
        page.WaitForAssertion(() => Assert.Contains("not here any more", page.Find(".notice").TextContent), Deadline);
        Assert.Contains("not here any more", Show(999).Markup);
    }

    private IRenderedComponent<ReceivedFilePage> Show(long id)
    {
        Navigation.NavigateTo($"/files/received/{id}");
        var page = Context.Render<ReceivedFilePage>(p => p.Add(f => f.Id, id));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("a.btn")), Deadline);
        return page;
    }

    private static IEnumerable<string> Lines(IRenderedComponent<ReceivedFilePage> page) => page.FindAll(".log-line").Select(line => line.TextContent);
}
