using System.Net;
using FakeWeCom;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Channels.WeCom;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Staff;

public sealed class MemberSignInTests
{
    [Fact]
    public async Task A_member_with_an_account_comes_back_signed_in_and_to_the_page_they_wanted()
    {
        await using var world = await StaffWorld.StartAsync(robots: false);
        var zhao = await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        using var browser = new StaffClient(world.App);

        using var leaving = await browser.GetAsync("/staff/wecom?back=/staff/messages");
        leaving.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await browser.PageAsync(zhao.SignIn(leaving.Headers.Location!).PathAndQuery);

        page.ShouldContain("居委会zhaomin，您好");
        page.ShouldContain("""http-equiv="refresh" content="0; url=/staff/messages""");
        (await browser.PageAsync("/staff/messages")).ShouldContain("没送到的消息");
        using var again = await browser.GetAsync("/staff/wecom");
        again.Headers.Location!.ToString().ShouldBe("/staff");
    }

    [Fact]
    public async Task A_code_in_another_browser_or_with_another_state_or_used_before_signs_nobody_in()
    {
        await using var world = await StaffWorld.StartAsync(robots: false);
        var zhao = await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        using var browser = new StaffClient(world.App);
        using var victim = new StaffClient(world.App);
        using var leaving = await browser.GetAsync("/staff/wecom");
        var back = zhao.SignIn(leaving.Headers.Location!).PathAndQuery;

        (await victim.GetAsync(back)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var other = await victim.GetAsync("/staff/wecom");
        (await victim.GetAsync(back)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.GetAsync(back)).StatusCode.ShouldBe(HttpStatusCode.OK);
        world.Fake.Log.Of("auth/getuserinfo").Count().ShouldBe(1);

        using var later = new StaffClient(world.App);
        using var gone = await later.GetAsync("/staff/wecom");
        var state = System.Web.HttpUtility.ParseQueryString(gone.Headers.Location!.Query)["state"];
        var code = System.Web.HttpUtility.ParseQueryString(back[(back.IndexOf('?', StringComparison.Ordinal) + 1)..])["code"];
        using var used = await later.GetAsync($"/staff/wecom?code={code}&state={state}");
        used.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await later.GetAsync("/staff")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_member_without_an_account_or_with_a_disabled_one_stays_outside_and_a_first_password_is_changed_first()
    {
        await using var world = await StaffWorld.StartAsync(robots: false);
        var accounts = world.App.Get<StaffAccounts>();
        var added = await accounts.AddAsync(new NewStaff("wang", "小王", StaffRole.Committee, true, []), CancellationToken.None);

        (await SignInAsync(world, "qianwei")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await accounts.NoteMemberAsync(added.Id, "QianWei", CancellationToken.None);
        (await (await SignInAsync(world, "qianwei")).Content.ReadAsStringAsync()).ShouldContain("url=/staff/password");
        await accounts.DisableAsync(added.Id, true, CancellationToken.None);
        (await SignInAsync(world, "qianwei")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Without_WeCom_there_is_no_such_sign_in_and_while_it_is_away_the_password_way_is_named()
    {
        await using var plain = await TestApp.StartAsync(listen: true);
        using var nobody = new StaffClient(plain);
        (await nobody.GetAsync("/staff/wecom")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await using var world = await StaffWorld.StartAsync(robots: false);
        world.Fake.Faults.Fail(10, "auth/getuserinfo");
        using var reply = await SignInAsync(world, "zhaomin");
        reply.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await reply.Content.ReadAsStringAsync()).ShouldContain("用登录名和密码登录");
    }

    private static async Task<HttpResponseMessage> SignInAsync(StaffWorld world, string member)
    {
        using var browser = new StaffClient(world.App);
        using var leaving = await browser.GetAsync("/staff/wecom");
        return await browser.GetAsync(world.Fake.Member(member).SignIn(leaving.Headers.Location!).PathAndQuery);
    }
}
