using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Acceptance;
using OcppDashboard.Components.Shared;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Acceptance;

/// <summary>The pages about commissioning over the whole product and a raw charge point.</summary>
public sealed class AcceptancePagesTests : IAsyncLifetime
{
    private const string Id = "CP-1";
    private static readonly TimeSpan Deadline = RawOcppClient.Deadline;
    private readonly BunitContext context = new();
    private TestCentralSystem central = null!;
    private RawOcppClient client = null!;

    public async Task InitializeAsync()
    {
        central = await TestCentralSystem.StartAsync();
        client = await central.BootAsync(Id);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton(TimeProvider.System).AddSingleton<ViewerClock>().AddSupplyValueFromQueryProvider();
        context.Services.AddSingleton(Runs).AddSingleton(central.Store).AddSingleton(central.Commands).AddSingleton(central.Get<AcceptanceQueries>()).AddSingleton(central.Get<AcceptancePresets>())
            .AddSingleton(central.Get<FirmwareLibrary>()).AddSingleton(central.Get<TransferAddresses>()).AddSingleton(central.Get<ServerAddresses>());
    }

    public async Task DisposeAsync()
    {
        await context.DisposeAsync();
        await client.DisposeAsync();
        await central.DisposeAsync();
    }

    private AcceptanceRuns Runs => central.Get<AcceptanceRuns>();
    private NavigationManager Navigation => context.Services.GetRequiredService<NavigationManager>();

