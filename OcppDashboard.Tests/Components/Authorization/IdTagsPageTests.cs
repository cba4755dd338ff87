using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Commands;
using OcppDashboard.Components.Authorization;
using OcppDashboard.Components.Commands;
using OcppDashboard.Components.Shared;
using OcppDashboard.Components.Wall;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Authorization;

/// <summary>The page over a whole server, so that books and charge points are the real ones.</summary>
public sealed class IdTagsPageTests : PageTest
{
    private static readonly TimeSpan Deadline = RawOcppClient.Deadline;

    [Fact]
    public async Task A_tag_is_added_blocked_filtered_and_deleted_after_a_question()
    {
        await using var central = await ServeAsync();
        var book = central.Get<IdTagStore>();
        var page = Context.Render<IdTagsPage>();
        Assert.Contains("No id tag is written down yet", page.Markup, StringComparison.Ordinal);
        Click(page, "Add id tag");
        page.Act(() => page.Find("dialog form").Submit());
        Assert.Contains("The id tag is empty.", page.Markup, StringComparison.Ordinal);
        page.Act(() => page.Find("dialog input").Change(" 04A2 "));
        page.Act(() => page.Find("dialog form").Submit());
        page.WaitForAssertion(() => Assert.Equal("Accepted", book.Find("04a2")?.Status), Deadline);
        page.WaitForAssertion(() => Assert.Contains("04A2", page.Find("table.tags").TextContent), Deadline);
        Click(page, "Block 04A2");
        page.WaitForAssertion(() => Assert.Equal("Blocked", book.Find("04A2")?.Status), Deadline);
        page.WaitForAssertion(() => Assert.Equal("faulted", page.Find("table.tags .chip").GetAttribute("data-status")), Deadline);
        Navigation.NavigateTo("/id-tags?status=Accepted");
        page.WaitForAssertion(() => Assert.Contains("No id tag matches", page.Markup), Deadline);
        Navigation.NavigateTo("/id-tags?q=4a");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("table.tags tbody tr")), Deadline);
        Assert.Contains("/id-tags.csv?q=4a", page.Find("a[download]").GetAttribute("href"), StringComparison.Ordinal);
        Click(page, "Delete 04A2");
        Assert.Contains("It becomes unknown again", page.Find(".consequence").TextContent, StringComparison.Ordinal);
        Assert.NotNull(book.Find("04A2"));
        page.Act(() => page.Find("dialog .btn.danger").Click());
        page.WaitForAssertion(() => Assert.Empty(book.All), Deadline);
    }

    [Fact]
    public async Task An_import_takes_nothing_before_it_is_confirmed()
    {
        await using var central = await ServeAsync();
        var book = central.Get<IdTagStore>();
        var page = Context.Render<IdTagsPage>();
        Click(page, "Import CSV");
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("id tag;status\nA;Accepted\nB;Wrong\n", "tags.csv"));
        page.WaitForAssertion(() => Assert.Equal("1 new · 0 changed · 0 unchanged · 1 not imported", page.Find(".import-counts").TextContent), Deadline);
        Assert.Contains("\"Wrong\"", page.Find(".import-wrong tbody").TextContent, StringComparison.Ordinal);
        Assert.Empty(book.All);
        page.Act(() => page.Find("dialog .btn.primary").Click());
        page.WaitForAssertion(() => Assert.Equal("A", Assert.Single(book.All).IdTag), Deadline);
    }

    [Fact]
    public async Task An_unknown_tag_is_learned_with_one_click()
    {
        await using var central = await ServeAsync();
        await using var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("Authorize", """{"idTag":"NEW"}""");
        Navigation.NavigateTo("/id-tags?tab=unknown");
        var page = Context.Render<IdTagsPage>();
        page.WaitForAssertion(() => Assert.Contains("NEW", page.Find("table.tags tbody").TextContent), Deadline);
        Click(page, "Accept NEW");
        page.WaitForAssertion(() => Assert.Equal("Accepted", central.Get<IdTagStore>().Find("NEW")?.Status), Deadline);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("table.tags")), Deadline);
    }

    [Fact]
    public async Task A_local_list_is_sent_and_a_reservation_cancelled_from_the_page()
    {
        await using var central = await ServeAsync();
        await using var client = await central.BootAsync("CP-1");
        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "A", Status = "Accepted" });
        Navigation.NavigateTo("/id-tags?tab=lists");
        var lists = Context.Render<IdTagsPage>();
        Assert.Contains("Nothing sent yet", lists.Find("table.tags").TextContent, StringComparison.Ordinal);
        Click(lists, "Send full CP-1");
        await client.AnswerAsync("SendLocalList", """{"status":"Accepted"}""");
        lists.WaitForAssertion(() => Assert.Contains("In sync", lists.Find("table.tags").TextContent), Deadline);

        central.Commands.Start("CP-1", new ReserveNowRequest(0, central.Time.GetUtcNow().AddHours(1), "A", null, 5), "test");
        await client.AnswerAsync("ReserveNow", """{"status":"Accepted"}""");
        Navigation.NavigateTo("/id-tags?tab=reservations");
        var reservations = Context.Render<IdTagsPage>();
        reservations.WaitForAssertion(() => Assert.Contains("Accepted", reservations.Find("table.tags").TextContent), Deadline);
        Assert.DoesNotContain("may hold", reservations.Markup, StringComparison.Ordinal);
        Click(reservations, "Cancel reservation 5");
        var cancel = await client.AnswerAsync("CancelReservation", """{"status":"Accepted"}""");
        Assert.Equal("""{"reservationId":5}""", cancel.Payload.GetRawText());
        reservations.WaitForAssertion(() => Assert.Contains("Cancelled", reservations.Find("table.tags").TextContent), Deadline);
    }

    [Fact]
    public async Task A_list_that_is_too_long_and_tags_that_are_left_out_are_said()
    {
        await using var central = await ServeAsync();
        await using var client = await central.BootAsync("CP-1");
        for (var i = 10; i < 22; i++) await central.Get<IdTagStore>().PutAsync(new() { IdTag = $"{i}-LONGER-THAN-TWENTY-CHARACTERS", Status = "Accepted" });
        foreach (var tag in (string[])["A", "B"]) await central.Get<IdTagStore>().PutAsync(new() { IdTag = tag, Status = "Accepted" });
        central.Start("CP-1", "GetConfiguration");
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"LocalAuthListMaxLength","readonly":true,"value":"1"}]}""");
        Navigation.NavigateTo("/id-tags?tab=lists");
        var page = Context.Render<IdTagsPage>();
        page.WaitForAssertion(() => Assert.Contains("2 tags, its list holds 1", page.Find("table.tags").TextContent), Deadline);
        var note = page.Find(".left-out").TextContent;
        Assert.StartsWith("12 id tags are longer than 20 characters and in no local list: 10-LONGER-THAN-TWENTY-CHARACTERS, ", note.Trim(), StringComparison.Ordinal);
        Assert.EndsWith(" and 2 more.", note.Trim(), StringComparison.Ordinal);
        await Context.DisposeComponentsAsync();
    }

    [Fact]
    public async Task ReserveNow_has_a_form_with_an_id_of_ours_and_the_wall_shows_whom_it_is_kept_for()
    {
        await using var central = await ServeAsync();
        await using var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Reserved"}""");
        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "A", Status = "Accepted" });
        CommandDraft? sent = null;
        var form = Context.Render<ReserveNowForm>(parameters => parameters.Add(f => f.ChargePoint, central.Store.Find("CP-1")!).Add(f => f.OnSend, draft => sent = draft));
        Assert.Equal("A", form.Find("datalist option").GetAttribute("value"));
        form.Act(() => form.Find("form").Submit());
        Assert.Contains("The id tag is needed.", form.Markup, StringComparison.Ordinal);
        form.Act(() => form.Find("input[list]").Change(" A "));
        form.Act(() => form.Find("input[type=datetime-local]").Change("2020-01-01T00:00"));
        form.Act(() => form.Find("form").Submit());
        Assert.Contains("The time must lie ahead.", form.Markup, StringComparison.Ordinal);
        form.Act(() => form.FindAll(".quick button")[0].Click());
        form.Act(() => form.Find("form").Submit());
        Assert.Matches("""^\{"connectorId":1,"expiryDate":"[^"]+","idTag":"A","reservationId":1\}$""", sent!.Payload.GetRawText());
        central.Commands.Start("CP-1", "ReserveNow", sent.Payload, "test");
        await client.AnswerAsync("ReserveNow", """{"status":"Accepted"}""");
        await Eventually.IsAsync(() => central.Store.Find("CP-1")!.Connector(1)!.Reservation is not null, "the connector is kept");
        var lines = ConnectorLines.Of(central.Store.Find("CP-1")!.Connector(1)!, Context.Services.GetRequiredService<ViewerClock>(), central.Time.GetUtcNow());
        Assert.Equal("for A", lines.Main);
        Assert.StartsWith("until ", lines.Left, StringComparison.Ordinal);
    }

    private async Task<TestCentralSystem> ServeAsync()
    {
        var central = await TestCentralSystem.StartAsync();
        Context.Services.AddSingleton(central.Get<IdTagStore>()).AddSingleton(central.Get<UnknownIdTagStore>()).AddSingleton(central.Get<ReservationService>()).AddSingleton(central.Get<ReservationIds>()).AddSingleton(central.Get<LocalListService>())
            .AddSingleton(central.Get<IdTagAuthorizer>()).AddSingleton(central.Get<ChargePointCommands>()).AddSingleton(central.Store);
        return central;
    }

    private static void Click(IRenderedComponent<IdTagsPage> page, string name)
    {
        AngleSharp.Dom.IElement? Find() => page.FindAll("button").FirstOrDefault(button => (button.GetAttribute("aria-label") ?? button.TextContent.Trim()) == name);
        page.WaitForState(() => Find() is not null, Deadline);
        page.Act(() => Find()!.Click());
    }
}
