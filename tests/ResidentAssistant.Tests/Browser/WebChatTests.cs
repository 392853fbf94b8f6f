using Microsoft.Playwright;
using ResidentAssistant.Tests.Channels;
using static Microsoft.Playwright.Assertions;

namespace ResidentAssistant.Tests.Browser;

/// <summary>Unmodified Web Chat and DirectLineJS talk with our Direct Line.</summary>
[Collection(BrowserTests.Name)]
public sealed class WebChatTests(Chromium chromium) : IAsyncLifetime
{
    private const float Long = 60_000;
    private readonly Faults faults = new();
    private ChannelHost host = null!;

    public async Task InitializeAsync()
    {
        if (!File.Exists(BrowserFactAttribute.Chromium)) return;
        host = await ChannelHost.StartAsync(clock: TimeProvider.System, map: app =>
        {
            faults.Use(app);
            MicrosoftClients.Map(app);
        });
    }

    public async Task DisposeAsync()
    {
        if (host is not null) await host.DisposeAsync();
    }

    [BrowserTheory]
    [InlineData("/webchat")]
    [InlineData("/webchat?poll")]
    public async Task Web_chat_is_greeted_once_and_its_messages_arrive(string page)
    {
        await using var phone = await chromium.PhoneAsync(host.Address.ToString());
        await phone.OpenAsync(page);
        var log = phone.Page.Locator(".webchat__basic-transcript");
        await Expect(log).ToContainTextAsync("您好，我是居民助手。", new() { Timeout = Long });
        await Expect(Box(phone)).ToHaveAttributeAsync("placeholder", "键入消息");
        for (var i = 1; i <= 3; i++)
        {
            await SayAsync(phone, $"第{i}句，三号楼停水了");
            await Expect(log).ToContainTextAsync($"听到了：第{i}句，三号楼停水了", new() { Timeout = Long });
        }

        // Web Chat gives up on a message after 20 seconds without its echo; a lost one would say so by then.
        await Expect(log.Locator(".webchat__bubble").Filter(new() { HasText = "您好，我是居民助手。" })).ToHaveCountAsync(1);
        await Expect(log).Not.ToContainTextAsync("正在发送");
        await Expect(log).Not.ToContainTextAsync("发送失败");
        var texts = await log.Locator(".webchat__bubble__content").AllInnerTextsAsync();
        var order = texts.Select(t => t.Trim()).Where(t => t.Contains('句', StringComparison.Ordinal)).ToList();
        order.Count.ShouldBe(6);
        for (var i = 0; i < 3; i++) (order[i * 2].Contains("听到了", StringComparison.Ordinal), order[i * 2 + 1].Contains("听到了", StringComparison.Ordinal)).ShouldBe((false, true));
        faults.Posted.Count(a => a["type"]!.GetValue<string>() == "event").ShouldBe(1);
        phone.Errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Tapped_button_shows_its_label_and_carries_prompt_and_value()
    {
        await using var phone = await chromium.PhoneAsync(host.Address.ToString());
        await phone.OpenAsync("/webchat");
        var log = phone.Page.Locator(".webchat__basic-transcript");
        var button = phone.Page.Locator(".webchat__suggested-action").Filter(new() { HasText = "不同意" });
        await button.ClickAsync(new() { Timeout = Long });
        await Expect(log).ToContainTextAsync("您选的是：refuse（intent#1）", new() { Timeout = Long });
        await Expect(log.Locator(".webchat__bubble--from-user")).ToContainTextAsync("不同意");
        await Expect(log).Not.ToContainTextAsync("发送失败");
        await Expect(phone.Page.Locator(".webchat__suggested-action")).ToHaveCountAsync(0);
        phone.Errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Photo_is_uploaded_and_drawn_from_our_link()
    {
        await using var phone = await chromium.PhoneAsync(host.Address.ToString());
        await phone.OpenAsync("/webchat");
        var log = phone.Page.Locator(".webchat__basic-transcript");
        await Expect(log).ToContainTextAsync("您好，我是居民助手。", new() { Timeout = Long });
        var photo = await TestPhoto.JpegAsync(phone.Page, 320, 160);
        await phone.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "漏水.jpg", MimeType = "image/jpeg", Buffer = photo });
        // The client takes the file into its send box on its own time, and sends without it whoever is quicker.
        await phone.Page.WaitForTimeoutAsync(2000);
        await SayAsync(phone, "就是这里");
        await Expect(log).ToContainTextAsync("收到照片1张", new() { Timeout = Long });
        await Expect(log.Locator("img[src*='/v3/directline/attachments/']")).ToHaveJSPropertyAsync("naturalWidth", 320, new() { Timeout = Long });
        await Expect(log).Not.ToContainTextAsync("发送失败");
        host.Turns.Taken[^1].Files.ShouldHaveSingleItem().Content.ShouldBe(photo);
        host.Turns.Taken[^1].Files[0].Name.ShouldBe("漏水.jpg");
        phone.Errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Web_chat_comes_back_after_its_socket_was_lost_and_misses_nothing()
    {
        await using var phone = await chromium.PhoneAsync(host.Address.ToString());
        await phone.OpenAsync("/webchat");
        var log = phone.Page.Locator(".webchat__basic-transcript");
        await Expect(log).ToContainTextAsync("您好，我是居民助手。", new() { Timeout = Long });
        faults.DropSockets();
        await host.Turns.SayAsync("directline", host.Turns.Taken[0].ConversationKey, "断线的时候说的话");
        await SayAsync(phone, "还在吗");
        await Expect(log).ToContainTextAsync("断线的时候说的话", new() { Timeout = Long });
        await Expect(log).ToContainTextAsync("听到了：还在吗", new() { Timeout = Long });
        await Expect(log.Locator(".webchat__bubble").Filter(new() { HasText = "您好，我是居民助手。" })).ToHaveCountAsync(1);
        await Expect(log).Not.ToContainTextAsync("发送失败");
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DirectLineJs_posts_reads_and_reconnects(bool webSocket)
    {
        await using var phone = await chromium.PhoneAsync(host.Address.ToString());
        await phone.OpenAsync("/directline");
        var page = phone.Page;
        await page.EvaluateAsync("webSocket => connect({ webSocket })", webSocket);
        var joined = await page.EvaluateAsync<string>("() => say({ type: 'event', name: 'webchat/join' })");
        await HeardAsync(page, 3);
        var said = await page.EvaluateAsync<string>("() => say({ type: 'message', text: '停水了' })");
        await HeardAsync(page, 5);
        faults.DropSockets();
        await page.EvaluateAsync<string>("() => say({ type: 'message', text: '又停水了' })");
        await HeardAsync(page, 7);

        (await page.EvaluateAsync<string[]>("() => heard.map(a => a.id)")).Distinct().Count().ShouldBe(7);
        (await page.EvaluateAsync<string>("() => heard[0].id")).ShouldBe(joined);
        (await page.EvaluateAsync<string>("() => heard[3].id")).ShouldBe(said);
        (await page.EvaluateAsync<string>("() => heard[4].replyToId")).ShouldBe(said);
        (await page.EvaluateAsync<string>("() => heard[3].from.role + heard[4].from.role")).ShouldBe("userbot");
        (await page.EvaluateAsync<bool>("() => heard[0].from.id.startsWith('dl_')")).ShouldBeTrue();
        phone.Errors.ShouldBeEmpty();
    }

    private static ILocator Box(Phone phone) => phone.Page.Locator("[data-id='webchat-sendbox-input']");

    private static async Task SayAsync(Phone phone, string words)
    {
        await Box(phone).FillAsync(words);
        await Box(phone).PressAsync("Enter");
    }

    private static async Task HeardAsync(IPage page, int count) => await page.WaitForFunctionAsync("count => heard.length >= count", count, new() { Timeout = Long });
}
