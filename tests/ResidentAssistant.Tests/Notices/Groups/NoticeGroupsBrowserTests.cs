using Microsoft.Playwright;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.WeCom.CustomerService;

namespace ResidentAssistant.Tests.Notices.Groups;

/// <summary>Customer groups on the pages of a colleague: placed, asked, reminded and posted.</summary>
[Collection(BrowserTests.Name)]
public sealed class NoticeGroupsBrowserTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task A_group_is_placed_its_owner_is_asked_and_reminded(int width, int height)
    {
        await using var world = await KfWorld.StartAsync(Provider.Sqlite);
        await NoticeGroupsTests.PlacedAsync(world);
        await using var browser = await chromium.SignedInAsync(world.App, StaffRole.Street, width, height);
        var page = browser.Page;
        await page.GotoAsync("/staff/groups");
        var placing = page.GetByLabel("3号楼2单元邻居 是给哪儿的");
        await placing.SelectOptionAsync(new SelectOptionValue { Label = "3号楼1单元" });
        await placing.Locator("xpath=..").GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByText("好了。").WaitForAsync();
        await Looks.CheckAsync(page, "groups", width);
        await page.GetByLabel("3号楼2单元邻居 是给哪儿的").SelectOptionAsync(new SelectOptionValue { Label = "3号楼2单元" });
        await page.GetByLabel("3号楼2单元邻居 是给哪儿的").Locator("xpath=..").GetByRole(AriaRole.Button).ClickAsync();

        await page.GotoAsync("/staff/notices");
        await page.SelectOptionAsync("#form", "outage");
        await page.ClickAsync("button:has-text('开始写')");
        await page.ClickAsync("summary:has-text('3号楼')");
        await page.CheckAsync("label:has-text('3号楼2单元厨房立管01') input");
        foreach (var (field, text) in new[] { ("reason", "换厨房的立管"), ("from", "2026-12-01T08:00"), ("to", "2026-12-01T18:00"), ("water-point", "3号楼东侧"), ("toilet", "3号楼东侧"), ("phone", "010-12345678") }) await page.FillAsync($"#f-{field}", text);
        await page.ClickAsync("button:has-text('存下来看看')");
        await Looks.CheckAsync(page, "notice-draft-groups", width);
        await page.ClickAsync("button:has-text('现在发给')");
        await page.GetByText("客户群：要群主点一下").WaitForAsync();
        await world.PassUntilAsync(() => world.Fake.GroupOwner("zhaomin").Waiting.Count == 1, TimeSpan.FromSeconds(1));
        await page.ReloadAsync();
        await page.ClickAsync("button:has-text('催一下')");
        await page.GetByText("催过 1 回").WaitForAsync();
        await Looks.CheckAsync(page, "notice-groups-waiting", width);
        world.Fake.GroupOwner("zhaomin").Tap(world.Fake.GroupOwner("zhaomin").Waiting[0]);
        await world.PassUntilAsync(async () => await world.CountAsync("select count(*) from notice_reach where way = 'Group'") > 0, TimeSpan.FromSeconds(20));
        await page.ReloadAsync();
        await page.GetByText("群主点过了").WaitForAsync();
        await Looks.CheckAsync(page, "notice-groups-posted", width);
    }
}
