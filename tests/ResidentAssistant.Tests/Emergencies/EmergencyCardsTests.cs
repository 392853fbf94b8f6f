using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Notices;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Emergencies;

/// <summary>The sheet at the entrance: what to do when a pipe bursts, whom to call, a square for the chat.</summary>
[Collection(BrowserTests.Name)]
public sealed class EmergencyCardsTests(Chromium chromium)
{
    [BothDatabases]
    public async Task Only_numbers_that_somebody_has_confirmed_are_printed(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        var path = await PathAsync(app);
        await app.Get<Database>().ExecuteAsync("update property_companies set duty_phone = '010-11112222', duty_phone_confirmed_on = null", null, default);
        await app.Get<Database>().ExecuteAsync("update owners set duty_phone = '010-33334444', duty_phone_confirmed_on = '2026-11-01'", null, default);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        var page = await committee.PageAsync(path);
        page.ShouldNotContain("010-11112222");
        page.ShouldContain("010-33334444");
        page.ShouldContain("96116");
        using var stranger = await StaffClient.SignedInAsync(app, StaffRole.Committee, Guid.NewGuid());
        (await stranger.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [BrowserFact]
    public async Task One_sheet_for_each_entrance()
    {
        await using var app = await Chat.WithPilotAsync(Provider.Sqlite, listen: true);
        await using var phone = await chromium.SignedInAsync(app, StaffRole.Committee, 794, 1123);
        await phone.Page.GotoAsync(await PathAsync(app));
        var entrances = await phone.Page.Locator("article").CountAsync();
        if (Looks.Pictures is not null) await phone.Page.Locator("article").First.ScreenshotAsync(new LocatorScreenshotOptions { Path = Path.Combine(Looks.Pictures, "emergency-card.png") });
        var pdf = await phone.Page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true });
        Regex.Count(Encoding.Latin1.GetString(pdf), "/Type\\s*/Page[^s]").ShouldBe(entrances);
        await phone.Page.SetViewportSizeAsync(390, 844);
        (await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
        if (Looks.Pictures is not null) await phone.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Looks.Pictures, "emergency-card-390.png") });
    }

    private static async Task<string> PathAsync(TestApp app)
    {
        var home = await NoticeStoreTests.HomeAsync(app, "3-2-501");
        return $"/staff/emergency-cards/{await app.Get<Database>().FirstAsync<Guid>("select building_id from households where id = @Id", new { home.Id }, default)}";
    }
}
