using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Registry;
using System.Globalization;
using FakeWeCom;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.CommandLine;
using ResidentAssistant.CommandLine.WeComChecks;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Web;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Tests.CommandLine;

/// <summary>wecom check against the simulator: each thing that may be missing is found, named and explained, and nobody in WeCom notices the check.</summary>
public sealed class WeComCheckTests
{
    private const string Community = "示例小区（演示）";

    [Fact]
    public async Task When_all_is_well_it_says_so_and_nobody_was_told_anything()
    {
        await using var world = await World.StartAsync(running: _ => { });
        await world.AddColleagueAsync();

        var (code, said) = await world.CheckAsync(aibot: true);

        said.ShouldContain("[正常] 换令牌");
        said.ShouldContain("[正常] 调用接口");
        said.ShouldContain("[正常] 应用发消息：AgentId 1000002");
        said.ShouldContain("能读居民的消息，小区是“示例小区（演示）”");
        said.ShouldContain("/wecom/callback：验证通过");
        said.ShouldContain("[正常] 值班群机器人 duty");
        said.ShouldContain("1 位同事填了账号");
        said.ShouldContain("[正常] 智能机器人：连上了");
        said.ShouldContain("没有不行的");
        said.ShouldNotContain("[不行]");
        code.ShouldBe(0);
        world.Fake.Group().Messages.ShouldBeEmpty();
        world.Fake.Member("zhaomin").Received.ShouldBeEmpty();
        foreach (var secret in new[] { world.Fake.App.Secret, world.Fake.App.Token, world.Fake.App.EncodingAesKey, world.Fake.Options.AiBots[0].Secret, world.Fake.Options.Robots[0].Key })
            said.ShouldNotContain(secret);
    }

    [Fact]
    public async Task Empty_settings_are_one_finding()
    {
        await using var world = await World.StartAsync(settings: s => s.Clear());

        var (code, said) = await world.CheckAsync();

        code.ShouldBe(1);
        said.ShouldStartWith("[不行] 企业微信的设置还没有填");
        said.ShouldContain("docs/wecom.zh-CN.md");
    }

    [Fact]
    public async Task A_wrong_secret_is_asked_for_once_and_then_only_when_a_person_insists()
    {
        await using var world = await World.StartAsync(settings: s => s["WeCom:Assistant:Secret"] = "wrong");

        (await world.CheckAsync()).ShouldFind("[不行] 换令牌：Secret 不对，或者应用停用了（错误码 40001）", "WeCom:Assistant:Secret", "[没查] 微信客服");
        (await world.CheckAsync()).ShouldFind("再过 60 分钟才会再问");
        world.Asked("gettoken").ShouldBe(1);

        world.Fake.App.Secret = "wrong";
        (await world.CheckAsync(again: true)).Said.ShouldContain("[正常] 换令牌");
        world.Asked("gettoken").ShouldBe(2);
        (await world.CheckAsync()).Said.ShouldContain("[正常] 换令牌");
    }

    [Fact]
    public async Task A_secret_that_was_changed_at_the_vendor_is_found_although_a_token_still_serves()
    {
        await using var world = await World.StartAsync();
        (await world.CheckAsync()).Said.ShouldContain("[正常] 换令牌");
        world.Fake.App.Secret = "changed";

        (await world.CheckAsync()).ShouldFind("（错误码 40001）");
    }

    [Fact]
    public async Task A_wrong_corp_is_named()
    {
        await using var world = await World.StartAsync(settings: s => s["WeCom:CorpId"] = "wwOther");

        (await world.CheckAsync()).ShouldFind("企业 ID 不对（错误码 40013）", "WeCom:CorpId");
    }

    [Fact]
    public async Task An_untrusted_address_is_named_with_the_address_to_add()
    {
        await using var world = await World.StartAsync(vendor: v => v.Apps[0].TrustedIps = ["203.0.113.7"]);

        (await world.CheckAsync()).ShouldFind("[不行] 调用接口：这台机器的出口 IP 127.0.0.1 不在“企业可信IP”里（错误码 60020）", "加上 127.0.0.1", "[没查] 微信客服");
    }

