using Microsoft.Playwright;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Knowledge;
using static Microsoft.Playwright.Assertions;

namespace ResidentAssistant.Tests.Browser;

/// <summary>The page on the real application: the same conversation a resident has, through to the stored ticket.</summary>
[Collection(BrowserTests.Name)]
public sealed class ChatOnTheApplicationTests(Chromium chromium)
{
    [BrowserFact]
    public async Task A_resident_reports_a_leak_by_tap_words_and_photo_and_finds_the_conversation_again()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        await using var phone = await chromium.PhoneAsync(app.Address.ToString());
        await phone.OpenAsync();
        await phone.HearAsync("我是小区改造的自动助手");
        await phone.Log.GetByRole(AriaRole.Button, new() { Name = "漏水跑水" }).ClickAsync();
        await Expect(phone.Page.Locator(".entry_own .state").First).ToContainTextAsync("已送到");
        await Expect(phone.Log).ToContainTextAsync("阀");
        var said = await phone.Page.Locator(".entry:not(.entry_own)").CountAsync();
        await phone.SayAsync("3号楼2单元501，厨房");
        await Expect(phone.Page.Locator(".entry:not(.entry_own)").Nth(said)).ToBeVisibleAsync();
        await phone.Page.GetByLabel("选照片").SetInputFilesAsync(new FilePayload { Name = "a.jpg", MimeType = "image/jpeg", Buffer = await TestPhoto.JpegAsync(phone.Page, 400, 300) });
        await Expect(phone.Page.Locator(".entry_own .state")).ToContainTextAsync(["已送到", "已送到", "已送到"]);

        var before = await phone.Page.Locator(".entry .bubble").AllTextContentsAsync();
        await phone.Page.ReloadAsync();
        await Expect(phone.Page.Locator(".entry .bubble")).ToHaveCountAsync(before.Count);
        (await phone.Page.Locator(".entry .bubble").AllTextContentsAsync()).ShouldBe(before);
        await Expect(phone.Page.Locator(".entry_own img.photo")).ToHaveJSPropertyAsync("naturalWidth", 400);
        await Expect(phone.Page.Locator("#down")).ToBeHiddenAsync();
        phone.Errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task An_answer_is_read_as_it_was_written_with_a_link_to_its_source()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree.Replace("同一根管子", "比如3-2-501：同一根管子"));
        await using var app = await TestApp.StartAsync(listen: true, settings: samples.Settings);
        await using var phone = await chromium.PhoneAsync(app.Address.ToString());
        await phone.OpenAsync();
        await phone.HearAsync("我是小区改造的自动助手");
        await phone.SayAsync("换上下水得全楼都签字吗");
        await phone.HearAsync("比如3-2-501：同一根管子上的每一家都同意，才能换。");
        await Expect(phone.Log.GetByRole(AriaRole.Link, new() { Name = "征求意见稿第一条" })).ToHaveAttributeAsync("href", $"{app.Address}a/sample.who-must-agree");
        phone.Errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task The_emergency_button_brings_advice_from_the_application_at_once()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        await using var phone = await chromium.PhoneAsync(app.Address.ToString(), size: "huge");
        await phone.OpenAsync("/chat#c=82417730");
        await phone.HearAsync("的住户");
        await phone.Page.Locator("#urgent").ClickAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "马上报漏水" }).ClickAsync();
        await phone.HearAsync("阀");
        await phone.HearAsync("是不是在您家，3号楼2单元501？");
        await phone.Page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "../../../screens/chat-application-first.png") });
        await Expect(phone.Log.GetByText("阀").First).ToBeInViewportAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "下面还有" }).ClickAsync();
        await Expect(phone.Log.GetByRole(AriaRole.Button, new() { Name = "就是我家" })).ToBeInViewportAsync();
        await phone.Page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "../../../screens/chat-application.png") });
    }
}
