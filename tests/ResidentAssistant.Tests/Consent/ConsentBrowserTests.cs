using Microsoft.Playwright;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent;

/// <summary>The ledger's pages in a real browser: no accessibility fault, nothing wider than the screen, and a signature recorded on a phone without script.</summary>
[Collection(BrowserTests.Name)]
public sealed class ConsentBrowserTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task Every_page_of_the_ledger_is_accessible_and_fits_the_screen(int width, int height)
    {
        await using var world = await ConsentWorld.StartAsync();
        var (signed, waiting) = await LiveAsync(world);
        await using var browser = await chromium.PhoneAsync(world.App.Address.ToString(), width, height);
        var page = browser.Page;
        await SignInAsync(world, page);

        var home = await world.HomeAsync("3-2-501");
        var tower = await world.HomeAsync("7-1-101");
        (string Name, string Path)[] pages =
        [
            ("consent", "/staff/consent"), ("consent-picked", "/staff/consent?show=open"), ("consent-slab", $"/staff/consent?building={home.BuildingId}"), ("consent-entrance", $"/staff/consent?building={home.BuildingId}&entrance=1&show=untold"), ("consent-tower", $"/staff/consent?building={tower.BuildingId}&show=open"), ("consent-flat", $"/staff/consent/flats/{home.Id}"),
            ("consent-disputed", $"/staff/consent/flats/{(await world.HomeAsync("3-1-301")).Id}"), ("consent-application", $"/staff/consent/applications/{waiting}"), ("consent-signed", $"/staff/consent/applications/{signed}"),
            ("consent-print", $"/staff/consent/print?id={waiting}"), ("consent-wording", "/staff/consent/wording"), ("receipt", await ReceiptAsync(world)),
        ];
        foreach (var (name, path) in pages) await Looks.CheckAsync(page, name, path, width);

        foreach (var act in new[] { "打印申请书", "打印信", "电话清单", "上门清单" })
        {
            await page.GotoAsync($"/staff/consent?building={home.BuildingId}");
            await page.CheckAsync("input[name=all]");
            await page.ClickAsync($"fieldset button:has-text('{act}')");
            await Looks.CheckAsync(page, $"consent-bulk-{act}", width);
        }

        await page.ClickAsync("button:has-text('列出来')");
        await Looks.CheckAsync(page, "consent-doors", width);
    }

    [BrowserFact]
    public async Task The_menu_takes_one_line_on_a_phone_and_opens_by_keyboard_without_script()
    {
        await using var world = await ConsentWorld.StartAsync();
        await using var browser = await chromium.PhoneAsync(world.App.Address.ToString(), 390, 844, script: false);
        var page = browser.Page;
        var (login, password) = await StaffClient.AccountAsync(world.App, StaffRole.Administrator);
        await SignInAsync(page, login, password);
        (await page.Locator("nav[aria-label=主菜单]").BoundingBoxAsync())!.Height.ShouldBeLessThan(60);
        await page.Locator("nav summary", new PageLocatorOptions { HasText = "征询" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        if (Looks.Pictures is not null) await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Looks.Pictures, "menu-390.png") });
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/staff/consent");
        (await page.Locator("nav summary.here").InnerTextAsync()).ShouldContain("征询");
    }

    [BrowserFact]
    public async Task On_a_phone_without_script_a_signature_is_recorded_from_the_board()
    {
        await using var world = await ConsentWorld.StartAsync();
        await using var browser = await chromium.PhoneAsync(world.App.Address.ToString(), script: false);
        var page = browser.Page;
        await SignInAsync(world, page);
        var home = await world.HomeAsync("8-1-101");

        await page.GotoAsync($"/staff/consent/flats/{home.Id}");
        await page.ClickAsync("button:has-text('打印申请书')");
        await page.GetByText("A-0001").First.WaitForAsync();
        await page.GotoAsync($"/staff/consent/applications/{await world.Database.FirstAsync<Guid>("select id from applications", null, default)}");
        await page.FillAsync("#signer", "王示例1");
        await page.SelectOptionAsync("#capacity", "Owner");
        await page.SelectOptionAsync("#paper", "deed");
        await page.FillAsync("#decision", "房产证上是他的名字");
        await page.FillAsync("#signedOn", "2026-11-23");
        await page.CheckAsync("input[name=told]");
        await page.SetInputFilesAsync("#files", new FilePayload { Name = "签字.png", MimeType = "image/png", Buffer = ConsentWorld.Picture });
        await page.ClickAsync("button:has-text('记录签字')");
        await page.GetByText("已签字").First.WaitForAsync();

        (await world.StandingsAsync("8-1-101")).ShouldBe([PairStanding.Signed, PairStanding.Signed]);
    }

    private static async Task<string> ReceiptAsync(ConsentWorld world)
    {
        await new Linker(world.App.Get<EvidenceTrees>()).RunAsync(world.App.Clock.GetUtcNow(), default);
        var link = world.App.Get<ReceiptLinks>().Of((await world.LedgerAsync("3-2-501")).Newest!.Id);
        return link[link.IndexOf("/r/", StringComparison.Ordinal)..];
    }

    private static async Task<(Guid Signed, Guid Waiting)> LiveAsync(ConsentWorld world)
    {
        Guid signed = default;
        foreach (var floor in Enumerable.Range(1, 6).Where(f => f != 5)) signed = (await world.SignAsync($"3-2-{floor}01")).Id;
        await world.SayAsync("3-2-501", "agree");
        await world.SayAsync("3-2-501", "undecided");
        await world.SayAsync("3-2-501", "agree");
        var waiting = (await world.PrintAsync("3-2-501")).Id;
        foreach (var flat in new[] { "3-1-101", "3-1-102", "3-1-201", "7-1-101", "7-1-102" }) await world.SignAsync(flat);
        foreach (var (flat, answer) in new[] { ("3-1-301", "disputed"), ("3-1-302", "conditional"), ("3-1-401", "refuse"), ("3-1-402", "withdrawn"), ("3-1-501", "agree"), ("3-1-502", "undecided"), ("7-1-201", "agree") }) await world.SayAsync(flat, answer);
        await world.EndAsync(await world.SignAsync("3-1-601"), LedgerKinds.Withdrawn);
        await world.EndAsync(await world.SignAsync("3-1-602"), LedgerKinds.Again);
        await world.EndAsync(await world.SignAsync("3-1-603"), LedgerKinds.Expired);
        await world.Database.ExecuteAsync("update households set not_reachable_since = @now where label = '3号楼1单元503'", new { now = world.App.Clock.GetUtcNow() }, default);
        return (signed, waiting);
    }

    private static async Task SignInAsync(ConsentWorld world, IPage page)
    {
        var (login, password) = await StaffClient.AccountAsync(world.App, StaffRole.Street);
        await SignInAsync(page, login, password);
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
