using Microsoft.Playwright;
using ResidentAssistant.Consent.Standards;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent.Standards;

/// <summary>The pages of the restoration standard and the page to draw a signature, in a real browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class StandardBrowserTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task A_standard_is_published_posted_and_read_and_a_name_is_drawn(int width, int height)
    {
        await using var world = await ConsentWorld.StartAsync();
        await using var browser = await chromium.PhoneAsync(world.App.Address.ToString(), width, height);
        var page = browser.Page;
        var today = SiteClock.Day(world.App.Clock.GetUtcNow());
        var (login, password) = await StaffClient.AccountAsync(world.App, StaffRole.Street);
        await page.GotoAsync("/staff/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", password);
        await page.ClickAsync("form button");
        await page.WaitForURLAsync("**/staff");

        await Looks.CheckAsync(page, "standard-none", "/staff/standard", width);
        foreach (var (summary, from) in new[] { ("拆开的墙面补平刷白，地面补防水，包管用同样的板材装回去。", today), ("拆开的墙面补平刷白，瓷砖补素色的，地面补防水。", today.AddDays(20)) })
        {
            await page.GotoAsync("/staff/standard");
            if (await page.Locator(".card details:not([open]) summary").CountAsync() > 0) await page.ClickAsync(".card details summary");
            await page.FillAsync("#source", "区政府办公室〔2026〕5号《楼内上下水管线改造基本恢复标准》");
            await page.FillAsync("#validFrom", $"{from:O}");
            await page.FillAsync("#summary", summary);
            await page.FillAsync("#body", "### 墙面\n\n- 拆开的地方补平，刷白。\n- 瓷砖拆了的，补素色的砖。\n\n### 地面\n\n- 补好防水，再铺平。\n\n### 包管和柜子\n\n- 包管用同样的板材装回去，留检修口。\n- 柜子拆下来的，原样装回去。");
            await page.ClickAsync("button:has-text('公布')");
            await page.Locator("[role=status]").WaitForAsync();
        }

        var standard = (await world.App.Get<StandardStore>().AllAsync(Pilot.CommunityId, default))[^1];
        await page.GotoAsync($"/staff/standard/{standard.Id}");
        await page.FillAsync("#place", "3号楼一层公告栏");
        await page.FillAsync("#seenBy", "楼门长老赵");
        await page.SetInputFilesAsync("#files", new FilePayload { Name = "公告栏.jpg", MimeType = "image/jpeg", Buffer = await TestPhoto.JpegAsync(page, 640, 420) });
        await page.ClickAsync("button:has-text('记下来')");
        await page.GetByText("贴在3号楼一层公告栏").WaitForAsync();
        await Looks.CheckAsync(page, "standard-staff", "/staff/standard", width);
        await Looks.CheckAsync(page, "standard-posting", $"/staff/standard/{standard.Id}", width);
        await Looks.CheckAsync(page, "standard", StandardStore.PathOf(Pilot.CommunityId), width);
        await Looks.CheckAsync(page, "standard-large", StandardStore.PathOf(Pilot.CommunityId) + "?size=large", width);
        await Looks.CheckAsync(page, "standard-next", StandardStore.PathOf(Pilot.CommunityId) + "?v=2", width);

        await world.App.Get<SourcedSettings>().SetAsync(new SettingDraft
        {
            Key = "consent.drawn-signature", Value = SettingCatalogue.DrawnTaken, Seen = 0, Source = "2026年11月街道会议纪要", ValidFrom = today, SetBy = world.Colleague.Id, SetByName = world.Colleague.Name,
        }, today, default);
        var application = await world.PrintAsync("3-2-501");
        await Looks.CheckAsync(page, "draw", $"/staff/consent/applications/{application.Id}/draw", width);
        (await page.IsDisabledAsync("button:has-text('交给工作人员')")).ShouldBeTrue();
        await page.CheckAsync("input[name=read]");
        var ground = page.Locator("canvas");
        await ground.ScrollIntoViewIfNeededAsync();
        var box = (await ground.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 40, box.Y + 40);
        await page.Mouse.DownAsync();
        foreach (var (x, y) in new[] { (140, 60), (60, 140), (160, 120), (200, 60) }) await page.Mouse.MoveAsync(box.X + x, box.Y + y, new MouseMoveOptions { Steps = 8 });
        await page.Mouse.UpAsync();
        if (Looks.Pictures is not null) await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Looks.Pictures, $"drawn-{width}.png") });
        await page.ClickAsync("button:has-text('交给工作人员')");
        await page.Locator("img[alt*='屏幕上手写的签名']").WaitForAsync();
        await Looks.CheckAsync(page, "drawn-kept", $"/staff/consent/applications/{application.Id}", width);
    }

    [BrowserFact]
    public async Task Without_script_the_standard_is_read_and_a_signature_goes_on_paper()
    {
        await using var world = await ConsentWorld.StartAsync();
        await using var browser = await chromium.PhoneAsync(world.App.Address.ToString(), script: false);
        var page = browser.Page;
        var today = SiteClock.Day(world.App.Clock.GetUtcNow());
        await world.App.Get<StandardStore>().PublishAsync(new NewStandard(Pilot.CommunityId, 0, "拆开的墙面补平刷白。", "### 墙面\n\n补平，刷白", "区政府〔2026〕5号", "", today), world.Colleague, default);
        await world.App.Get<SourcedSettings>().SetAsync(new SettingDraft
        {
            Key = "consent.drawn-signature", Value = SettingCatalogue.DrawnTaken, Seen = 0, Source = "2026年11月街道会议纪要", ValidFrom = today, SetBy = world.Colleague.Id, SetByName = world.Colleague.Name,
        }, today, default);
        await page.GotoAsync(StandardStore.PathOf(Pilot.CommunityId));
        await page.ClickAsync("a:has-text('大字')");
        await page.GetByText("补平，刷白").WaitForAsync();

        var (login, password) = await StaffClient.AccountAsync(world.App, StaffRole.Street);
        await page.GotoAsync("/staff/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", password);
        await page.ClickAsync("form button");
        await page.WaitForURLAsync("**/staff");
        await page.GotoAsync($"/staff/consent/applications/{(await world.PrintAsync("3-2-501")).Id}/draw");
        (await page.Locator("noscript p").InnerTextAsync()).ShouldContain("请在纸上签，再拍照上传");
        (await page.Locator("noscript p").IsVisibleAsync()).ShouldBeTrue();
        (await page.IsDisabledAsync("button:has-text('交给工作人员')")).ShouldBeTrue();
    }
}
