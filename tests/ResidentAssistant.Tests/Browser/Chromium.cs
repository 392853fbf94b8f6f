using Microsoft.Playwright;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Browser;

/// <summary>One Chromium for all browser tests; each test opens its own phone in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(BrowserFactAttribute.Chromium)) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = BrowserFactAttribute.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A fresh phone (no memory) at the size given; everything it complains about in its console is collected.</summary>
    internal async Task<Phone> PhoneAsync(string address, int width = 390, int height = 844, string? size = null, bool script = true)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = address,
            ViewportSize = new() { Width = width, Height = height },
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
            JavaScriptEnabled = script,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(20_000);
        if (size is not null) await context.AddInitScriptAsync($"localStorage.setItem('resident-assistant.size', '{size}')");
        return new Phone(context, await context.NewPageAsync());
    }

    /// <summary>A new colleague's phone or desk, signed in.</summary>
    internal async Task<Phone> SignedInAsync(TestApp app, StaffRole role, int width = 390, int height = 844, bool script = true)
    {
        var (login, password) = await StaffClient.AccountAsync(app, role);
        var phone = await PhoneAsync(app.Address.ToString(), width, height, script: script);
        await phone.Page.GotoAsync("/staff/sign-in");
        await phone.Page.FillAsync("#login", login);
        await phone.Page.FillAsync("#password", password);
        await phone.Page.ClickAsync("form button");
        await phone.Page.WaitForURLAsync("**/staff", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        return phone;
    }

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}

/// <summary>A resident's phone with the chat open.</summary>
internal sealed class Phone : IAsyncDisposable
{
    private readonly IBrowserContext context;

    public Phone(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.PageError += (_, error) => Errors.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Faults of the page's own script.</summary>
    public List<string> Errors { get; } = [];

    public ILocator Log => Page.GetByRole(AriaRole.Log);

    public Task OpenAsync(string path = "/chat") => Page.GotoAsync(path);

    public async Task SayAsync(string words)
    {
        await Page.GetByLabel("您想说的话").FillAsync(words);
        await Page.GetByRole(AriaRole.Button, new() { Name = "发送", Exact = true }).ClickAsync();
    }

    public Task HearAsync(string words) => Assertions.Expect(Log).ToContainTextAsync(words, new() { Timeout = 20_000 });

    public ValueTask DisposeAsync() => context.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