    [Fact]
    public async Task Another_apps_number_is_found_without_sending()
    {
        await using var world = await World.StartAsync(vendor: v => v.Apps.Add(new() { AgentId = 1000009, Secret = "other", Kf = false }), settings: s => s["WeCom:Assistant:AgentId"] = "1000009");

        (await world.CheckAsync()).ShouldFind("[不行] 应用发消息：AgentId 和 Secret 不是同一个应用的（错误码 301002）");
    }

    [Fact]
    public async Task An_unknown_number_is_found()
    {
        await using var world = await World.StartAsync(settings: s => s["WeCom:Assistant:AgentId"] = "7");

        (await world.CheckAsync()).ShouldFind("AgentId 不对（错误码 40056）");
    }

    [Fact]
    public async Task An_app_that_may_not_call_customer_service_is_told_where_to_be_added()
    {
        await using var world = await World.StartAsync(vendor: v => v.Apps[0].Kf = false);

        (await world.CheckAsync()).ShouldFind("[不行] 微信客服：这个应用没有权限调用这个接口（错误码 48002）", "可调用接口的应用");
    }

    [Fact]
    public async Task What_the_vendor_refuses_is_said_in_words()
    {
        await using var world = await World.StartAsync();
        foreach (var (path, code, words) in ((string, int, string)[])
        [
            ("kf/account/list", 95017, "客服的“通过API管理”没有打开"),
            ("kf/account/list", 95023, "客服的接口权限给了别的应用"),
            ("kf/account/list", 95011, "不能用独立版的 Secret"),
            ("kf/servicer/list", 48007, "这个客服账号没有交给这个应用管"),
            ("kf/sync_msg", 95017, "客服的“通过API管理”没有打开"),
            ("media/get", 50003, "应用停用了"),
            ("webhook/send", 93004, "机器人停用了"),
            ("webhook/send", 93008, "机器人不在群里了"),
            ("gettoken", -1, "企业微信说自己正忙"),
            ("gettoken", 45009, "这台机器的 IP 被拦住了"),
        ])
        {
            world.Fake.Faults.Refuse(code, 20, path);
            (await world.CheckAsync()).ShouldFind(words, $"（错误码 {code}）", "怎么办：");
            world.Fake.Faults.Clear();
        }
    }

    [Fact]
    public async Task An_account_that_is_not_there_is_told_with_those_that_are()
    {
        await using var world = await World.StartAsync(settings: s => s["WeCom:Kf:Accounts:wkNone"] = Community);

        (await world.CheckAsync()).ShouldFind("[不行] 客服账号 wkNone：不在这个应用管的客服账号里", $"和平里社区居民助手 {world.Account}");
    }

    [Fact]
    public async Task A_community_that_is_not_in_the_register_is_told_with_those_that_are()
    {
        await using var world = await World.StartAsync(settings: s => s[s.Keys.Single(k => k.StartsWith("WeCom:Kf", StringComparison.Ordinal))] = "别的小区");

        (await world.CheckAsync()).ShouldFind("设置里写的小区“别的小区”不在名册里", $"名册上有：{Community}");
    }

    [Fact]
    public async Task Without_accounts_in_the_settings_it_names_those_the_app_may_manage()
    {
        await using var world = await World.StartAsync(settings: s => s.Remove(s.Keys.Single(k => k.StartsWith("WeCom:Kf", StringComparison.Ordinal))));

        (await world.CheckAsync()).Said.ShouldContain($"现有：和平里社区居民助手 {world.Account}。");
    }

    [Fact]
    public async Task A_vendor_out_of_reach_is_told_with_the_host()
    {
        await using var world = await World.StartAsync(settings: s => s["WeCom:ApiBaseUrl"] = "http://127.0.0.1:1");

        (await world.CheckAsync()).ShouldFind("没有等到企业微信的回答", "能不能打开 127.0.0.1");
    }

    [Fact]
    public async Task Callbacks_without_their_key_are_missing()
    {
        await using var world = await World.StartAsync(settings: s => s["WeCom:Assistant:Token"] = s["WeCom:Assistant:EncodingAesKey"] = "");

        (await world.CheckAsync()).ShouldFind("[不行] 回调：WeCom:Assistant:Token 和 EncodingAesKey 没有填", "设置API接收");
    }

    [Fact]
    public async Task A_program_that_runs_with_an_older_token_must_be_started_anew()
    {
        await using var world = await World.StartAsync(running: s => s["WeCom:Assistant:Token"] = "Older");

        (await world.CheckAsync()).ShouldFind("签名对不上（HTTP 403）", "重启程序");
    }

