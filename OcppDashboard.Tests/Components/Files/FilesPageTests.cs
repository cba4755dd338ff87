using Bunit;
using OcppDashboard.Components.Files;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Files;

public sealed class FilesPageTests : FilePageTest
{
    [Fact]
    public async Task Firmware_is_listed_with_what_it_is_for_and_a_new_file_appears_by_itself()
    {
        var page = Context.Render<FilesPage>();
        page.WaitForAssertion(() => Assert.Contains("No firmware file yet", page.Markup), Deadline);
        var file = await Files.AddFirmwareAsync("box-1.2.bin", "firmware", new("1.2", "Acme"));
        page.WaitForAssertion(() => Assert.Equal(["box-1.2.bin", "1.2", "Acme, any model", "8 bytes"], page.FindAll("table.firmware tbody td").Take(4).Select(cell => cell.TextContent.Trim())), Deadline);
        Assert.Equal(file.Sha256, page.Find(".sha .mono").ParentElement!.QuerySelector("button")!.GetAttribute("data-copy"));
        page.WaitForAssertion(() => Assert.Equal("Firmware 1", page.Find(".tabs a[aria-current]").TextContent), Deadline);
        await Files.AddFirmwareAsync("any.bin", "x");
        page.WaitForAssertion(() => Assert.Equal("any", page.FindAll("table.firmware .c-for")[0].TextContent.Trim()), Deadline);
    }

    [Fact]
    public async Task Version_vendor_and_model_are_changed_in_a_dialog()
    {
        var file = await Files.AddFirmwareAsync("box.bin", "x", new("1.0", "Acme"));
        Store.Update("CP-1", before => before with { Boot = new("Other", "Box 2", null, null, null, null, null, null, null, Noon) });
        var page = Listed(1);
        page.Act(() => Button(page, "Edit box.bin").Click());
        page.WaitForAssertion(() => Assert.Equal(["Other"], page.FindAll("#edit-vendors option").Select(option => option.GetAttribute("value"))), Deadline);
        page.Act(() => page.FindAll("dialog input")[0].Change(" 1.1 "));
        page.Act(() => page.FindAll("dialog input")[1].Change(""));
        page.Act(() => page.Find("dialog form").Submit());
        page.WaitForAssertion(() => Assert.Equal(new("1.1"), Files.Firmware.Find(file.Id)!.Note), Deadline);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("dialog")), Deadline);
    }

    [Fact]
    public async Task Deleting_asks_once_and_says_when_an_update_with_it_is_running()
    {
        var file = await Files.AddFirmwareAsync("box.bin");
        await Files.Transfers.OfferFirmwareAsync(TestFiles.ChargePoint, file, OcppDashboard.Features.Files.FileScheme.Http);
        var page = Listed(1);
        page.Act(() => Button(page, "Delete box.bin").Click());
        Assert.Contains("An update with it is running at CP-1.", page.Find(".consequence").TextContent);
        Assert.NotNull(Files.Firmware.Find(file.Id));
        page.Act(() => page.Find("dialog .btn.danger").Click());
        page.WaitForAssertion(() => Assert.Empty(Files.Firmware.Files), Deadline);
        page.WaitForAssertion(() => Assert.Contains("No firmware file yet", page.Markup), Deadline);
    }

    [Fact]
    public async Task Received_files_are_filtered_by_the_address_and_exported_with_the_filter()
    {
        Put("CP-1", ChargePointStatus.Available);
        Put("CP-2", ChargePointStatus.Available);
        await ReceiveAsync("CP-1", "one.log");
        await ReceiveAsync("CP-2", "two.log");
        Navigation.NavigateTo("/files?tab=received");
        var page = Context.Render<FilesPage>();
        page.WaitForAssertion(() => Assert.Equal(["two.log", "one.log"], Names(page)), Deadline);
        page.Act(() => page.Find("select").Change("CP-1"));
        Assert.EndsWith("/files?tab=received&cp=CP-1", Navigation.Uri);
        page.WaitForAssertion(() => Assert.Equal(["one.log"], Names(page)), Deadline);
        Assert.EndsWith("/files/received.csv?cp=CP-1", page.Find("a[download='received-files.csv']").GetAttribute("href"));
        Navigation.NavigateTo("/files?tab=received&q=nothing&page=-3");
        page.WaitForAssertion(() => Assert.Contains("No received file matches", page.Markup), Deadline);
        Navigation.NavigateTo("/files?tab=received");
        page.WaitForAssertion(() => Assert.Equal(2, Names(page).Count()), Deadline);
        await ReceiveAsync("CP-1", null);
        page.WaitForAssertion(() => Assert.Equal("without a name", Names(page).First()), Deadline);
    }

    [Fact]
    public async Task Only_text_can_be_viewed_and_hostile_names_are_text()
    {
        await Files.ReceiveAsync("CP-1", ComponentTest.Hostile, [1, 0, 2]);
        await ReceiveAsync("CP-1", new string('n', 255));
        Navigation.NavigateTo("/files?tab=received");
        var page = Context.Render<FilesPage>();
        page.WaitForAssertion(() => Assert.Equal(2, Names(page).Count()), Deadline);
        page.WaitForAssertion(() => Assert.Equal([true, false], page.FindAll("table.received tbody tr").Select(row => row.TextContent.Contains("View", StringComparison.Ordinal))), Deadline);
        Assert.Empty(page.FindAll("script, img"));
        page.Act(() => page.FindAll("table.received button").First(button => button.TextContent == "Delete").Click());
        Assert.Contains("It is lost for good", page.Find(".consequence").TextContent);
        page.Act(() => page.Find("dialog .btn.danger").Click());
        page.WaitForAssertion(() => Assert.Equal([ComponentTest.Hostile], Names(page)), Deadline);
    }

    private static readonly TimeSpan Deadline = RawOcppClient.Deadline;

    private IRenderedComponent<FilesPage> Listed(int rows)
    {
        var page = Context.Render<FilesPage>();
        page.WaitForAssertion(() => Assert.Equal(rows, page.FindAll("table.firmware tbody tr").Count), Deadline);
        return page;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<FilesPage> page, string name) => page.Find($"button[aria-label='{name}']");

    private static IEnumerable<string> Names(IRenderedComponent<FilesPage> page) => page.FindAll("table.received tbody .c-name").Select(cell => cell.TextContent.Trim());
}
