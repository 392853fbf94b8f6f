using Microsoft.Playwright;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Notices;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Notices;

/// <summary>A notice from the first word to the last household, in a real browser without script: no accessibility fault, nothing wider than the screen.</summary>
[Collection(BrowserTests.Name)]
public sealed class NoticeBrowserTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task Written_published_known_amended_and_hung_up(int width, int height)
    {
        await using var app = await Chat.WithPilotAsync(Provider.Sqlite, listen: true);
        await using var browser = await chromium.PhoneAsync(app.Address.ToString(), width, height, script: false);
        var page = browser.Page;
        var (login, password) = await StaffClient.AccountAsync(app, StaffRole.Committee);
        await page.GotoAsync("/staff/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", password);
        await page.ClickAsync("form button");

        await page.GotoAsync("/staff/notices");
        await page.SelectOptionAsync("#form", "outage");
        await page.ClickAsync("button:has-text('开始写')");
        await page.ClickAsync("summary:has-text('3号楼')");
        await page.CheckAsync("label:has-text('3号楼2单元厨房立管01') input");
        await page.FillAsync("#f-reason", "换厨房的立管");
        await page.FillAsync("#f-from", "2026-12-01T08:00");
        await page.FillAsync("#f-to", "2026-12-01T18:00");
        await page.FillAsync("#f-water-point", "3号楼东侧的临时水点");
        await page.FillAsync("#f-toilet", "3号楼东侧有临时厕所");
        await page.ClickAsync("button:has-text('存下来看看')");
        await Looks.FitsAsync(page, "notice-draft-faulty", width);
        (await page.ContentAsync()).ShouldContain("还没有写：联系电话");
        await page.FillAsync("#f-phone", "010-12345678");
        await page.ClickAsync("button:has-text('存下来看看')");
        await Looks.FitsAsync(page, "notice-draft", width);
        var written = page.Url.Split('?')[0];
        await page.GotoAsync($"{written}/poster");
        await Looks.FitsAsync(page, "notice-draft-poster", width);
        await page.GotoAsync($"{written}/page");
        await Looks.FitsAsync(page, "notice-draft-page", width);
        await page.ClickAsync("a:has-text('回去改')");
        await page.FillAsync("#at", "2026-11-30T10:00");
        await page.ClickAsync("button:has-text('定好时间')");
        await page.GetByText("到那个时候：离24小时还不到").WaitForAsync();
        (await page.InputValueAsync("#at")).ShouldBe("2026-11-30T10:00", "what was typed stays");
        await page.FillAsync("#at", "2026-11-25T09:00");
        await page.ClickAsync("button:has-text('定好时间')");
        await page.GetByText("定在 11月25日 09:00 发").WaitForAsync();
        await Looks.FitsAsync(page, "notice-draft-timed", width);
        await page.ClickAsync("button:has-text('先不自己发')");
        await page.ClickAsync("button:has-text('现在发给 6 户')");
        await page.WaitForURLAsync("**/staff/notices/*");
        await page.ClickAsync("button:has-text('看要打的电话')");
        await Looks.FitsAsync(page, "notice-standing", width);
        await page.ClickAsync("button:has-text('说到了') >> nth=0");
        await page.GetByText("6 户里，知道的 1 户").WaitForAsync();
        var address = page.Url.Split('#')[0];
        await page.ClickAsync("button:has-text('群里发过了')");
        await page.GetByText("群里发了").First.WaitForAsync();
        await page.ClickAsync("summary:has-text('发到居民的微信群')");
        await Looks.FitsAsync(page, "notice-group", width);
        await page.GotoAsync($"{address}/doors");
        await Looks.FitsAsync(page, "notice-doors", width);
        await page.GotoAsync($"{address}/poster");
        await Looks.FitsAsync(page, "notice-poster", width);
        var notice = Guid.Parse(address[^36..]);
        var home = await NoticeStoreTests.HomeAsync(app, "3-2-501");
        var conversation = Guid.NewGuid();
        await Seeds.ProvenAsync(app, conversation, home.Id);
        await page.GotoAsync(app.Get<NoticeLinks>().Of(notice, home.Id, conversation));
        await Looks.FitsAsync(page, "notice-page", width);
        await page.ClickAsync("button:has-text('我知道了')");
        await page.GetByText("记下了").WaitForAsync();
        await page.ClickAsync("a:has-text('大字')");
        await Looks.FitsAsync(page, "notice-page-large", width);

        await page.GotoAsync(address);
        await page.ClickAsync("button:has-text('改这份通知')");
        await page.FillAsync("#f-why", "改到下午才停");
        await page.FillAsync("#f-from", "2026-12-01T13:00");
        await page.ClickAsync("button:has-text('存下来看看')");
        await page.ClickAsync("button:has-text('现在发给')");
        await page.GotoAsync(app.Get<NoticeLinks>().Of(notice, home.Id, conversation));
        await Looks.FitsAsync(page, "notice-page-amended", width);
        (await page.ContentAsync()).ShouldContain("改到下午才停");
        await page.GotoAsync("/staff/notices");
        await Looks.FitsAsync(page, "notices", width);
    }
}
