using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ResidentAssistant.Tests.Browser;

/// <summary>A resident talks with the page as it is on a phone.</summary>
[Collection(BrowserTests.Name)]
public sealed class ChatPageTests(Chromium chromium) : IAsyncLifetime
{
    private readonly StandInDirectLine directLine = new();
    private ChatHost host = null!;

    public async Task InitializeAsync() => host = await ChatHost.StartAsync(directLine.Map);

    public async Task DisposeAsync() => await host.DisposeAsync();

    [BrowserFact]
    public async Task Opening_greets_once_and_words_are_answered()
    {
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync();
        await phone.HearAsync("您好，我是居民助手");
        await phone.SayAsync("三号楼有水吗\n谢谢");
        await phone.HearAsync("记下了：三号楼有水吗\n谢谢");
        await Expect(phone.Page.Locator(".entry_own .state")).ToContainTextAsync("已送到");

        await phone.Page.ReloadAsync();
        await phone.HearAsync("记下了：三号楼有水吗");
        await Expect(phone.Log.GetByText("您好，我是居民助手")).ToHaveCountAsync(1);
        await Expect(phone.Page.Locator(".entry_own")).ToHaveCountAsync(1);
        host.Faults.Posted.Count(a => a["type"]!.GetValue<string>() == "event").ShouldBe(1);
        phone.Errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Buttons_answer_in_the_shape_their_type_asks_for_and_stay()
    {
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync();
        var ask = phone.Page.GetByRole(AriaRole.Button, new() { Name = "问改造的事" });
        await ask.ClickAsync();
        await phone.HearAsync("您家同不同意换这根管子？");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "报修漏水" }).ClickAsync();
        await phone.HearAsync("记下了：leak");
        await ask.ClickAsync();
        await Expect(phone.Log.GetByText("您家同不同意换这根管子？")).ToHaveCountAsync(2);
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "找人", Exact = true }).Last.ClickAsync();
        await phone.HearAsync("居委会 小李");

        var taps = host.Faults.Posted.Where(a => a["type"]!.GetValue<string>() == "message").ToList();
        taps[0]["value"]!["answer"]!.GetValue<string>().ShouldBe("ask");
        taps[0]["channelData"]!["messageBack"]!["displayText"]!.GetValue<string>().ShouldBe("问改造的事");
        taps[1]["text"]!.GetValue<string>().ShouldBe("leak");
        taps[1]["channelData"]!["postBack"]!.GetValue<bool>().ShouldBeTrue();
        taps[0]["channelData"]!["clientActivityID"]!.GetValue<string>().ShouldNotBe(taps[2]["channelData"]!["clientActivityID"]!.GetValue<string>());
        phone.Errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Code_of_the_letter_goes_with_the_join_event_and_leaves_the_address()
    {
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync("/chat?c=8241-7730");
        await phone.HearAsync("看到您信上的号码了");
        host.Faults.Posted.Single()["channelData"]!["letterCode"]!.GetValue<string>().ShouldBe("82417730");
        phone.Page.Url.ShouldEndWith("/chat");
    }

    [BrowserFact]
    public async Task Photo_is_made_small_loses_its_place_and_is_delivered()
    {
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync();
        await phone.HearAsync("您好");
        var photo = await TestPhoto.JpegAsync(phone.Page, 2400, 1200);
        TestPhoto.HasExif(photo).ShouldBeTrue();
        await phone.Page.GetByLabel("选照片").SetInputFilesAsync(new FilePayload { Name = "IMG_1.jpg", MimeType = "image/jpeg", Buffer = photo });
        await phone.HearAsync("收到了");
        var arrived = directLine.Photos.Single();
        TestPhoto.HasExif(arrived).ShouldBeFalse();
        TestPhoto.Size(arrived).ShouldBe((1600, 800));
        await Expect(phone.Page.GetByAltText("您发的照片")).ToBeVisibleAsync();

        await phone.Page.ReloadAsync();
        await phone.HearAsync("收到了");
        await Expect(phone.Page.Locator(".entry_own img.photo")).ToHaveJSPropertyAsync("naturalWidth", 1600);
    }

    [BrowserFact]
    public async Task Conversation_goes_on_after_the_socket_drops()
    {
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync();
        await phone.HearAsync("您好");
        for (var round = 1; round <= 3; round++)
        {
            host.Faults.DropSockets();
            await phone.SayAsync($"第{round}句");
            await phone.HearAsync($"记下了：第{round}句");
        }

        await Expect(phone.Page.Locator(".entry_own")).ToHaveCountAsync(3);
        await Expect(phone.Page.Locator("#down")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task Without_sockets_the_page_polls()
    {
        host.Faults.NoSockets = true;
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync();
        await phone.HearAsync("您好");
        await phone.SayAsync("没有长连接");
        await phone.HearAsync("记下了：没有长连接");
    }

    [BrowserFact]
    public async Task Message_whose_answer_was_lost_is_resent_under_the_same_id_and_counts_once()
    {
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync();
        await phone.HearAsync("您好");
        host.Faults.LoseAnswers(1);
        await phone.SayAsync("只算一次");
        await phone.HearAsync("记下了：只算一次");
        await Expect(phone.Page.Locator(".entry_own .state")).ToContainTextAsync("已送到");
        await Expect(phone.Log.GetByText("记下了：只算一次")).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task Store_down_shows_the_card_keeps_the_words_and_offers_them_later()
    {
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync();
        await phone.HearAsync("您好");
        host.Faults.IsDown = true;
        host.Faults.DropSockets();
        var card = phone.Page.Locator("#down");
        await Expect(card).ToBeVisibleAsync();
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "96116" })).ToHaveAttributeAsync("href", "tel:96116");
        await phone.SayAsync("厨房跑水了");
        var again = phone.Page.GetByRole(AriaRole.Button, new() { Name = "没送到，点这里重发" });
        await Expect(again).ToBeVisibleAsync();

        await phone.Page.ReloadAsync();
        await Expect(card).ToBeVisibleAsync();
        await Expect(again).ToBeVisibleAsync();
        host.Faults.Posted.ShouldNotContain(a => a["text"] != null && a["text"]!.GetValue<string>() == "厨房跑水了");

        host.Faults.IsDown = false;
        await Expect(card).ToBeHiddenAsync(new() { Timeout = 20_000 });
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "现在发送" }).ClickAsync();
        await phone.HearAsync("记下了：厨房跑水了");
        await Expect(phone.Page.Locator("#offer")).ToBeHiddenAsync();
        phone.Errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Resending_by_hand_keeps_the_id()
    {
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync();
        await phone.HearAsync("您好");
        await phone.Page.RouteAsync("**/activities", route => route.Request.Method == "POST" ? route.AbortAsync() : route.ContinueAsync());
        var ids = new List<string>();
        phone.Page.Request += (_, request) =>
        {
            if (request.Method == "POST" && request.Url.EndsWith("/activities", StringComparison.Ordinal))
                ids.Add(request.PostDataJSON()!.Value.GetProperty("channelData").GetProperty("clientActivityID").GetString()!);
        };
        await phone.SayAsync("重发看看");
        var again = phone.Page.GetByRole(AriaRole.Button, new() { Name = "没送到，点这里重发" });
        await Expect(again).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await phone.Page.UnrouteAsync("**/activities");
        await again.ClickAsync();
        await phone.HearAsync("记下了：重发看看");
        ids.Count.ShouldBeGreaterThan(1);
        ids.Distinct().Count().ShouldBe(1);
    }

    [BrowserFact]
    public async Task Forgotten_conversation_starts_anew_with_one_sentence()
    {
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync();
        await phone.HearAsync("您好");
        directLine.Forget();
        await phone.SayAsync("还在吗");
        await phone.HearAsync("记下了：还在吗");
        await Expect(phone.Log.GetByText("上次的对话已经收起来了")).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task Emergency_sheet_gives_advice_at_once_and_reports_by_one_more_tap()
    {
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync();
        await phone.HearAsync("您好");
        await phone.Page.Keyboard.PressAsync("Tab");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "漏水跑水" }).ClickAsync();
        var sheet = phone.Page.GetByRole(AriaRole.Dialog);
        await Expect(sheet).ToContainTextAsync("关水阀");
        await phone.Page.Keyboard.PressAsync("Escape");
        await Expect(sheet).ToBeHiddenAsync();
        await Expect(phone.Page.Locator("#urgent")).ToBeFocusedAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "漏水跑水" }).ClickAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "马上报漏水" }).ClickAsync();
        await phone.HearAsync("先别急，照着做");
    }

    [BrowserFact]
    public async Task Words_of_others_are_never_read_as_markup()
    {
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync();
        await phone.SayAsync("坏标记");
        await phone.HearAsync("<img src=x onerror=alert(1)> <b>粗</b>");
        (await phone.Log.Locator(".bubble img, .bubble b, .bubble script").CountAsync()).ShouldBe(0);
        (await phone.Log.Locator("a").EvaluateAllAsync<string[]>("all => all.map(a => a.href)")).ShouldBe(["https://example.org/a?b=1", "tel:96116"]);
        await phone.SayAsync("依据");
        await Expect(phone.Log.GetByRole(AriaRole.Link, new() { Name = "通知（征求意见稿）第一条" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Without_script_the_card_and_the_numbers_stand_alone()
    {
        await using var phone = await chromium.PhoneAsync(host.Address, script: false);
        await phone.OpenAsync();
        await Expect(phone.Page.GetByRole(AriaRole.Link, new() { Name = "96116" })).ToBeVisibleAsync();
        await Expect(phone.Page.GetByText("这部手机现在打不开对话")).ToBeVisibleAsync();
        await Expect(phone.Page.GetByRole(AriaRole.Textbox)).ToHaveCountAsync(0);
    }
}
