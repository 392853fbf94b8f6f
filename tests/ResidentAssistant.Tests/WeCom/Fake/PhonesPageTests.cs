using FakeWeCom;
using Microsoft.Playwright;
using ResidentAssistant.Tests.Browser;

namespace ResidentAssistant.Tests.WeCom.Fake;

/// <summary>The page with the three phones, used as somebody at a demo uses it.</summary>
[Collection(BrowserTests.Name)]
public sealed class PhonesPageTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task A_resident_talks_and_a_staff_member_taps_a_card(int width, int height)
    {
        await using var host = await FakeWeComHost.StartAsync(new() { Seed = 7 });
        await using var sink = await CallbackSink.StartAsync();
        host.CallbackTo(sink.Url);
        using var vendor = await new Vendor(host).SignInAsync();
        await using var phone = await chromium.PhoneAsync(host.Address.ToString(), width, height);
        var page = phone.Page;
        await phone.OpenAsync("/");

        await page.GetByLabel("楼号编号").FillAsync("b3");
        await page.GetByRole(AriaRole.Button, new() { Name = "扫码进入" }).ClickAsync();
        await page.GetByLabel("居民说").FillAsync("家里漏水了");
        await page.GetByLabel("居民说").PressAsync("Enter");
        await Expect(page, "#resident-lines", "家里漏水了");
        var menu = new { head_content = "要紧吗", list = new[] { new { type = "click", click = new { id = "yes", content = "很要紧" } } } };
        (await vendor.CodeAsync("kf/send_msg", new { touser = host.Options.Residents[0].ExternalUserId, open_kfid = host.Options.KfAccounts[0].OpenKfId, msgtype = "msgmenu", msgmenu = menu })).ShouldBe(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "很要紧" }).ClickAsync();
        await Expect(page, "#resident-lines .own >> nth=1", "很要紧");
        await page.GetByRole(AriaRole.Button, new() { Name = "更多" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "拍一张漏水" }).ClickAsync();
        await Assertions.Expect(page.GetByAltText("照片")).ToBeVisibleAsync();

        var card = new { card_type = "button_interaction", main_title = new { title = "3号楼漏水" }, button_list = new[] { new { text = "我来处理", key = "take" } }, task_id = "t1" };
        (await vendor.CodeAsync("message/send", new { touser = "zhaomin", agentid = 1000002, msgtype = "template_card", template_card = card })).ShouldBe(0);
        if (width < 900) await page.GetByRole(AriaRole.Button, new() { Name = "工作人员" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "我来处理" }).ClickAsync();
        await host.UntilAsync(() => host.Log.Callbacks.Any(c => c.Plain.Contains("template_card_event", StringComparison.Ordinal)), "the tap is told");

        (await Accessibility.FaultsAsync(page, true, "wcag2a", "wcag2aa")).ShouldBeEmpty();
        phone.Errors.ShouldBeEmpty();
    }

    private static Task Expect(IPage page, string place, string words) => Assertions.Expect(page.Locator(place)).ToContainTextAsync(words);
}