    [Fact]
    public async Task A_program_that_was_started_without_callbacks_must_be_started_anew()
    {
        await using var world = await World.StartAsync(running: s => s["WeCom:Assistant:Token"] = s["WeCom:Assistant:EncodingAesKey"] = "");

        (await world.CheckAsync()).ShouldFind("没有这一页（HTTP 404）");
    }

    [Fact]
    public async Task An_address_where_nobody_answers_is_told()
    {
        await using var world = await World.StartAsync();

        (await world.CheckAsync()).ShouldFind("回调地址 http://127.0.0.1:1/wecom/callback：打不开", "先把程序启动起来");
    }

    [Fact]
    public async Task A_robot_with_a_wrong_key_is_told_by_its_name_only()
    {
        await using var world = await World.StartAsync(settings: s => s["WeCom:Robots:night"] = "00000000-0000-4000-8000-000000000000");

        var (_, said) = (await world.CheckAsync()).ShouldFind("[不行] 值班群机器人 night：webhook 的 key 不对，或者机器人已经被移出了群（错误码 93000）", "[正常] 值班群机器人 duty");
        said.ShouldNotContain("00000000-0000");
    }

    [Fact]
    public async Task Nobody_to_be_told_of_what_is_urgent_is_a_fault()
    {
        await using var world = await World.StartAsync(settings: s => s.Remove("WeCom:Robots:duty"));

        (await world.CheckAsync()).ShouldFind("[没开] 值班群机器人", "[不行] 有急事时，没有人能在企业微信里收到");
    }

    [Fact]
    public async Task The_smart_robot_is_left_alone_unless_asked_for()
    {
        await using var world = await World.StartAsync(settings: s => s["WeCom:AiBot:Secret"] = "wrong");

        (await world.CheckAsync()).Said.ShouldContain("[留意] 智能机器人：填好了，没有试连");
        world.Asked("aibot_subscribe").ShouldBe(0);
        (await world.CheckAsync(aibot: true)).ShouldFind("[不行] 智能机器人：企业微信不让连");
        world.Asked("aibot_subscribe").ShouldBe(1);
    }

    [Fact]
    public async Task A_link_for_a_letter_carries_its_code_and_one_for_a_poster_none()
    {
        await using var world = await World.StartAsync();
        var settings = world.Check.Get<WeComSettings>();
        var client = world.Check.Get<WeComClient>();

        var poster = await WeComVerb.LinkAsync(client, settings, null, "b3", null, CancellationToken.None);
        var letter = await WeComVerb.LinkAsync(client, settings, null, "b3", "8241-7730", CancellationToken.None);

        letter.ShouldBe($"{poster}&scene_param=82417730");
        world.Fake.Resident("wmNeighbour").Open(letter);
        world.Fake.Resident("wmPasserBy").Open(poster);
        foreach (var (scene, code) in new[] { ("三号楼", (string?)null), ("", null), ("b3", "8241") })
            await Should.ThrowAsync<RefusedException>(() => WeComVerb.LinkAsync(client, settings, null, scene, code, CancellationToken.None));
        (await Should.ThrowAsync<RefusedException>(() => WeComVerb.LinkAsync(client, settings, "wkNone", "b3", null, CancellationToken.None))).Message.ShouldContain("没有这个客服账号（错误码 95004）");
    }

    [Fact]
    public async Task Printed_letters_open_the_account_of_their_community_and_the_chat_page_where_there_is_none()
    {
        await using var world = await World.StartAsync();
        var links = world.Check.Get<LetterLinks>();
        var code = LetterCode.TryParse("8241-7730")!;
        var name = world.Check.Get<WeComSettings>().Kf.Accounts.Values.First();
        var here = new Uri("http://127.0.0.1:5080");

        var own = (await links.ForAsync(new Community { Id = Guid.NewGuid(), Name = name, Street = "", Committee = "" }, here, CancellationToken.None))(code);
        var none = (await links.ForAsync(new Community { Id = Guid.NewGuid(), Name = "没有客服账号的小区", Street = "", Committee = "" }, here, CancellationToken.None))(code);

        own.ShouldEndWith("&scene_param=82417730");
        world.Fake.Resident("wmReader").Open(own);
        none.ShouldEndWith("/chat#c=82417730");
        QrPicture.Of(own, new Microsoft.AspNetCore.Http.DefaultHttpContext().Request).ShouldStartWith("data:image/png;base64,");
    }

