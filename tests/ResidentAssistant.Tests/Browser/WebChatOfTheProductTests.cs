using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Knowledge;
using static Microsoft.Playwright.Assertions;

namespace ResidentAssistant.Tests.Browser;

/// <summary>Unmodified Web Chat on the whole product: its dialogs, its database, its headers.</summary>
[Collection(BrowserTests.Name)]
public sealed class WebChatOfTheProductTests(Chromium chromium)
{
    [BrowserFact]
    public async Task An_answer_shows_its_source_as_web_chat_shows_sources()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree.Replace("同一根管子", "比如3-2-501：同一根管子"));
        await using var app = await TestApp.StartAsync(settings: samples.Settings, adjust: builder => builder.Services.AddSingleton(TimeProvider.System));
        MicrosoftClients.Map(app.Host);
        app.Host.Urls.Add("http://127.0.0.1:0");
        await app.Host.StartAsync();
        await using var phone = await chromium.PhoneAsync(app.Address.ToString());
        await phone.OpenAsync("/webchat");
        var log = phone.Page.Locator(".webchat__basic-transcript");
        await Expect(log).ToContainTextAsync("自动助手", new() { Timeout = 60_000 });
        await phone.Page.Locator("[data-id='webchat-sendbox-input']").FillAsync("换上下水得全楼都签字吗");
        await phone.Page.Locator("[data-id='webchat-sendbox-input']").PressAsync("Enter");
        await Expect(log).ToContainTextAsync("比如3-2-501：同一根管子上的每一家都同意，才能换。", new() { Timeout = 60_000 });
        await Expect(log).ToContainTextAsync("1 条引用");
        await Expect(log.Locator("a[href$='/a/sample.who-must-agree']").First).ToBeVisibleAsync();
        phone.Errors.ShouldBeEmpty();
        await app.Host.StopAsync();
    }

    [BrowserFact]
    public async Task Resident_is_greeted_reports_water_by_a_button_and_is_asked_on()
    {
        await using var app = await TestApp.StartAsync(adjust: builder => builder.Services.AddSingleton(TimeProvider.System));
        MicrosoftClients.Map(app.Host);
        app.Host.Urls.Add("http://127.0.0.1:0");
        await app.Host.StartAsync();
        await using var phone = await chromium.PhoneAsync(app.Address.ToString());
        await phone.OpenAsync("/webchat");
        var log = phone.Page.Locator(".webchat__basic-transcript");
        await phone.Page.Locator(".webchat__suggested-action").Filter(new() { HasText = "漏水跑水" }).ClickAsync(new() { Timeout = 60_000 });
        await Expect(log).ToContainTextAsync("先顾人", new() { Timeout = 60_000 });
        await Expect(log.Locator(".webchat__bubble--from-user")).ToContainTextAsync("漏水跑水");
        await phone.Page.Locator("[data-id='webchat-sendbox-input']").FillAsync("3号楼2单元501");
        await phone.Page.Locator("[data-id='webchat-sendbox-input']").PressAsync("Enter");
        await Expect(log.Locator(".webchat__bubble--from-user")).ToHaveCountAsync(2);
        await Expect(log).Not.ToContainTextAsync("正在发送", new() { Timeout = 20_000 });
        await Expect(log).Not.ToContainTextAsync("发送失败");
        phone.Errors.ShouldBeEmpty();
        await app.Host.StopAsync();
    }
}
