using Microsoft.Playwright;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Consent;
using ResidentAssistant.Tests.Staff;
using ResidentAssistant.Works;

namespace ResidentAssistant.Tests.Works;

/// <summary>The pages of the plan in a real browser: no accessibility fault, nothing wider than the screen.</summary>
[Collection(BrowserTests.Name)]
public sealed class WorksBrowserTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task Every_page_of_the_plan_is_accessible_and_fits_the_screen(int width, int height)
    {
        await using var world = await ConsentWorld.StartAsync();
        await using var browser = await chromium.PhoneAsync(world.App.Address.ToString(), width, height);
        var page = browser.Page;
        var (login, password) = await StaffClient.AccountAsync(world.App, StaffRole.Street);
        await page.GotoAsync("/staff/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", password);
        await page.ClickAsync("form button");
        await page.WaitForURLAsync("**/staff");
        var riser = await WorksPlanTests.SignRiserAsync(world, "3-2-501");

        await page.GotoAsync("/staff/works");
        await page.ClickAsync("a:has-text('时段、休息日、班组和步骤')");
        await Looks.CheckAsync(page, "works-rules-empty", width);
        await WorksPlanTests.RulesAsync(world);
        await world.App.Get<SiteRules>().KeepFreeAsync(Pilot.CommunityId, null, new DateOnly(2026, 12, 7), new DateOnly(2026, 12, 8), "考试", world.Colleague, default);
        await page.ReloadAsync();
        await Looks.CheckAsync(page, "works-rules", width);
        await page.GotoAsync("/staff/works");
        await page.CheckAsync("input[name=riser]");
        await page.ClickAsync("button:has-text('先排出来看看')");
        await Looks.CheckAsync(page, "works-proposal", width);
        await page.ClickAsync("button:has-text('就这样排')");
        await page.GetByText("排好了 1 根立管").WaitForAsync();
        await page.GotoAsync($"/staff/works/risers/{riser}");
        await Looks.CheckAsync(page, "works-riser", width);
        await page.ClickAsync("summary:has-text('换时间')");
        await page.FillAsync("#day", "2026-12-10");
        await page.ClickAsync("button:has-text('先看看行不行')");
        await Looks.CheckAsync(page, "works-move", width);

        await page.GotoAsync("/staff/care");
        await page.FillAsync("#flat", "3号楼2单元301");
        await page.ClickAsync("button:has-text('登记')");
        await Looks.CheckAsync(page, "care-open", width);
        await page.FillAsync("#who", "王奶奶");
        await page.SelectOptionAsync("#stay", "family");
        await page.FillAsync("#measures", "停水那天早上送两桶水上楼。换管那两天送老人到女儿家。");
        await page.FillAsync("#crew", "敲门要等一等，老人走得慢。");
        await page.FillAsync("#charge", "居委会小李，010-12345678");
        await page.ClickAsync("button:has-text('存下安排')");
        await page.ClickAsync("summary:has-text('要记一点')");
        await Looks.CheckAsync(page, "care-planned", width);
        await page.GotoAsync("/staff/care");
        await Looks.CheckAsync(page, "care", width);
        await page.GotoAsync($"/staff/works/risers/{riser}");
        await Looks.CheckAsync(page, "works-riser-care", width);
    }
}