    /// <summary>The simulator, the program as it runs, and the settings as they are when somebody checks.</summary>
    private sealed class World : IAsyncDisposable
    {
        private World(FakeWeComHost fake, TestApp? running, TestApp check) => (Fake, Running, Check) = (fake, running, check);

        public FakeWeComHost Fake { get; }

        public TestApp Check { get; }

        public string Account => Fake.Options.KfAccounts[0].OpenKfId;

        private TestApp? Running { get; }

        /// <summary>The program itself runs only with <paramref name="running"/>; else nobody answers at the callback address.</summary>
        public static async Task<World> StartAsync(Action<FakeWeComOptions>? vendor = null, Action<Dictionary<string, string?>>? settings = null, Action<Dictionary<string, string?>>? running = null)
        {
            var clock = new FakeClock(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero));
            var options = new FakeWeComOptions { Clock = clock, Seed = 5 };
            vendor?.Invoke(options);
            var fake = await FakeWeComHost.StartAsync(options);
            // Only the page for callbacks runs: what else the program does would be in the simulator's log too.
            Dictionary<string, string?> callbacks = new() { ["WeCom:CorpId"] = options.CorpId, ["WeCom:Assistant:Token"] = fake.App.Token, ["WeCom:Assistant:EncodingAesKey"] = fake.App.EncodingAesKey };
            running?.Invoke(callbacks);
            var serving = running is null ? null : await TestApp.StartAsync(listen: true, settings: callbacks, clock: clock);
            Dictionary<string, string?> now = new()
            {
                ["PublicUrl"] = serving?.Address.ToString() ?? "http://127.0.0.1:1", ["WeCom:ApiBaseUrl"] = fake.Address.ToString(), ["WeCom:CorpId"] = options.CorpId,
                ["WeCom:Assistant:AgentId"] = fake.App.AgentId.ToString(CultureInfo.InvariantCulture), ["WeCom:Assistant:Secret"] = fake.App.Secret,
                ["WeCom:Assistant:Token"] = fake.App.Token, ["WeCom:Assistant:EncodingAesKey"] = fake.App.EncodingAesKey, [$"WeCom:Kf:Accounts:{options.KfAccounts[0].OpenKfId}"] = Community,
                ["WeCom:Robots:duty"] = options.Robots[0].Key, ["WeCom:AiBot:BotId"] = options.AiBots[0].BotId, ["WeCom:AiBot:Secret"] = options.AiBots[0].Secret,
                ["WeCom:AiBot:WebSocketUrl"] = fake.WebSocketAddress.ToString(),
            };
            settings?.Invoke(now);
            return new World(fake, serving, await TestApp.StartAsync(settings: now, clock: clock));
        }

        public async Task AddColleagueAsync()
        {
            var accounts = Check.Get<StaffAccounts>();
            var added = await accounts.AddAsync(new NewStaff("zhao", "赵敏", StaffRole.Committee, true, []), CancellationToken.None);
            await accounts.NoteMemberAsync(added.Id, "zhaomin", CancellationToken.None);
        }

        public async Task<Checked> CheckAsync(bool aibot = false, bool again = false)
        {
            await using var said = new StringWriter();
            return new Checked(await WeComCheck.RunAsync(Check.Host.Services, said, aibot, again, CancellationToken.None), said.ToString());
        }

        public int Asked(string path) => Fake.Log.Calls.Count(c => c.Path == path);

        public async ValueTask DisposeAsync()
        {
            await Check.DisposeAsync();
            if (Running is not null) await Running.DisposeAsync();
            await Fake.DisposeAsync();
        }
    }

    /// <summary>Exit code and what was printed.</summary>
    private sealed record Checked(int Code, string Said)
    {
        /// <summary>It failed, and for these reasons.</summary>
        public Checked ShouldFind(params string[] words)
        {
            Code.ShouldBe(1, Said);
            foreach (var word in words) Said.ShouldContain(word);
            Said.ShouldContain("项要办");
            return this;
        }
    }
}
