using Microsoft.Playwright;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Consent;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Plans.Upgrades;

/// <summary>Speaking for somebody and wishes above the standard in a real browser: no accessibility fault, nothing wider than the screen, all of it without script.</summary>
[Collection(BrowserTests.Name)]
public sealed class UpgradeBrowserTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task A_colleague_speaks_for_a_caller_and_brings_a_wish_to_its_release_without_script(int width, int height)
    {
        await using var app = await Chat.WithPilotAsync(Provider.Sqlite, listen: true);
        await using var browser = await chromium.PhoneAsync(app.Address.ToString(), width, height, script: false);
        await using var checking = await chromium.PhoneAsync(app.Address.ToString(), width, height);
        var page = browser.Page;
        var (login, password) = await StaffClient.AccountAsync(app, StaffRole.Street);
        await SignInAsync(page, login, password);
        await SignInAsync(checking.Page, login, password);

        await page.GotoAsync("/staff/speak");
        await page.FillAsync("#flat", "3-2-501");
        await page.FillAsync("#speaker", "王桂英");
        await page.FillAsync("#phone", "13912345678");
        foreach (var label in new[] { "房主（房本上是他）", "打电话来", "没有核实" }) await page.ClickAsync($"label:has-text('{label}')");
        await page.ClickAsync("button:has-text('开始说')");
        await page.ClickAsync("button.tap:has-text('说说同不同意换管子')");
        await page.ClickAsync("button.tap:has-text('看完了')");
        await page.GetByText("您家同不同意换楼里共用的管子").First.WaitForAsync();
        var speaking = new Uri(page.Url).AbsolutePath;
        await Looks.CheckAsync(checking.Page, "speaking", speaking, width);
        await page.FillAsync("#text", "同意");
        await page.ClickAsync("button:has-text('说给助手')");
        await page.ClickAsync("button.tap:has-text('都一样')");
        await page.ClickAsync("button.tap >> nth=0");
        await page.GetByText("没认过门的话").First.WaitForAsync();
        await page.ClickAsync("button:has-text('说完了')");
        await page.GetByText("他又来了，接着说").WaitForAsync();
        await Looks.CheckAsync(checking.Page, "speaking-ended", speaking, width);
        await Looks.CheckAsync(checking.Page, "speak", "/staff/speak", width);
        await Looks.CheckAsync(checking.Page, "speaking-conversation", speaking.Replace("/speak/", "/conversations/", StringComparison.Ordinal), width);

        var (_, path) = await UpgradeTests.AskedAsync(app);
        await Looks.CheckAsync(checking.Page, "upgrade-asked", path, width);
        await page.GotoAsync(path);
        await page.SetInputFilesAsync("#design", new FilePayload { Name = "设计.png", MimeType = "image/png", Buffer = ConsentWorld.Picture });
        await page.ClickAsync("button:has-text('存下设计')");
        await page.FillAsync("#what", "厨房水管改用不锈钢，12米，包材料和人工");
        await page.FillAsync("#amount", "1280");
        await page.FillAsync("#until", "2026-12-31");
        await Looks.CheckAsync(checking.Page, "upgrade-designed", path, width);
        await page.ClickAsync("button:has-text('报给住户')");
        await page.ClickAsync("summary:has-text('住户在纸上答了')");
        await page.SetInputFilesAsync("#paper", new FilePayload { Name = "回执.png", MimeType = "image/png", Buffer = ConsentWorld.Picture });
        await page.FillAsync("#signed", "2026-11-23");
        await page.ClickAsync("button:has-text('照价做')");
        await Looks.CheckAsync(checking.Page, "upgrade-accepted", path, width);
        await page.FillAsync("#receipt", "No.0012");
        await page.FillAsync("#paid", "1280");
        await page.FillAsync("#paidOn", "2026-11-23");
        await page.SetInputFilesAsync("#proof", new FilePayload { Name = "收据.png", MimeType = "image/png", Buffer = ConsentWorld.Picture });
        await page.ClickAsync("button:has-text('记下交款')");
        await page.ClickAsync("button:has-text('可以施工')");
        await page.GetByText("可以施工").First.WaitForAsync();

        (await app.Get<Database>().FirstAsync<long>("select count(*) from upgrade_steps", null, default)).ShouldBe(5);
        await Looks.CheckAsync(checking.Page, "upgrade-released", path, width);
        await Looks.CheckAsync(checking.Page, "upgrades", "/staff/upgrades?over=true", width);
        await Looks.CheckAsync(checking.Page, "outcomes-spoken", "/staff/conversations", width);
    }

    private static async Task SignInAsync(IPage page, string login, string password)
    {
        await page.GotoAsync("/staff/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", password);
        await page.ClickAsync("form button");
        await page.WaitForURLAsync("**/staff");
    }
}
