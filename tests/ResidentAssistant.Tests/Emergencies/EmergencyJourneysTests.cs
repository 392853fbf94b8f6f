using Microsoft.Playwright;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Channels.WeCom;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Notices;

namespace ResidentAssistant.Tests.Emergencies;

/// <summary>Whole journeys: residents write, colleagues work in a real browser and in a simulated WeCom, on one clock.</summary>
[Collection(BrowserTests.Name)]
public sealed class EmergencyJourneysTests(Chromium chromium)
{
    [BothDatabases(Browser = true)]
    public async Task A_burst_at_night_reaches_the_street_office_which_cannot_and_then_can_have_it_repaired(Provider provider)
    {
        await using var world = await EscalationTests.WorldAsync(provider, new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero));
        var street = await world.ColleagueAsync("qianjie", StaffRole.Street);
        await EscalationTests.OnDutyAsync(world, "street", "街道值班", member: "qianjie");
        var resident = new Chat(world.App, "a");
        await resident.SayAsync("水管爆了，3-2-501");
        // Ten of the same riser within a minute are one matter with a count.
        for (var i = 1; i < 10; i++) await new Chat(world.App, $"n{i}").SayAsync($"水管爆了，3-2-{(i % 5) + 1}01");
        for (var minute = 0; minute < 22; minute++) await EscalationTests.LeapAsync(world, 60);
        street.Received.ShouldContain(m => m.Text.Contains("还没有人接手：爆管跑水（10 家报）", StringComparison.Ordinal));

        await using var desk = await chromium.SignedInAsync(world.App, StaffRole.Street);
        var page = desk.Page;
        await page.GotoAsync("/staff/emergencies");
        await page.GetByText("1 件还没有人接手").WaitForAsync();
        (await page.GetByRole(AriaRole.Heading, new() { Name = "爆管跑水（10 家报）" }).CountAsync()).ShouldBe(1);
        await page.ClickAsync("button:has-text('我来处理')");
        await page.GetByText("第 5 步").WaitForAsync();
        await resident.SayAsync("修得怎么样了");
        resident.Reply.ShouldContain("有人接手了");

        await page.FillAsync("#words", "管子锈穿了，没有配件");
        await page.ClickAsync("summary:has-text('修不了、结单、并单')");
        await page.ClickAsync("button[value=cannot-repair]");
        await page.GetByText("修不了，等街道").First.WaitForAsync();
        await world.TickAsync();
        await street.SeesAsync("修不了，要街道找人");
        await StepAsync(page, "acknowledged", "有人接手");
        await StepAsync(page, "on-site", "到现场了");
        await StepAsync(page, "water-off", "水关上了");
        await StepAsync(page, "repaired", "修好了，等住户看");
        await resident.SayAsync("修好了");
        await page.GotoAsync("/staff/emergencies");
        await page.GetByText("现在没有等着办的报修").WaitForAsync();
        desk.Errors.ShouldBeEmpty();
    }

    [BothDatabases(Browser = true)]
    public async Task What_is_taken_and_forgotten_is_called_out_again_and_the_contractor_answers_for_his_riser_where_an_old_person_is_alone(Provider provider)
    {
        await using var world = await EscalationTests.WorldAsync(provider);
        var contractor = await world.ColleagueAsync("libanzhang", StaffRole.Contractor);
        await EscalationTests.OnDutyAsync(world, "contractor", "李班长", member: "libanzhang");
        var home = await NoticeStoreTests.HomeAsync(world.App, "3-2-501");
        var riser = await world.Database.FirstAsync<Guid>("select riser_id from riser_households where household_id = @Id", new { home.Id }, default);
        await EscalationTests.ActOfEntryAsync(world.Database, riser, home.Id, 1, "arrived", world.App.Clock.GetUtcNow().AddHours(-2));
        var resident = new Chat(world.App, "a");
        await resident.SayAsync("水管爆了，3-2-501");
        foreach (var tap in new[] { "竖着的大管子", "还在流", "不拍了", "有" }) await resident.TapAsync(tap);
        await world.TickAsync();
        await contractor.SeesAsync("爆管跑水");

        await using var desk = await chromium.SignedInAsync(world.App, StaffRole.Committee, 1280, 800);
        var page = desk.Page;
        await page.GotoAsync("/staff/emergencies");
        await page.GetByText("有老人或病人，先打电话").WaitForAsync();
        await page.ClickAsync("a:has-text('打开')");
        await page.GetByText("正在施工，没有验收").WaitForAsync();
        await page.GetByText("先打电话，再派人").WaitForAsync();
        await StepAsync(page, "acknowledged", "有人接手");
        await EscalationTests.LeapAsync(world, 31 * 60);
        world.Duty.Messages.ShouldContain(m => m.Text.Contains("过了时间，还没有人到：爆管跑水", StringComparison.Ordinal));
        await page.ReloadAsync();
        await page.GetByText("以前要有人到现场，已经过了").WaitForAsync();
        desk.Errors.ShouldBeEmpty();
    }

    [BothDatabases(Browser = true)]
    public async Task During_an_announced_outage_no_water_is_the_outage_and_a_burst_is_a_burst(Provider provider)
    {
        await using var world = await EscalationTests.WorldAsync(provider);
        var resident = await new Chat(world.App, "wang").JoinAsync("82417730");
        var home = await NoticeStoreTests.HomeAsync(world.App, "3-2-501");
        var riser = (await world.App.Get<Register>().RisersOfAsync(home.Id, default))[0];
        await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, riser.Id));
        world.App.Clock.WakeAt(new DateTimeOffset(2026, 12, 1, 1, 0, 0, TimeSpan.Zero));
        await resident.SayAsync("没水了");
        resident.Reply.ShouldContain("正在按通知停水");
        await world.TickAsync();
        world.Duty.Messages.ShouldNotContain(m => m.Text.Contains("E-0001", StringComparison.Ordinal));

        await resident.SayAsync("厨房水管爆了，水喷出来了");
        resident.Reply.ShouldContain("离远点");
        await world.TickAsync();
        await world.TickAsync();
        world.Duty.Messages.Count(m => m.Text.Contains("爆管跑水", StringComparison.Ordinal) && m.Text.Contains("E-0001", StringComparison.Ordinal)).ShouldBe(1);
        await using var desk = await chromium.SignedInAsync(world.App, StaffRole.Property);
        await desk.Page.GotoAsync("/staff/emergencies");
        await desk.Page.GetByText("1 件还没有人接手").WaitForAsync();
        await desk.Page.GetByText("爆管跑水").First.WaitForAsync();
    }

    private static async Task StepAsync(IPage page, string act, string state)
    {
        await page.ClickAsync($"form button[value={act}]");
        await page.Locator("h1").GetByText(state).WaitForAsync();
    }
}
