using FakeWeCom;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace ResidentAssistant.Tests.Browser;

/// <summary>The demo as somebody sees it: three phones on the simulator's page, the real application behind them, in real time.</summary>
[Collection(BrowserTests.Name)]
public sealed class WeComPhonesTests(Chromium chromium)
{
    private static readonly string Screens = Path.Combine(AppContext.BaseDirectory, "../../../screens");

    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1440, 900)]
    public async Task A_resident_agrees_and_reports_a_burst_and_a_colleague_takes_it(int width, int height)
    {
        await using var fake = await FakeWeComHost.StartAsync(new() { Seed = 3, KfAccounts = [new() { Name = "示例小区居民助手" }] });
        await using var app = await StartAsync(fake);
        fake.CallbackTo(new Uri(app.Address, "/wecom/callback").ToString());
        await ColleagueAsync(app, "zhaomin", "赵敏");
        await ColleagueAsync(app, "qianwei", "钱伟");
        await using var phone = await chromium.PhoneAsync(fake.Address.ToString(), width, height);
        var page = phone.Page;
        var resident = page.Locator("#resident-lines");

        await phone.OpenAsync("/?scene=b3&param=8241-7730");
        await Expect(page.GetByLabel("信上的编码")).ToBeVisibleAsync();
        await ShowAsync(page, "entrance", width);
        await page.GetByRole(AriaRole.Button, new() { Name = "扫码进入" }).ClickAsync();
        await Expect(resident).ToContainTextAsync("您好，3号楼2单元501的住户");
        await ShowAsync(page, "welcome", width);
        foreach (var (tap, then) in ((string, string)[])
        [
            ("说说同不同意换管子", "您是这房子的"),
            ("房主（房本上是我）", "看完了请点“看完了”"),
            ("看完了", "您家同不同意换楼里共用的管子"),
            ("同意", "都这么答吗"),
            ("都一样", "跟您核对一下"),
        ])
        {
            await TapAsync(resident, tap);
            await Expect(resident).ToContainTextAsync(then);
            if (then.StartsWith("您家同不同意", StringComparison.Ordinal)) await ShowAsync(page, "disclosure", width);
        }

        await TapAsync(resident, "对");
        await Expect(resident).ToContainTextAsync("已经记下您家的意思：厨房和卫生间的管子，同意，编号 Y-0001");
        await ShowAsync(page, "consent", width);

        await page.GetByLabel("居民说").FillAsync("我家厨房水管爆了，水哗哗的");
        await page.GetByLabel("居民说").PressAsync("Enter");
        await Expect(resident).ToContainTextAsync("先顾人，再顾东西");
        await TapAsync(resident, "就是我家");
        await ShowAsync(page, "burst", width);

        await OnAsync(page, "值班群", width);
        await Expect(page.Locator("#duty-lines")).ToContainTextAsync("爆管跑水");
        await Expect(page.Locator("#duty-lines a")).ToHaveAttributeAsync("href", $"{app.Address}staff/wecom");
        await ShowAsync(page, "duty", width);
        await OnAsync(page, "工作人员", width);
        var staff = page.Locator("#staff-lines");
        await Expect(staff).ToContainTextAsync("爆管跑水");
        await ShowAsync(page, "card", width);
        // Numbers to ring come as cards of their own, and whoever takes the burst has not rung them.
        var burst = staff.Locator(".said", new() { HasText = "爆管跑水" }).Filter(new() { HasNotText = "请打电话" });
        await burst.GetByRole(AriaRole.Button, new() { Name = "我来处理" }).ClickAsync();
        await Expect(staff).ToContainTextAsync("已由赵敏接手");
        await ShowAsync(page, "card-taken", width);
        await page.Locator("#staff-who").SelectOptionAsync("qianwei");
        await Expect(staff).ToContainTextAsync("已由赵敏接手");
        await Expect(burst.GetByRole(AriaRole.Button, new() { Name = "我来处理" })).ToHaveCountAsync(0);
        await Expect(staff).ToContainTextAsync("请打电话叫物业");
        await ShowAsync(page, "card-of-another", width);
        phone.Errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_colleague_opens_the_desk_from_the_card_and_asks_the_robot_in_the_group()
    {
        await using var fake = await FakeWeComHost.StartAsync(new() { Seed = 4 });
        await using var app = await StartAsync(fake);
        fake.CallbackTo(new Uri(app.Address, "/wecom/callback").ToString());
        await ColleagueAsync(app, "zhaomin", "赵敏");
        await using var phone = await chromium.PhoneAsync(fake.Address.ToString(), 1440, 900);
        var page = phone.Page;
        await phone.OpenAsync("/");
        await page.GetByLabel("居民说").FillAsync("我家厨房水管爆了，水哗哗的");
        await page.GetByLabel("居民说").PressAsync("Enter");

        var staff = page.Locator("#staff-lines");
        await Expect(staff).ToContainTextAsync("打开工作台");
        var desk = await page.RunAndWaitForPopupAsync(() => staff.GetByRole(AriaRole.Link, new() { Name = "打开工作台" }).ClickAsync());
        await desk.GetByText("赵敏").ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "今日待办" })).ToBeVisibleAsync();
        await Expect(desk.Locator("main")).ToContainTextAsync("爆管跑水");
        await ShowAsync(desk, "desk", 1440);

        await fake.UntilAsync(() => fake.Corp.AiBots.Values.First().Connection is not null, "the smart robot is connected");
        await page.Locator("#rooms button").Nth(1).ClickAsync();
        await page.GetByLabel("工作人员说").FillAsync("3号楼还差几户？");
        await page.GetByLabel("工作人员说").PressAsync("Enter");
        await Expect(staff).ToContainTextAsync("3号楼");
        await Expect(staff.Locator(".said:not(.own)")).ToContainTextAsync("户");
        await ShowAsync(page, "robot", 1440);
        phone.Errors.ShouldBeEmpty();
    }

    // In real time: the page, the simulator and the application move by themselves as in the demo.
    private static Task<TestApp> StartAsync(FakeWeComHost fake)
    {
        var settings = ProductSettings.Lines(fake.Options, fake.Address).Select(l => l.Split('=', 2)).ToDictionary(l => l[0].Replace("__", ":", StringComparison.Ordinal), l => (string?)l[1]);
        settings[$"WeCom:Kf:Accounts:{fake.Options.KfAccounts[0].OpenKfId}"] = "示例小区（演示）";
        // Another site than the product's, as the vendor's sign-in page is.
        settings["WeCom:OAuthBaseUrl"] = $"http://localhost:{fake.Address.Port}";
        var port = FreePort();
        settings["Urls"] = settings["PublicUrl"] = $"http://127.0.0.1:{port}";
        return TestApp.StartAsync(listen: true, settings: settings, adjust: builder => builder.Services.AddSingleton(TimeProvider.System));
    }

    private static async Task ColleagueAsync(TestApp app, string member, string name)
    {
        var accounts = app.Get<StaffAccounts>();
        var added = await accounts.AddAsync(new NewStaff(member, name, StaffRole.Committee, true, []), CancellationToken.None);
        await accounts.ChangePasswordAsync(added.Id, added.OneTimePassword, "correct horse staple", CancellationToken.None);
        await accounts.NoteMemberAsync(added.Id, member, CancellationToken.None);
    }

    private static Task TapAsync(ILocator lines, string choice) => lines.GetByRole(AriaRole.Button, new() { Name = choice, Exact = true }).Last.ClickAsync();

    // On a narrow screen one phone fills it.
    private static Task OnAsync(IPage page, string phone, int width) =>
        width < 900 ? page.GetByLabel("看哪部手机").GetByRole(AriaRole.Button, new() { Name = phone }).ClickAsync() : Task.CompletedTask;

    private static async Task ShowAsync(IPage page, string what, int width) => await page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"wecom-{what}-{width}.png") });

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