    [Fact]
    public async Task Pages5_New_run_names_the_running_transaction_and_what_the_run_would_do_to_it()
    {
        var started = await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"DRIVER-7","meterStart":0,"timestamp":"{{DateTimeOffset.UtcNow:O}}"}""");
        var transaction = started.GetProperty("transactionId").GetInt32();
        await central.SnapshotAsync(Id, snapshot => snapshot.OpenTransactions.Any());
        Navigation.NavigateTo("/acceptance/new?cp=" + Id);
        var form = context.Render<NewRunPage>();
        var warning = form.Find(".run-warning").TextContent;
        foreach (var part in (string[])[transaction.ToString(System.Globalization.CultureInfo.InvariantCulture), "connector 1", "DRIVER-7", "9 Reset", "3 Change availability"])
            Assert.Contains(part, warning, StringComparison.Ordinal);
        form.Act(() => Button(form, "None").Click());
        form.Act(() => form.FindAll(".fn-check").Single(label => label.TextContent.Contains("4Get configuration", StringComparison.Ordinal)).QuerySelector("input")!.Change(true));
        Assert.DoesNotContain("9 Reset", form.Find(".run-warning").TextContent, StringComparison.Ordinal);
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{transaction}},"meterStop":10,"timestamp":"{{DateTimeOffset.UtcNow:O}}"}""");
        form.WaitForAssertion(() => Assert.Empty(form.FindAll(".run-warning")), Deadline);
    }

    [Fact]
    public async Task A_run_is_started_from_the_form_and_ends_with_its_verdict_at_the_desk_at_the_plug_and_in_the_list()
    {
        var list = context.Render<RunsPage>();
        list.WaitForAssertion(() => Assert.Contains("No charge point has been commissioned yet", list.Markup), Deadline);
        Navigation.NavigateTo("/acceptance/new?cp=" + Id);
        var form = context.Render<NewRunPage>();
        form.Act(() => Button(form, "Start the run").Click());
        Assert.Contains("tester's name", form.Find("[role=alert]").TextContent);
        form.Act(() => Button(form, "None").Click());
        form.Act(() => form.FindAll(".fn-check").Single(label => label.TextContent.Contains("15Clear cache", StringComparison.Ordinal)).QuerySelector("input")!.Change(true));
        form.Act(() => Field(form, "Tester").Change("m.kuhn"));
        form.Act(() => Button(form, "Start the run").Click());
        form.WaitForAssertion(() => Assert.EndsWith("/acceptance/1", Navigation.Uri), Deadline);
        var (desk, plug) = (Desk(1), Plug(1));
        desk.WaitForAssertion(() => Assert.Contains("Reading the configuration", desk.Markup), Deadline);
        plug.WaitForAssertion(() => Assert.Equal("Reading the configuration …", plug.Find("h1").TextContent), Deadline);
        list.WaitForAssertion(() => Assert.Contains("15 Clear cache", list.Find("tr.going .now").TextContent), Deadline);
        var reserved = context.Render<ReservedLine>(p => p.Add(l => l.ChargePointId, Id));
        Assert.Equal("/acceptance/1", reserved.Find("a").GetAttribute("href"));
        await AnswerAsync("Accepted");
        desk.WaitForAssertion(() => Assert.Equal("1 pass", desk.Find("header .verdicts").TextContent.Trim()), Deadline);
        desk.WaitForAssertion(() => Assert.DoesNotContain("Abort", desk.Markup), Deadline);
        plug.WaitForAssertion(() => Assert.Equal("The run is over", plug.Find("h1").TextContent), Deadline);
        plug.WaitForAssertion(() => Assert.Equal("Pass", plug.Find(".latest .verdict").TextContent), Deadline);
        list.WaitForAssertion(() => Assert.Equal(["1 pass", "Finished"], list.FindAll(".c-counts, .c-state").Select(cell => cell.TextContent.Trim())), Deadline);
        reserved.WaitForAssertion(() => Assert.Empty(reserved.FindAll("p")), Deadline);
    }

    [Fact]
    public async Task A_verdict_is_overridden_only_with_a_name_and_a_comment()
    {
        await FinishedAsync("Rejected");
        Navigation.NavigateTo("/acceptance/1?leg=15");
        var desk = Desk(1);
        desk.WaitForAssertion(() => Assert.Equal("fail", desk.Find(".drawer header .verdict").GetAttribute("data-verdict")), Deadline);
        desk.Act(() => Button(desk, "Override verdict").Click());
        desk.Act(() => desk.Find("dialog form").Submit());
        desk.WaitForAssertion(() => Assert.Contains("needs a name and a comment", desk.Find("dialog [role=alert]").TextContent), Deadline);
        desk.Act(() => desk.Find("dialog input").Input("anna"));
        desk.Act(() => desk.Find("dialog form").Submit());
        desk.WaitForAssertion(() => Assert.Contains("needs a name and a comment", desk.Find("dialog [role=alert]").TextContent), Deadline);
        desk.Act(() => desk.Find("dialog select").Change(nameof(Verdict.Remark)));
        desk.Act(() => desk.Find("dialog textarea").Input("known fault"));
        desk.Act(() => desk.Find("dialog form").Submit());
        desk.WaitForAssertion(() => Assert.Equal("remark", desk.Find(".drawer header .verdict").GetAttribute("data-verdict")), Deadline);
        Assert.Equal("fail", desk.Find(".drawer .body .verdict").GetAttribute("data-verdict"));
        desk.WaitForAssertion(() => Assert.Empty(desk.FindAll("dialog")), Deadline);
    }

    [Fact]
    public async Task A_note_with_a_photo_is_kept_and_served_as_a_picture()
    {
        await FinishedAsync("Accepted");
        var plug = Plug(1);
        plug.WaitForAssertion(() => Assert.Single(plug.FindAll(".latest li")), Deadline);
        plug.Act(() => Button(plug, "Note or photo").Click());
        var photo = plug.FindComponent<InputFile>();
        photo.UploadFiles(InputFileContent.CreateFromBinary([1, 2, 3], "no.jpg"));
        plug.WaitForAssertion(() => Assert.Contains("no.jpg", plug.Markup), Deadline);
        plug.Act(() => plug.Find("dialog form").Submit());
        plug.WaitForAssertion(() => Assert.Contains("JPEG or PNG", plug.Find("dialog [role=alert]").TextContent), Deadline);
        plug.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary([0xFF, 0xD8, 0xFF, 0xE0], "plate.jpg"));
        plug.WaitForAssertion(() => Assert.Contains("plate.jpg", plug.Markup), Deadline);
        plug.Act(() => plug.Find("dialog textarea").Input("the plate"));
        plug.Act(() => plug.Find("dialog form").Submit());
        plug.WaitForAssertion(() => Assert.Empty(plug.FindAll("dialog")), Deadline);
        Navigation.NavigateTo("/acceptance/1?leg=15");
        var desk = Desk(1);
        desk.WaitForAssertion(() => Assert.Contains("the plate", desk.Find(".notes").TextContent), Deadline);
        using var browser = central.Browser();
        using var answer = await browser.GetAsync(desk.Find(".notes img").GetAttribute("src"));
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal([0xFF, 0xD8, 0xFF, 0xE0], await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.GetAsync("/acceptance/1/photos/99")).StatusCode);
    }

    [Fact]
    public async Task It_is_paused_goes_on_and_is_aborted_after_one_question()
    {
        await Runs.StartAsync(Id, new() { Tester = "m.kuhn", Functions = [15] });
        var (desk, plug) = (Desk(1), Plug(1));
        await client.ExpectCallAsync("GetConfiguration");
        desk.Act(() => Button(desk, "Pause").Click());
        desk.WaitForAssertion(() => Assert.Contains("Pauses after this step", desk.Markup), Deadline);
        plug.WaitForAssertion(() => Assert.Contains("Pauses after this step", plug.Markup), Deadline);
        plug.Act(() => Button(plug, "Go on").Click());
        desk.WaitForAssertion(() => Assert.DoesNotContain("Pauses after this step", desk.Markup), Deadline);
        desk.Act(() => Button(desk, "Abort").Click());
        Assert.Contains("What was changed is put back first", desk.Find(".consequence").TextContent);
        Assert.NotNull(Runs.FindLive(1));
        desk.Act(() => desk.Find("dialog .danger").Click());
        desk.WaitForAssertion(() => Assert.Contains("Aborted, started", desk.Markup), Deadline);
        plug.WaitForAssertion(() => Assert.Equal("The run was aborted", plug.Find("h1").TextContent), Deadline);
    }

    [Fact]
    public async Task A_finished_function_is_repeated_and_a_run_that_cannot_says_why()
    {
        await FinishedAsync("Rejected");
        Navigation.NavigateTo("/acceptance/1");
        var desk = Desk(1);
        desk.WaitForAssertion(() => Button(desk, "Repeat"), Deadline);
        desk.Act(() => Button(desk, "Repeat").Click());
        desk.WaitForAssertion(() => Assert.Contains("Live", desk.Markup), Deadline);
        await AnswerAsync("Accepted");
        desk.WaitForAssertion(() => Assert.Equal("1 pass", desk.Find("header .verdicts").TextContent.Trim()), Deadline);
        await Eventually.IsAsync(() => Runs.FindLive(1) is null, "the run is over");
        client.Drop();
        await central.SnapshotAsync(Id, snapshot => !snapshot.Online);
        Navigation.NavigateTo("/acceptance/1?leg=15");
        desk.WaitForAssertion(() => Button(desk, "Repeat 15"), Deadline);
        desk.Act(() => Button(desk, "Repeat 15").Click());
        desk.WaitForAssertion(() => Assert.Contains("is offline: connect it first", desk.Find("[role=alert]").TextContent), Deadline);
    }

    [Fact]
    public async Task Presets_are_saved_loaded_and_deleted()
    {
        Navigation.NavigateTo("/acceptance/new?cp=" + Id);
        var form = context.Render<NewRunPage>();
        form.Act(() => Field(form, "Id tag").Change("TAG-9"));
        form.Act(() => form.Find("input[placeholder='Name of the preset']").Input(ComponentTest.Hostile));
        form.Act(() => form.Find("form.toolbar").Submit());
        form.WaitForAssertion(() => Assert.Contains("Saved.", form.Markup), Deadline);
        Assert.Empty(form.FindAll("script, img"));
        form.Act(() => Field(form, "Id tag").Change("OTHER"));
        form.Act(() => Button(form, "Load").Click());
        Assert.Equal("TAG-9", Field(form, "Id tag").GetAttribute("value"));
        form.Act(() => Button(form, "Delete").Click());
        form.Act(() => form.Find("dialog .danger").Click());
        form.WaitForAssertion(() => Assert.Empty(form.FindAll("select[aria-label=Preset]")), Deadline);
        Assert.Empty(await central.Get<AcceptancePresets>().ListAsync());
    }

    [Theory]
    [InlineData("", "text/html")]
    [InlineData(".json", "application/json")]
    [InlineData(".csv", "text/csv")]
    public async Task The_report_is_behind_its_three_links(string ending, string type)
    {
        await FinishedAsync("Accepted");
        var desk = Desk(1);
        desk.WaitForAssertion(() => Assert.Contains($"/acceptance/1/report{ending}?zone=UTC", desk.FindAll("a").Select(link => link.GetAttribute("href"))), Deadline);
        using var browser = central.Browser();
        using var answer = await browser.GetAsync($"/acceptance/1/report{ending}?zone=Nowhere%2F<script>");
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Accepted", await answer.Content.ReadAsStringAsync());
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.GetAsync($"/acceptance/99/report{ending}")).StatusCode);
    }

    [Fact]
    public void A_run_that_nobody_knows_is_said_in_a_sentence()
    {
        var (desk, plug) = (Desk(99), Plug(99));
        desk.WaitForAssertion(() => Assert.Contains("no run with this number", desk.Markup), Deadline);
        plug.WaitForAssertion(() => Assert.Contains("no run with this number", plug.Markup), Deadline);
    }

    private IRenderedComponent<RunPage> Desk(long id) => context.Render<RunPage>(p => p.Add(page => page.Id, id));

    private IRenderedComponent<PlugPage> Plug(long id) => context.Render<PlugPage>(p => p.Add(page => page.Id, id));

    private async Task FinishedAsync(string status)
    {
        await Runs.StartAsync(Id, new() { Tester = "m.kuhn", Functions = [15] });
        await AnswerAsync(status);
        await Eventually.IsAsync(() => Runs.FindLive(1) is null, "the run is over");
    }

    private async Task AnswerAsync(string status)
    {
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"AuthorizationCacheEnabled","readonly":false,"value":"true"}]}""");
        await client.AnswerAsync("ClearCache", $$"""{"status":"{{status}}"}""");
    }

    private static AngleSharp.Dom.IElement Button<T>(IRenderedComponent<T> page, string text) where T : IComponent => page.FindAll("button").First(button => button.TextContent.Trim() == text);

    private static AngleSharp.Dom.IElement Field<T>(IRenderedComponent<T> page, string label) where T : IComponent =>
        page.FindAll(".form-row").First(row => row.TextContent.Trim().StartsWith(label, StringComparison.Ordinal)).QuerySelector("input")!;
}
