using System.Text.Json;
using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.BulkTasks;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.State;
using OcppDashboard.Tests.Features.BulkTasks;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.BulkTasks;

/// <summary>The pages of commands to many, on a real server with raw charge points.</summary>
public sealed class BulkPagesTests : PageTest
{
    private static readonly TimeSpan Deadline = RawOcppClient.Deadline;

    [Fact]
    public async Task Pages4_a_reset_of_many_names_the_faults_among_them_with_the_advice_of_the_work_list()
    {
        await using var central = await StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        await two.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"GroundFailure","status":"Faulted"}""");
        await central.SnapshotAsync("CP-2", snapshot => snapshot.Connector(1)?.IsFaulted == true);
        Navigation.NavigateTo("/commands/new?action=Reset&cp=CP-1,CP-2");
        var page = Context.Render<NewTaskPage>();
        page.Act(() => Button(page, "Reset: 2 charge points …").Click());
        Assert.Contains("Do not reset it from here: an electrician must measure", page.Find("dialog .fault-advice").TextContent, StringComparison.Ordinal);
        Assert.Contains("CP-2", page.Find("dialog .fault-advice").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("CP-1", page.Find("dialog .fault-advice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charge_points_are_filtered_chosen_and_sent_to()
    {
        await using var central = await StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        await two.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"2026-05-12T12:00:00Z"}""");
        await using (await central.BootAsync("OLD-3")) { }
        await central.SnapshotAsync("OLD-3", snapshot => !snapshot.Online);
        Navigation.NavigateTo("/commands/new?q=cp");
        var page = Context.Render<NewTaskPage>();
        page.WaitForAssertion(() => Assert.Equal(["CP-1", "CP-2"], page.FindAll(".pick-row .id").Select(id => id.TextContent)), Deadline);
        Assert.Contains("Choose charge points first.", page.Markup);
        page.Act(() => page.Find(".pick-all input").Change(true));
        Assert.Contains("2 chosen", page.Find(".pick-head").TextContent);
        Navigation.NavigateTo("/commands/new");
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".pick-row").Count), Deadline);
        page.Act(() => page.FindAll(".pick-row input")[2].Change(true));
        Assert.Contains("Goes to 3 charge points. 1 is offline and will fail. The others take 2 s, at 30 a minute.", page.Find(".how").TextContent);
        Navigation.NavigateTo("/commands/new?action=Reset");
        page.Act(() => Button(page, "Reset: 3 charge points …").Click());
        Assert.Contains("Restarts 3 charge points, ends 1 running transaction.", page.Find(".consequence").TextContent);
        Assert.Equal("Reset 3 charge points, end 1 transaction", page.Find("dialog button[type=submit]").TextContent);
        page.Act(() => page.Find("dialog form").Submit());
        await one.AnswerAsync("Reset", """{"status":"Accepted"}""");
        var task = await BulkCommandsTests.TaskAsync(central, 1, task => task.Counts.Succeeded == 1);
        Assert.Equal(("Reset", "operator", 30, """{"type":"Soft"}"""), (task.Action, task.RequestedBy, task.PerMinute, task.PayloadJson));
        page.WaitForAssertion(() => Assert.EndsWith("/commands/1", Navigation.Uri), Deadline);
    }

    [Fact]
    public async Task A_task_is_followed_filtered_tried_again_and_cancelled()
    {
        await using var central = await StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        var task = await BulkCommandsTests.StartAsync(central, "ClearCache", "{}", ["CP-1", "GONE", "CP-2"], order => order with { PerMinute = 1 });
        var page = Context.Render<TaskPage>(parameters => parameters.Add(p => p.Id, task.Id));
        page.WaitForAssertion(() => Assert.Equal(["Sent", "Failed", "Waiting"], page.FindAll(".targets .result").Select(state => state.TextContent)), Deadline);
        await one.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        page.WaitForAssertion(() => Assert.Contains("Accepted", page.FindAll(".targets .c-result")[0].TextContent), Deadline);
        Assert.Equal("2", page.Find("[role=progressbar]").GetAttribute("aria-valuenow"));
        Navigation.NavigateTo("/commands/1?r=failed");
        page.WaitForAssertion(() => Assert.Equal(["GONE"], page.FindAll(".targets .c-cp").Select(cell => cell.TextContent.Trim())), Deadline);
        page.Act(() => Button(page, "Cancel the rest").Click());
        Assert.Contains("1 charge point gets nothing.", page.Find(".consequence").TextContent);
        page.Act(() => page.Find("dialog .btn.danger").Click());
        page.WaitForAssertion(() => Assert.Equal("Cancelled", page.Find(".page-head .tag").TextContent), Deadline);
        page.Act(() => Button(page, "Retry 1 failed").Click());
        await BulkCommandsTests.TaskAsync(central, task.Id, t => t.Counts == new BulkCounts(0, 0, 1, 1, 1) && t.State == BulkState.Finished);
        var unknown = Context.Render<TaskPage>(parameters => parameters.Add(p => p.Id, 99));
        unknown.WaitForAssertion(() => Assert.Contains("There is no task of this number.", unknown.Markup), Deadline);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Running_tasks_come_first_and_those_of_before_a_restart_are_there()
    {
        await using var central = await StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await BulkCommandsTests.StartAsync(central, "ClearCache", "{}", ["CP-1"], order => order);
        await BulkCommandsTests.StartAsync(central, "GetLocalListVersion", "{}", ["GONE"], order => order);
        await BulkCommandsTests.EndAsync(central, 2);
        await one.ExpectCallAsync("ClearCache");
        var page = Context.Render<TasksPage>();
        page.WaitForAssertion(() => Assert.Equal(["Running", "Finished"], page.FindAll(".task-list .tag").Select(tag => tag.TextContent)), Deadline);
        Assert.Equal(["0 of 1", "1 of 1"], page.FindAll(".task-cell .muted").Select(text => text.TextContent));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task A_template_is_made_edited_pushed_and_deleted()
    {
        await using var central = await StartAsync();
        await using var one = await central.BootAsync("CP-1");
        var page = Context.Render<TemplatesPage>();
        page.Act(() => Button(page, "New template").Click());
        page.Act(() => page.Find("dialog form").Submit());
        Assert.Contains("needs a name", page.Find("[role=alert]").TextContent);
        page.Act(() => page.FindAll("dialog input.text-box")[0].Change("site"));
        page.Act(() => page.FindAll("dialog input.text-box")[1].Change("HeartbeatInterval"));
        page.Act(() => page.FindAll("dialog input.text-box")[2].Change(new string('6', 101)));
        Assert.Contains("101 characters: many charge points cut or refuse", page.Find(".template-line .hint").TextContent); // I7
        page.Act(() => page.FindAll("dialog input.text-box")[2].Change("60"));
        Assert.Empty(page.FindAll(".template-line .hint"));
        page.Act(() => page.Find("dialog form").Submit());
        page.WaitForAssertion(() => Assert.Contains("HeartbeatInterval = 60", page.Find(".c-values").TextContent), Deadline);
        Assert.Equal("/commands/new?action=ConfigurationTemplate&template=site", page.Find(".acts a").GetAttribute("href"));

        Navigation.NavigateTo("/commands/new?action=ConfigurationTemplate&template=site&cp=CP-1");
        var push = Context.Render<NewTaskPage>();
        push.Act(() => Button(push, "Template: 1 charge point …").Click());
        Assert.Contains("HeartbeatInterval", push.Find(".template-values").TextContent);
        push.Act(() => push.Find("dialog form").Submit());
        await one.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"60"}]}""");
        Assert.Equal("already so: HeartbeatInterval", (await BulkCommandsTests.EndAsync(central, 1)).Targets[0].Result);

        page.Act(() => page.Find("button[aria-label='Delete site']").Click());
        page.Act(() => page.Find("dialog .btn.danger").Click());
        page.WaitForAssertion(() => Assert.Contains("No template yet", page.Markup), Deadline);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Hostile_texts_stay_texts_and_a_thousand_charge_points_are_not_all_drawn()
    {
        await using var central = await StartAsync();
        for (var i = 0; i < 1000; i++) central.Store.Update($"CP-{i}", before => before with { Online = true, Boot = new(ComponentTest.Hostile, "Box", null, "1", null, null, null, null, null, Noon) });
        Navigation.NavigateTo("/commands/new?action=ClearCache&cp=all");
        var page = Context.Render<NewTaskPage>();
        Assert.Contains("1,000 chosen", page.Find(".pick-head").TextContent);
        Assert.Contains("Goes to 1,000 charge points. It takes 33 min, at 30 a minute.", page.Find(".how").TextContent);
        Assert.InRange(page.FindAll(".pick-row").Count, 0, 200);
        Assert.Empty(page.FindAll("script, img"));
        await DisposeComponentsAsync();
    }

    /// <summary>The components speak to this server's own services.</summary>
    private async Task<TestCentralSystem> StartAsync()
    {
        var central = await TestCentralSystem.StartAsync();
        Context.Services.AddSingleton(central.Store).AddSingleton(central.Get<BulkCommands>()).AddSingleton(central.Get<BulkQueries>()).AddSingleton(central.Get<ConfigurationTemplates>())
            .AddSingleton(central.Get<ChargePointSettingsStore>());
        return central;
    }

    private Task DisposeComponentsAsync() => Context.DisposeComponentsAsync();

    private static IElement Button<T>(IRenderedComponent<T> page, string text) where T : Microsoft.AspNetCore.Components.IComponent =>
        page.FindAll("button").First(button => button.TextContent.Trim() == text);
}
