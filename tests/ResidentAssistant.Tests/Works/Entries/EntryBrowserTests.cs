using System.Net;
using Microsoft.Playwright;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Works.Entries;

/// <summary>The foreman's and the supervisor's pages, at a phone and at a desk.</summary>
[Collection(BrowserTests.Name)]
public sealed class EntryBrowserTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task A_flat_from_arriving_to_restored_with_nothing_wider_than_the_screen(int width, int height)
    {
        await using var world = await EntryWorld.StartAsync(listen: true);
        var chat = await new Chat(world.App, "wang").JoinAsync("82417730");
        await chat.SayAsync("入户时间");
        await chat.TapAsync("行");
        await chat.TapAsync("家里别人在");
        await chat.SayAsync("女儿小王，13800000000");
        world.Now(8, 8, 5);
        await using var foreman = await SignedInAsync(world, StaffRole.Contractor, width, height);
        var page = foreman.Page;
        var flat = $"/staff/entries/{world.Riser}/{(await world.Consent.HomeAsync("3-2-501")).Id}";

        await page.GotoAsync("/staff/entries");
        await Looks.CheckAsync(page, "entries-day", width);
        await page.ClickAsync("a:has-text('3号楼2单元501')");
        await Looks.CheckAsync(page, "entries-flat", width);
        await page.ClickAsync("button:has-text('到了')");
        await page.GetByText("在里面").First.WaitForAsync();
        await page.CheckAsync("input[value=before]");
        await page.SetInputFilesAsync("#files", [new FilePayload { Name = "a.jpg", MimeType = "image/jpeg", Buffer = await TestPhoto.JpegAsync(page, 800, 600) }]);
        await page.ClickAsync("button:has-text('存照片')");
        await page.Locator(".photos img").WaitForAsync();
        await page.FillAsync("#megapascal", "0.6");
        await page.FillAsync("#minutes", "30");
        await page.CheckAsync("input[name=held][value=yes]");
        await page.ClickAsync("button:has-text('记下打压')");
        await page.GetByText("没有掉压").First.WaitForAsync();
        await Looks.CheckAsync(page, "entries-tested", width);
        (await page.Locator("button:has-text('恢复好了')").CountAsync()).ShouldBe(0, "the supervisor has not looked");

        await using (var supervisor = await SignedInAsync(world, StaffRole.Supervisor, width, height))
        {
            await supervisor.Page.GotoAsync(flat);
            (await supervisor.Page.Locator("button:has-text('到了')").CountAsync()).ShouldBe(0);
            await supervisor.Page.ClickAsync("a:has-text('填检查表')");
            await Looks.CheckAsync(supervisor.Page, "entries-check", width);
            await supervisor.Page.CheckAsync("input[value=joints]");
            await supervisor.Page.ClickAsync("button:has-text('记下检查')");
            await supervisor.Page.GetByText("请写明哪儿不行").WaitForAsync();
            (await supervisor.Page.IsCheckedAsync("input[value=joints]")).ShouldBeTrue("what was ticked stays");
            foreach (var box in await supervisor.Page.Locator("input[name=fine]").AllAsync()) await box.CheckAsync();
            await supervisor.Page.ClickAsync("button:has-text('记下检查')");
            await supervisor.Page.GetByText("可以封").First.WaitForAsync();
        }

        await page.ReloadAsync();
        await page.ClickAsync("button:has-text('恢复好了')");
        await page.GetByText("等住户看过说行不行").WaitForAsync();
        await page.ClickAsync("button:has-text('走了')");
        await page.GetByText("又来了").WaitForAsync();
        await Looks.CheckAsync(page, "entries-restored", width);
    }

    [BothDatabases]
    public async Task Another_community_sees_nothing_and_the_second_of_two_keeps_what_was_typed(Provider provider)
    {
        await using var world = await EntryWorld.StartAsync(provider, listen: true);
        world.Now(8, 8);
        var flat = $"/staff/entries/{world.Riser}/{(await world.Consent.HomeAsync("3-2-501")).Id}";
        using var stranger = await StaffClient.SignedInAsync(world.App, StaffRole.Contractor, Guid.NewGuid());
        foreach (var path in new[] { flat, $"{flat}/check", $"/staff/entries?community={Pilot.CommunityId}", $"{flat}/photos/{Guid.NewGuid()}" })
            (await stranger.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var foreman = await StaffClient.SignedInAsync(world.App, StaffRole.Contractor, Pilot.CommunityId);
        using var supervisor = await StaffClient.SignedInAsync(world.App, StaffRole.Supervisor, Pilot.CommunityId);
        var seen = (await world.SeenAsync("3-2-501")).Number;
        await world.VisitAsync("3-2-501", "换新管");
        using (var late = await foreman.PostAsync(flat, $"{flat}?handler=Test", ("seen", $"{seen}"), ("megapascal", "0.65"), ("minutes", "31"), ("held", "yes")))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var page = await late.Content.ReadAsStringAsync();
            page.ShouldContain("刚才施工小班记了“走了”");
            page.ShouldContain("value=\"0.65\"");
            page.ShouldContain("value=\"31\"");
        }

        using (var late = await supervisor.PostAsync($"{flat}/check", ("seen", $"{seen}"), ("note", "管卡少一个")))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await late.Content.ReadAsStringAsync()).ShouldContain("管卡少一个");
        }

        // A foreman does not check his own work, and a supervisor does not do the foreman's.
        (await foreman.PostAsync($"{flat}/check", ("seen", "2"), ("note", "行"))).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await supervisor.PostAsync(flat, $"{flat}?handler=Restore", ("seen", "2"))).StatusCode.ShouldNotBe(HttpStatusCode.Redirect);
        (await world.WorkAsync("3-2-501")).Acts.Count.ShouldBe(2);
        (await world.Consent.CountAsync("select count(*) from audit_reads where kind = 'Entry'")).ShouldBeGreaterThan(0);
    }

    private async Task<Phone> SignedInAsync(EntryWorld world, StaffRole role, int width, int height)
    {
        var browser = await chromium.PhoneAsync(world.App.Address.ToString(), width, height);
        var (login, password) = await StaffClient.AccountAsync(world.App, role, Pilot.CommunityId);
        await browser.Page.GotoAsync("/staff/sign-in");
        await browser.Page.FillAsync("#login", login);
        await browser.Page.FillAsync("#password", password);
        await browser.Page.ClickAsync("form button");
        await browser.Page.WaitForURLAsync("**/staff");
        return browser;
    }
}
