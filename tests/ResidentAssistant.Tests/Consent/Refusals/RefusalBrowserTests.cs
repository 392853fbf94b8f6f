using Microsoft.Playwright;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent.Refusals;

/// <summary>The pages of visits and refusals in a real browser, above all the form that is filled in at the door on a phone.</summary>
[Collection(BrowserTests.Name)]
public sealed class RefusalBrowserTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task Every_page_of_visits_is_accessible_and_fits_the_screen(int width, int height)
    {
        await using var world = await ConsentWorld.StartAsync();
        await world.SayAsync("3-2-301", "refuse");
        await world.CadenceAsync(count: 2);
        await world.SetAsync(FundingSentence.Key, "不同意改造的住户，这一期改造的钱，政府不再出。");
        foreach (var flat in new[] { "3-2-501", "3-1-401", "3-1-402", "7-1-101", "8-1-101", "3-1-601" }) await world.SayAsync(flat, "refuse", "decorated");
        await world.VisitAsync("3-1-401");
        await world.VisitAsync("3-1-402");
        await world.VisitAsync("3-1-402", VisitResult.Nobody);
        await world.VisitAsync("7-1-101", VisitResult.NoMore);
        await world.CloseAsync("8-1-101");
        await world.CloseAsync("3-1-601");
        await world.App.Get<RiserNotices>().DecideAsync((await world.App.Get<RiserNotices>().ListAsync(StaffScope.All(true), default))[0], "approved",
            (await world.App.Get<RiserNotices>().ListAsync(StaffScope.All(true), default))[0].Hash, RefusalSeeds.Street, default);
        await using var browser = await chromium.PhoneAsync(world.App.Address.ToString(), width, height);
        var page = browser.Page;
        await SignInAsync(world, page);

        var visit = await world.Database.FirstAsync<Guid>("select id from visit_acts order by recorded_at", null, default);
        var notices = await world.App.Get<RiserNotices>().ListAsync(StaffScope.All(true), default);
        (string Name, string Path)[] pages =
        [
            ("visits", "/staff/visits"), ("visits-flat", $"/staff/visits/{(await world.HomeAsync("3-1-402")).Id}"), ("visits-closed", $"/staff/visits/{(await world.HomeAsync("8-1-101")).Id}"),
            ("visits-new", $"/staff/visits/{(await world.HomeAsync("3-2-501")).Id}/new"), ("visits-new-quiet", $"/staff/visits/{(await world.HomeAsync("7-1-101")).Id}/new"), ("visits-record", $"/staff/visits/records/{visit}"),
            ("riser-notices", "/staff/visits/notices"), ("riser-notice", $"/staff/visits/notices/{notices[1].Id}"), ("riser-notice-approved", $"/staff/visits/notices/{notices[0].Id}"),
        ];
        foreach (var (name, path) in pages) await Looks.CheckAsync(page, name, path, width);

        await page.GotoAsync($"/staff/visits/{(await world.HomeAsync("3-1-402")).Id}");
        foreach (var summary in await page.QuerySelectorAllAsync("summary")) await summary.ClickAsync();
        await Looks.PhotographAsync(page, "visits-flat-open", width);
    }

    [BrowserFact]
    public async Task On_a_phone_without_script_a_visit_is_recorded_with_a_photo()
    {
        await using var world = await ConsentWorld.StartAsync();
        await world.SayAsync("3-2-501", "refuse");
        await world.CadenceAsync();
        await using var browser = await chromium.PhoneAsync(world.App.Address.ToString(), script: false);
        var page = browser.Page;
        await SignInAsync(world, page);

        await page.GotoAsync("/staff/visits");
        await page.ClickAsync("a:has-text('记一次上门')");
        await page.FillAsync("#went", "小李、小王");
        await page.CheckAsync("input[value=still-no]");
        await page.FillAsync("#said", "刚装修过，不想再动");
        await page.SetInputFilesAsync("#files", new FilePayload { Name = "管子.jpg", MimeType = "image/jpeg", Buffer = await TestPhoto.JpegAsync(page, 320, 240) });
        await page.ClickAsync("button:has-text('记下这次上门')");
        await page.GetByText("请写见到了谁").WaitForAsync();
        (await page.InputValueAsync("#said")).ShouldBe("刚装修过，不想再动");
        await Looks.PhotographAsync(page, "visits-new-refused", 390);
        await page.FillAsync("#met", "房主的女儿");
        await page.ClickAsync("button:has-text('记下这次上门')");
        await page.GetByText("编号 F-0001").WaitForAsync();

        (await world.CountAsync("select count(*) from visit_photos")).ShouldBe(1);
    }

    private static async Task SignInAsync(ConsentWorld world, IPage page)
    {
        var (login, password) = await StaffClient.AccountAsync(world.App, StaffRole.Street);
        await page.GotoAsync("/staff/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", password);
        await page.ClickAsync("form button");
        await page.WaitForURLAsync("**/staff");
    }
}
