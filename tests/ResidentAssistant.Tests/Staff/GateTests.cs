using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Staff;

/// <summary>Nothing under <c>/staff</c> is reached without a declared action that the colleague's role has been granted.</summary>
public sealed class GateTests
{
    private static readonly string[] Pages = ["/staff", "/staff/conversations", "/staff/messages", "/staff/funnel", "/staff/accounts", "/staff/audit", "/staff/policy", "/staff/knowledge", "/staff/questions", "/staff/register", "/staff/password"];

    [Fact]
    public async Task Every_endpoint_under_staff_declares_its_action_and_only_sign_in_is_open()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var under = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/') is var route && (route == "staff" || route.StartsWith("staff/", StringComparison.OrdinalIgnoreCase))).ToList();

        under.Count.ShouldBeGreaterThan(8);
        under.Where(e => e.Metadata.GetMetadata<RequiresAttribute>() is null or { Action: StaffAction.None }).Select(e => e.RoutePattern.RawText!.Trim('/')).ShouldBe(["staff/sign-in", "staff/wecom"], ignoreOrder: true);
        // Two attributes would bypass the gate: an open door, and a policy of one's own.
        under.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(e => e.RoutePattern.RawText!.Trim('/')).ShouldBe(["staff/sign-in", "staff/wecom"], ignoreOrder: true);
        under.Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is { Policy: not null }).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_declares_nothing_is_closed_even_to_an_administrator()
    {
        await using var app = await TestApp.StartAsync(listen: false);
        app.Host.MapGet("/staff/forgotten", () => "secret");
        app.Host.MapPost("/staff/half", () => "secret").WithMetadata(new RequiresAttribute(StaffAction.DeskRead));
        app.Host.MapGet("/elsewhere", () => "open");
        await app.Host.StartAsync();
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Administrator);

        using var forgotten = await client.GetAsync("/staff/forgotten");
        using var half = await client.PostBareAsync("/staff/half");
        using var elsewhere = await client.GetAsync("/elsewhere");

        forgotten.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        half.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.Host.StopAsync();
    }

    [Fact]
    public async Task A_stranger_is_led_to_the_sign_in_and_a_program_gets_401()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        using var stranger = new StaffClient(app);

        foreach (var page in Pages.Append("/staff/no-such-page"))
        {
            using var reply = await stranger.GetAsync(page);
            reply.StatusCode.ShouldBe(HttpStatusCode.Redirect, page);
            reply.Headers.Location!.ToString().ShouldStartWith("/staff/sign-in?back=");
        }

        using var news = await stranger.GetAsync("/staff/desk.json");
        news.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        JsonDocument.Parse(await news.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("code").GetString().ShouldBe("NotSignedIn");
    }

    [Theory]
    [InlineData(StaffRole.Administrator, "/staff /staff/conversations /staff/messages /staff/funnel /staff/accounts /staff/audit /staff/policy /staff/knowledge /staff/questions /staff/register /staff/password")]
    [InlineData(StaffRole.Committee, "/staff /staff/conversations /staff/messages /staff/funnel /staff/policy /staff/knowledge /staff/questions /staff/register /staff/password")]
    [InlineData(StaffRole.Street, "/staff /staff/conversations /staff/messages /staff/funnel /staff/policy /staff/knowledge /staff/questions /staff/register /staff/password")]
    [InlineData(StaffRole.Contractor, "/staff /staff/policy /staff/knowledge /staff/password")]
    [InlineData(StaffRole.Supervisor, "/staff /staff/policy /staff/knowledge /staff/password")]
    [InlineData(StaffRole.Property, "/staff /staff/policy /staff/knowledge /staff/password")]
    internal async Task Each_role_opens_what_it_was_granted(StaffRole role, string open)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        using var client = await StaffClient.SignedInAsync(app, role);

        foreach (var page in Pages)
        {
            using var reply = await client.GetAsync(page);
            reply.StatusCode.ShouldBe(open.Split(' ').Contains(page) ? HttpStatusCode.OK : HttpStatusCode.Forbidden, page);
        }
    }

    [Fact]
    public async Task An_administrator_of_one_community_neither_opens_nor_changes_accounts()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var community = await Seeds.In(app).CommunityAsync("甲小区");
        var other = await app.Get<StaffAccounts>().AddAsync(new NewStaff("wang", "小王", StaffRole.Administrator, true, []), CancellationToken.None);
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Administrator, community);
        var desk = await client.PageAsync("/staff");
        var token = StaffClient.TokenIn(desk);

        using var page = await client.GetAsync("/staff/accounts");
        var id = other.Id.ToString();
        foreach (var (handler, fields) in new (string, (string, string)[])[]
        {
            ("Add", [("login", "mine"), ("name", "小张"), ("role", "Administrator"), ("everywhere", "true")]),
            ("Reset", [("id", id)]),
            ("Disable", [("id", id), ("disabled", "true")]),
        })
        {
            using var reply = await client.PostBareAsync($"/staff/accounts?handler={handler}", [.. fields, ("__RequestVerificationToken", token)]);
            reply.StatusCode.ShouldBe(HttpStatusCode.Forbidden, handler);
        }

        page.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await page.Content.ReadAsStringAsync()).ShouldContain("您的账号不能看这一页");
        desk.ShouldNotContain("/staff/accounts");
        var accounts = await app.Get<StaffAccounts>().ListAsync(CancellationToken.None);
        accounts.ShouldAllBe(a => a.Login != "mine" && !a.Disabled);
        (await app.Get<StaffAccounts>().SignInAsync("wang", other.OneTimePassword, CancellationToken.None)).ShouldBeOfType<SignInAnswer.Welcome>();
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_on_every_page()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Administrator);
        var conversation = await Seeds.ConversationAsync(app);

        foreach (var path in new[] { "/staff", "/staff/sign-in", "/staff/sign-out", "/staff/password", "/staff/accounts", $"/staff/conversations/{conversation}" })
        {
            using var reply = await client.PostBareAsync(path, ("act", "take"), ("mark", "done"), ("id", Guid.NewGuid().ToString()));
            reply.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
            (await reply.Content.ReadAsStringAsync()).ShouldContain("刷新");
        }
    }

    [Fact]
    public async Task The_session_cookie_is_closed_to_scripts_and_to_other_sites()
    {
        await using var app = await TestApp.StartAsync(listen: true, settings: new Dictionary<string, string?> { ["PublicUrl"] = "https://example.org" });
        var options = app.Get<Microsoft.Extensions.Options.IOptionsMonitor<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>>().Get(StaffCookie.Scheme);

        options.Cookie.SecurePolicy.ShouldBe(CookieSecurePolicy.Always);
        options.Cookie.HttpOnly.ShouldBeTrue();
        options.Cookie.SameSite.ShouldBe(SameSiteMode.Strict);
        options.Cookie.Path.ShouldBe("/staff");
    }

    [Fact]
    public async Task Guessing_is_slowed_down_alike_for_known_and_unknown_logins()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var (known, password) = await StaffClient.AccountAsync(app, StaffRole.Committee);
        using var client = new StaffClient(app);

        foreach (var login in new[] { known, "nobody" })
        {
            for (var i = 0; i < StaffAccounts.AttemptsAllowed; i++) (await client.SignInAsync(login, "wrong")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await client.SignInAsync(login, password)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        }

        app.Clock.Advance(TimeSpan.FromMinutes(16));
        (await client.SignInAsync(known, password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_one_time_password_opens_only_the_page_that_changes_it()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var added = await app.Get<StaffAccounts>().AddAsync(new NewStaff("wang", "小王", StaffRole.Administrator, true, []), CancellationToken.None);
        using var client = new StaffClient(app);

        (await client.SignInAsync("wang", added.OneTimePassword)).Headers.Location!.ToString().ShouldBe("/staff/password");
        (await client.GetAsync("/staff")).Headers.Location!.ToString().ShouldBe("/staff/password");
        using var changed = await client.PostAsync("/staff/password", ("old", added.OneTimePassword), ("wanted", "correct horse staple"));
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var token = StaffClient.TokenIn(await changed.Content.ReadAsStringAsync());
        (await client.GetAsync("/staff")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await client.PostBareAsync("/staff/sign-out", ("__RequestVerificationToken", token))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.GetAsync("/staff")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task After_signing_in_a_foreign_address_is_not_followed()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var (login, password) = await StaffClient.AccountAsync(app, StaffRole.Committee);
        using var client = new StaffClient(app);

        foreach (var back in new[] { "//evil.example/staff", "/staff/\0", "/staff/\r\nX: y", "/staff/\u4e2d" })
        {
            using var reply = await client.PostPartsAsync("/staff/sign-in", ("login", login), ("password", password), ("back", back));
            reply.Headers.Location!.ToString().ShouldBe("/staff");
        }
    }
}
