using Microsoft.Playwright;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Plans.Materials;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Plans.Materials;
using ResidentAssistant.Tests.Plans.Samples;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Works.Complaints;

/// <summary>Complaints, the materials board and visits to the sample flat in a real browser: no accessibility fault, nothing wider than the screen, all of it without script.</summary>
[Collection(BrowserTests.Name)]
public sealed class BoardsBrowserTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task A_complaint_is_answered_and_the_boards_are_read_without_script(int width, int height)
    {
        await using var app = await Chat.WithPilotAsync(Provider.Sqlite, listen: true);
        await using var browser = await chromium.PhoneAsync(app.Address.ToString(), width, height, script: false);
        await using var checking = await chromium.PhoneAsync(app.Address.ToString(), width, height);
        var (login, password) = await StaffClient.AccountAsync(app, StaffRole.Street);
        await SignInAsync(browser.Page, login, password);
        await SignInAsync(checking.Page, login, password);
        var page = browser.Page;

        var (_, path) = await ComplaintTests.MadeAsync(app);
        await Looks.CheckAsync(checking.Page, "complaints", "/staff/complaints", width);
        await Looks.CheckAsync(checking.Page, "complaint", path, width);
        await page.GotoAsync(path);
        await page.FillAsync("#answer", "门口扫干净了，跟施工队说过了");
        await page.ClickAsync("button:has-text('答复')");
        await page.GetByText("等住户说").First.WaitForAsync();
        await Looks.CheckAsync(checking.Page, "complaint-answered", path, width);

        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        await MaterialTests.PostAsync(street, [("报告.pdf", [.. "%PDF-1.4 sample"u8])], MaterialTests.Fields("不锈钢给水管", 0, null));
        await MaterialTests.PostAsync(street, [], MaterialTests.Fields("硬聚氯乙烯排水管", 0, null));
        await SampleTests.OfferAsync(street, app, 4);
        var chat = new Chat(app, "b");
        await chat.SayAsync("3-2-502");
        await chat.SayAsync("约样板间");
        await chat.TapAsync(chat.Asked!.Buttons![0].Label);
        await chat.SayAsync("俩人");
        await Looks.CheckAsync(checking.Page, "materials", "/staff/materials", width);
        await Looks.CheckAsync(checking.Page, "board", MaterialStore.PathOf(Pilot.CommunityId), width);
        await Looks.CheckAsync(checking.Page, "board-large", MaterialStore.PathOf(Pilot.CommunityId) + "?size=large", width);
        await Looks.CheckAsync(checking.Page, "board-poster", $"/staff/materials/poster?community={Pilot.CommunityId}", width);
        await Looks.CheckAsync(checking.Page, "samples", "/staff/samples", width);
        await chat.SayAsync("我要装修");
        await chat.TapAsync("厨房");
        await Looks.CheckAsync(checking.Page, "works-decorations", "/staff/works", width);
    }

    [BrowserFact]
    public async Task The_board_prints_on_one_sheet()
    {
        await using var app = await Chat.WithPilotAsync(Provider.Sqlite, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        foreach (var name in new[] { "不锈钢给水管", "硬聚氯乙烯排水管", "柔性铸铁排水管", "防火套管", "铜阀门", "橡胶密封圈", "管卡" }) await MaterialTests.PostAsync(street, [], MaterialTests.Fields(name, 0, null));
        await using var browser = await chromium.PhoneAsync(app.Address.ToString(), 794, 1123);
        var (login, password) = await StaffClient.AccountAsync(app, StaffRole.Committee);
        await SignInAsync(browser.Page, login, password);
        await browser.Page.GotoAsync($"/staff/materials/poster?community={Pilot.CommunityId}");

        var pdf = await browser.Page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true, Path = Looks.Pictures is null ? null : Path.Combine(Looks.Pictures, "board.pdf") });

        System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), "/Type\\s*/Page[^s]").ShouldBe(1);
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
