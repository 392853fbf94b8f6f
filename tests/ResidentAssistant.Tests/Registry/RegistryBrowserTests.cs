using Microsoft.Playwright;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Neighbourhood.Workbooks;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Registry;

/// <summary>The register in a real browser: no accessibility fault, nothing wider than a phone, and letters that fill one page of A4 each.</summary>
[Collection(BrowserTests.Name)]
public sealed class RegistryBrowserTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task Every_page_of_the_register_is_accessible_and_fits_the_screen(int width, int height)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var flat = await PilotFlatAsync(app);
        await FillAsync(app, flat);
        await using var browser = await chromium.PhoneAsync(app.Address.ToString(), width, height);
        var page = browser.Page;
        await SignInAsync(app, page);

        foreach (var (name, path) in new[]
        {
            ("register", "/staff/register"), ("register-building", $"/staff/register/buildings/{flat.BuildingId}"), ("register-units", $"/staff/register/buildings/{flat.BuildingId}/units"),
            ("register-flat", $"/staff/register/flats/{flat.Id}"), ("register-letters", $"/staff/register/letters?building={flat.BuildingId}"), ("register-import", "/staff/register/import"),
            ("register-print", $"/staff/register/print?flat={flat.Id}"),
        })
        {
            await page.GotoAsync(path);
            await Looks.CheckAsync(page, name, width);
        }

        await page.GotoAsync($"/staff/register/flats/{flat.Id}");
        foreach (var summary in await page.Locator("summary").AllAsync()) await summary.ClickAsync();
        await Looks.CheckAsync(page, "register-flat-open", width);
    }

    [BrowserFact]
    public async Task A_workbook_is_uploaded_its_faults_are_listed_and_the_good_one_is_registered()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        await using var browser = await chromium.PhoneAsync(app.Address.ToString());
        var page = browser.Page;
        await SignInAsync(app, page);

        await UploadAsync(page, Book.Small().Sheet("住户", Book.Households, ["3", "9", "501", null, "自住"]).File());
        await page.GetByText("没有 3 号楼 9 单元。").WaitForAsync();
        await Looks.CheckAsync(page, "import-faults", 390);

        await UploadAsync(page, Book.Small().File());
        await page.GetByText("登记好了。").WaitForAsync();
        await Looks.CheckAsync(page, "import-done", 390);
        await page.ClickAsync("text=看登记册");
        await page.ClickAsync("a:has-text('3 号楼')");
        await page.ClickAsync("a:has-text('501')");
        await page.Locator("strong", new() { HasText = "王**" }).WaitForAsync();
    }

    [BrowserFact]
    public async Task Letters_are_issued_in_one_batch_and_fill_one_page_each()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var flat = await PilotFlatAsync(app);
        await FillAsync(app, flat);
        await using var browser = await chromium.PhoneAsync(app.Address.ToString(), 1280, 800);
        var page = browser.Page;
        await SignInAsync(app, page);

        await page.GotoAsync($"/staff/register/print?entrance={flat.EntranceId}");
        (await page.Locator(".letter").CountAsync()).ShouldBe(18);
        (await page.EvaluateAsync<double>("parseFloat(getComputedStyle(document.querySelector('.letter p')).fontSize)")).ShouldBeGreaterThanOrEqualTo(24);
        var pdf = await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true, PrintBackground = true });
        if (Looks.Pictures is not null) await File.WriteAllBytesAsync(Path.Combine(Looks.Pictures, "letters.pdf"), pdf);
        System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)).ShouldBe(18);
    }

    private static async Task UploadAsync(IPage page, byte[] file)
    {
        await page.GotoAsync("/staff/register/import");
        await page.SelectOptionAsync("#community", new SelectOptionValue { Label = "按表里写的小区（可以是新的小区）" });
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "柳荫里.xlsx", MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Buffer = file });
        await page.ClickAsync("button:has-text('开始登记')");
    }

    private static async Task<Household> PilotFlatAsync(TestApp app) =>
        (await app.Get<Register>().FindAsync(Pilot.CommunityId, Pilot.KnownHousehold, default)).ShouldBeOfType<HouseholdSearch.Found>().Household;

    private static async Task FillAsync(TestApp app, Household flat)
    {
        var editor = new Editor(Guid.NewGuid(), "小李");
        var now = app.Clock.GetUtcNow();
        await app.Get<RegisterEdits>().AddPersonAsync(flat, new PersonFacts("赵示例", PhoneNumber.TryParse("13800000999"), Capacity.Proxy, false, false, true),
            new MandatePaper("公证委托书", new DateOnly(2026, 1, 1), new DateOnly(2026, 6, 30)), editor, default);
        await app.Get<Reachability>().TriedAsync(flat, new NewAttempt(ReachWay.Door, ReachResult.NoAnswer, now.AddDays(-3), "晚上七点，灯没亮"), editor, default);
        await app.Get<Reachability>().TriedAsync(flat, new NewAttempt(ReachWay.Call, ReachResult.WrongNumber, now.AddDays(-2), null), editor, default);
        await app.Get<Reachability>().NotReachableAsync(flat, "邻居说去外地了", editor, default);
        var units = await app.Get<Units>().OfBuildingAsync(flat.BuildingId, default);
        await app.Get<Units>().MergeAsync(flat.BuildingId, [units[0].Id, units[1].Id], "3号楼1单元厨房两根", "这两根要一起换", editor, default);
        foreach (var (key, value) in new[] { ("phone.committee", "010-61234567"), ("phone.committee-hours", "每天早8点到晚6点") })
            await app.Get<SourcedSettings>().SetAsync(new SettingDraft { Key = key, Seen = 0, Value = value, Source = "居委会公示", ValidFrom = new DateOnly(2026, 11, 1), SetBy = Guid.NewGuid(), SetByName = "小李" }, new DateOnly(2026, 11, 23), default);
    }

    private static async Task SignInAsync(TestApp app, IPage page)
    {
        var (login, password) = await StaffClient.AccountAsync(app, StaffRole.Administrator);
        await page.GotoAsync("/staff/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", password);
        await page.ClickAsync("form button");
        await page.WaitForURLAsync("**/staff");
    }
}
