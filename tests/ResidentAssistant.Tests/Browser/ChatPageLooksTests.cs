using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ResidentAssistant.Tests.Browser;

/// <summary>What an old person needs to see and hit: measured, and drawn to <c>artifacts/screens</c> to be looked at.</summary>
[Collection(BrowserTests.Name)]
public sealed class ChatPageLooksTests(Chromium chromium) : IAsyncLifetime
{
    private const string Targets = """
        () => [...document.querySelectorAll('button, a[href], textarea, input:not([type=file])')]
          .filter(e => e.offsetParent !== null || e.closest('dialog[open]'))
          .filter(e => !(document.querySelector('dialog[open]') && !e.closest('dialog[open]')))
          .map(e => ({ e, r: e.getBoundingClientRect() })).filter(x => x.r.width > 0)
          .map(x => ({ name: x.e.textContent.trim() || x.e.id, width: x.r.width, height: x.r.height }))
        """;

    private const string Letters = """
        () => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const small = [];
          for (let node; (node = walker.nextNode());) {
            const e = node.parentElement;
            if (!node.data.trim() || e.closest('.unseen, [hidden], script, noscript') || !e.getClientRects().length) continue;
            const style = getComputedStyle(e);
            small.push({ words: node.data.trim(), size: parseFloat(style.fontSize), line: parseFloat(style.lineHeight) / parseFloat(style.fontSize) });
          }
          return small;
        }
        """;

    private ChatHost host = null!;

    public async Task InitializeAsync() => host = await ChatHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [BrowserTheory]
    [InlineData(390, 844, "standard")]
    [InlineData(390, 844, "large")]
    [InlineData(390, 844, "huge")]
    [InlineData(320, 640, "standard")]
    [InlineData(320, 640, "huge")]
    [InlineData(1280, 800, "standard")]
    [InlineData(1280, 800, "huge")]
    public async Task Chat_sheet_and_card_have_no_accessibility_fault_at_any_size(int width, int height, string size)
    {
        var name = $"{width}x{height}-{size}";
        await using var phone = await chromium.PhoneAsync(host.Address, width, height, size);
        await phone.OpenAsync();
        await phone.HearAsync("您好");
        await ShowAsync(phone, $"{name}-1-open");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "问改造的事" }).ClickAsync();
        await phone.HearAsync("您家同不同意");
        await ShowAsync(phone, $"{name}-2-buttons");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "找人", Exact = true }).Last.ClickAsync();
        await phone.HearAsync("小李");
        await phone.SayAsync("依据");
        await phone.HearAsync("第一条");
        await ShowAsync(phone, $"{name}-3-person");
        await phone.Page.Locator("#urgent").ClickAsync();
        await ShowAsync(phone, $"{name}-4-sheet");
        await phone.Page.Locator("#emergency-close").ClickAsync();
        host.Faults.IsDown = true;
        host.Faults.DropSockets();
        await Expect(phone.Page.Locator("#down")).ToBeVisibleAsync();
        await phone.SayAsync("厨房的水管在喷水");
        await Expect(phone.Page.GetByRole(AriaRole.Button, new() { Name = "没送到" })).ToBeVisibleAsync();
        await ShowAsync(phone, $"{name}-5-down");
        await phone.Page.ReloadAsync();
        await ShowAsync(phone, $"{name}-6-down-at-start");
        phone.Errors.ShouldBeEmpty();
    }

    [BrowserTheory]
    [InlineData(320, 256)]
    [InlineData(640, 360)]
    [InlineData(320, 420)]
    public async Task Enlarged_or_beside_the_keyboard_the_page_flows_and_the_emergency_button_stays(int width, int height)
    {
        await using var phone = await chromium.PhoneAsync(host.Address, width, height, "large");
        await phone.OpenAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "问改造的事" }).ClickAsync();
        await phone.HearAsync("您家同不同意");
        await Expect(phone.Page.Locator("#urgent")).ToBeInViewportAsync(new() { Ratio = 1 });
        await ShowAsync(phone, $"{width}x{height}-flows");
        await phone.Page.GetByLabel("您想说的话").FocusAsync();
        await Expect(phone.Page.GetByLabel("您想说的话")).ToBeInViewportAsync(new() { Ratio = 1 });
        await ShowAsync(phone, $"{width}x{height}-flows-typing");
        await phone.Page.Locator("#urgent").ClickAsync();
        await Expect(phone.Page.Locator("#report")).ToBeInViewportAsync();
        await ShowAsync(phone, $"{width}x{height}-flows-sheet");
    }

    [BrowserFact]
    public async Task Size_is_switched_by_one_button_and_remembered()
    {
        await using var phone = await chromium.PhoneAsync(host.Address);
        await phone.OpenAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "字号：标准" }).ClickAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "字号：大" }).ClickAsync();
        await phone.Page.ReloadAsync();
        await Expect(phone.Page.GetByRole(AriaRole.Button, new() { Name = "字号：特大" })).ToBeVisibleAsync();
        (await phone.Page.EvaluateAsync<double>("() => parseFloat(getComputedStyle(document.body).fontSize)")).ShouldBe(24);
    }

    [BrowserFact]
    public async Task Everything_can_be_reached_and_used_with_the_keyboard()
    {
        await using var phone = await chromium.PhoneAsync(host.Address, 1280, 800);
        await phone.OpenAsync();
        await phone.HearAsync("您好");
        var reached = new List<string>();
        for (var step = 0; step < 12; step++)
        {
            await phone.Page.Keyboard.PressAsync("Tab");
            reached.Add(await phone.Page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.textContent"));
        }

        string[] expected = ["size", "问改造的事", "报修漏水", "找人", "urgent", "person", "photo", "words", "send"];
        reached.Where(expected.Contains).Distinct().ShouldBe(expected);
        await phone.Page.GetByLabel("您想说的话").FocusAsync();
        await phone.Page.Keyboard.TypeAsync("键盘");
        await phone.Page.Keyboard.PressAsync("Enter");
        await phone.HearAsync("记下了：键盘");
        await Expect(phone.Page.GetByLabel("您想说的话")).ToBeFocusedAsync();
    }

    private static async Task ShowAsync(Phone phone, string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "../../../screens");
        await phone.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"chat-{name}.png") });
        (await Accessibility.FaultsAsync(phone.Page)).Select(f => $"{name} {f}").ShouldBeEmpty();
        (await phone.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, $"{name} scrolls sideways");

        var isElder = await phone.Page.EvaluateAsync<bool>("() => document.documentElement.dataset.size !== 'standard'");
        var least = isElder ? 60 : 44;
        var targets = await phone.Page.EvaluateAsync<Target[]>(Targets);
        targets.Where(t => t.Width < least || t.Height < least).ShouldBeEmpty(name);
        var letters = await phone.Page.EvaluateAsync<Letter[]>(Letters);
        if (isElder) letters.Where(l => l.Size < 18).ShouldBeEmpty(name);
    }

    private sealed record Target
    {
        public string Name { get; set; } = "";

        public double Width { get; set; }

        public double Height { get; set; }
    }

    private sealed record Letter
    {
        public string Words { get; set; } = "";

        public double Size { get; set; }

        public double Line { get; set; }
    }
}
