using FakeWeCom;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.Fake;

/// <summary>The simulator's tokens, addresses and frequencies refuse what the vendor refuses.</summary>
public sealed class TokenRulesTests : IAsyncLifetime
{
    private readonly FakeClock clock = new();
    private FakeWeComHost host = null!;
    private Vendor vendor = null!;

    public async Task InitializeAsync()
    {
        var other = new AppOptions { AgentId = 1000003, Secret = "another-secret", Kf = false, Calls = false };
        host = await FakeWeComHost.StartAsync(new() { Clock = clock, Seed = 7, Apps = [new(), other], Limits = { CallsPerMinute = 50 } });
        vendor = await new Vendor(host).SignInAsync();
    }

    public async Task DisposeAsync()
    {
        vendor.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_token_stays_the_same_until_it_ends_and_its_end_has_one_of_two_codes()
    {
        var first = vendor.Token;
        clock.Advance(TimeSpan.FromHours(1));
        var again = await vendor.GetTokenAsync(host.App.Secret);
        ((string)again["access_token"]!).ShouldBe(first);
        ((int)again["expires_in"]!).ShouldBe(3600);
        clock.Advance(TimeSpan.FromHours(1));

        (await vendor.CodeAsync("kf/account/list", new { })).ShouldBe(42001);
        host.Options.Behaviour.ExpiredTokenCode = 40014;
        (await vendor.CodeAsync("kf/account/list", new { })).ShouldBe(40014);
        (await vendor.SignInAsync()).Token.ShouldNotBe(first);
        host.Faults.RevokeTokens();
        (await vendor.CodeAsync("kf/account/list", new { })).ShouldBe(40014);
    }

    [Fact]
    public async Task Many_wrong_secrets_block_the_address_for_an_hour()
    {
        for (var i = 0; i < 10; i++) ((int)(await vendor.GetTokenAsync("wrong"))["errcode"]!).ShouldBe(40001);

        ((int)(await vendor.GetTokenAsync(host.App.Secret))["errcode"]!).ShouldBe(45009);
        clock.Advance(TimeSpan.FromHours(1));
        ((int)(await vendor.GetTokenAsync(host.App.Secret))["errcode"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Each_app_speaks_for_itself_only()
    {
        vendor.Token = (string)(await vendor.GetTokenAsync("another-secret"))["access_token"]!;

        (await vendor.CodeAsync("message/send", new { touser = "zhaomin", agentid = 1000002, msgtype = "text", text = new { content = "好" } })).ShouldBe(301002);
        (await vendor.CodeAsync("kf/sync_msg", new { open_kfid = host.Options.KfAccounts[0].OpenKfId })).ShouldBe(48007);
        (await vendor.CodeAsync("pstncc/call", new { callee_userid = new[] { "zhaomin" } })).ShouldBe(301049);
    }

    [Fact]
    public async Task Errors_are_HTTP_200_with_a_code_and_a_hint()
    {
        var refused = await vendor.GetTokenAsync("", "wrong");
        ((int)refused["errcode"]!).ShouldBe(41004);
        ((string)refused["errmsg"]!).ShouldMatch(@"^secret missing, hint: \[\d+_\d+_[0-9a-f]{32}\], from ip: 127.0.0.1, more info at https://open\.work\.weixin\.qq\.com/devtool/query\?e=41004$");
        ((int)(await vendor.GetTokenAsync("x", "wrong"))["errcode"]!).ShouldBe(40013);
        ((int)(await vendor.GetAsync("kf/account/list"))["errcode"]!).ShouldBe(43002);
        ((int)(await vendor.GetAsync("kf/servicer/list", signed: false))["errcode"]!).ShouldBe(41001);
        (await vendor.Http.GetAsync("/cgi-bin/kf/no_such_call")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        host.Log.Unknown.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_number_written_as_text_is_taken_with_a_warning()
    {
        var answer = await vendor.PostAsync("message/send", new { touser = "zhaomin", agentid = "1000002", msgtype = "text", text = new { content = "好" } });

        ((int)answer["errcode"]!).ShouldBe(0);
        ((string)answer["errmsg"]!).ShouldContain("Warning: wrong json format.");
    }

    [Fact]
    public async Task A_foreign_address_and_too_many_calls_are_refused()
    {
        for (var i = 0; i < 50; i++) (await vendor.CodeAsync("kf/account/list", new { })).ShouldBe(0);
        (await vendor.CodeAsync("kf/account/list", new { })).ShouldBe(45009);
        clock.Advance(TimeSpan.FromSeconds(61));
        (await vendor.CodeAsync("kf/account/list", new { })).ShouldBe(0);

        host.App.TrustedIps.Add("203.0.113.7");
        (await vendor.CodeAsync("kf/account/list", new { })).ShouldBe(60020);
    }
}
