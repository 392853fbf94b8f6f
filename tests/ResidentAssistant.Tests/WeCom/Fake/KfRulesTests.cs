using FakeWeCom;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.Fake;

/// <summary>The simulator's kf refuses what the vendor refuses.</summary>
public sealed class KfRulesTests : IAsyncLifetime
{
    private const string Wang = "wmWangGuifen0000000000000000001";
    private readonly FakeClock clock = new();
    private FakeWeComHost host = null!;
    private Vendor vendor = null!;

    private string Account => host.Options.KfAccounts[0].OpenKfId;

    public async Task InitializeAsync()
    {
        host = await FakeWeComHost.StartAsync(new() { Clock = clock, Seed = 7, Limits = { SyncWithoutToken = 1000 } });
        vendor = await new Vendor(host).SignInAsync();
    }

    public async Task DisposeAsync()
    {
        vendor.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_resident_may_hear_five_messages_until_he_speaks_again()
    {
        var wang = host.Resident(Wang);
        wang.Say("你好");
        for (var i = 0; i < 5; i++) (await SayAsync($"第{i}条")).ShouldBe(0);

        (await SayAsync("第六条")).ShouldBe(95001);
        wang.Say("再说一句");
        (await SayAsync("又可以说了")).ShouldBe(0);

        wang.Received.Count.ShouldBe(6);
    }

    [Fact]
    public async Task After_48_hours_nothing_can_be_said()
    {
        host.Resident(Wang).Say("你好");
        clock.Advance(TimeSpan.FromHours(48) - TimeSpan.FromSeconds(1));
        await vendor.SignInAsync();
        (await SayAsync("还在")).ShouldBe(0);
        clock.Advance(TimeSpan.FromSeconds(1));

        (await SayAsync("过时")).ShouldBe(95002);
    }

    [Fact]
    public async Task Windows_may_also_be_felt_later_as_failed_messages()
    {
        host.Options.Behaviour.Windows = WindowRefusal.Later;
        var wang = host.Resident(Wang);
        wang.Say("你好");
        for (var i = 0; i < 6; i++) (await SayAsync($"第{i}条")).ShouldBe(0);

        var failed = (await vendor.SyncAsync(Account)).Items.Last()["event"]!;

        wang.Received.Count.ShouldBe(5);
        ((string)failed["event_type"]!).ShouldBe("msg_send_fail");
        ((int)failed["fail_type"]!).ShouldBe(6);
    }

    [Fact]
    public async Task A_msgid_is_used_once_and_its_second_use_has_a_code_nobody_knows()
    {
        host.Resident(Wang).Say("你好");
        var message = new { touser = Wang, open_kfid = Account, msgid = "M-1_a", msgtype = "text", text = new { content = "好" } };
        (await vendor.CodeAsync("kf/send_msg", message)).ShouldBe(0);

        (await vendor.CodeAsync("kf/send_msg", message)).ShouldBe(host.Corp.DuplicateMsgIdCode);

        host.Resident(Wang).Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Pages_hold_everything_once_though_some_are_short_or_empty()
    {
        var wang = host.Resident(Wang);
        for (var i = 0; i < 40; i++) wang.Say($"第{i}句");

        var (items, cursor) = await vendor.SyncAsync(Account, limit: 3);
        wang.Say("最后");
        var (later, _) = await vendor.SyncAsync(Account, cursor);

        items.Select(item => (string)item["text"]!["content"]!).ShouldBe(Enumerable.Range(0, 40).Select(i => $"第{i}句"));
        ((string)later.ShouldHaveSingleItem()["text"]!["content"]!).ShouldBe("最后");
    }

    [Fact]
    public async Task A_welcome_is_for_newcomers_once_and_within_20_seconds()
    {
        var wang = host.Resident(Wang);
        wang.Enter("b3", "K7Q2");
        var entered = (await vendor.SyncAsync(Account)).Items.Single()["event"]!;
        ((string)entered["scene_param"]!).ShouldBe("K7Q2");
        var welcome = new { code = (string)entered["welcome_code"]!, msgtype = "text", text = new { content = "您好" } };

        (await vendor.CodeAsync("kf/send_msg_on_event", welcome)).ShouldBe(0);
        (await vendor.CodeAsync("kf/send_msg_on_event", welcome)).ShouldBe(40029);
        wang.Enter("b3", "K7Q2");
        (await vendor.SyncAsync(Account)).Items.Last()["event"]!["welcome_code"].ShouldBeNull();
        var li = host.Resident("wmLiJianguo00000000000000000002");
        li.Open();
        var late = (string)(await vendor.SyncAsync(Account)).Items.Last()["event"]!["welcome_code"]!;
        clock.Advance(TimeSpan.FromSeconds(20));
        (await vendor.CodeAsync("kf/send_msg_on_event", new { code = late, msgtype = "text", text = new { content = "您好" } })).ShouldBe(40029);
    }

    [Fact]
    public async Task Who_is_with_a_servicer_hears_nothing_from_us()
    {
        var wang = host.Resident(Wang);
        wang.Say("找人");
        (await StateAsync(2)).ShouldBe(0);
        (await SayAsync("请等")).ShouldBe(95018);
        (await StateAsync(1)).ShouldBe(95016);
        wang.ServicerTakes("zhaomin");
        (await SayAsync("请等")).ShouldBe(95018);
        wang.ServicerEnds();

        (await StateAsync(1)).ShouldBe(95013);
        host.ServicerReceives("qianwei", false);
        wang.Say("又来了");
        (await StateAsync(3, "qianwei")).ShouldBe(95019);
        (await StateAsync(3, "sungang")).ShouldBe(95014);
        wang.State.ShouldBe(0);
        (await SayAsync("好")).ShouldBe(0);
        wang.State.ShouldBe(1);
    }

    [Fact]
    public async Task A_menu_is_measured_and_its_tap_comes_back_with_its_id()
    {
        var wang = host.Resident(Wang);
        wang.Say("你好");
        object Menu(string id, string words) => new { touser = Wang, open_kfid = Account, msgtype = "msgmenu", msgmenu = new { head_content = "请选", list = new[] { new { type = "click", click = new { id, content = words } } } } };
        (await vendor.CodeAsync("kf/send_msg", Menu("a#b", "同意"))).ShouldBe(40058);
        (await vendor.CodeAsync("kf/send_msg", Menu("ab", new string('同', 43)))).ShouldBe(40058);
        (await vendor.CodeAsync("kf/send_msg", Menu("agree_1", "同意"))).ShouldBe(0);

        wang.Tap("同意");

        var said = (await vendor.SyncAsync(Account)).Items.Last()["text"]!;
        ((string)said["menu_id"]!).ShouldBe("agree_1");
        ((string)said["content"]!).ShouldBe("同意");
    }

    private Task<int> SayAsync(string words) => vendor.CodeAsync("kf/send_msg", new { touser = Wang, open_kfid = Account, msgtype = "text", text = new { content = words } });

    private Task<int> StateAsync(int state, string servicer = "") =>
        vendor.CodeAsync("kf/service_state/trans", new { open_kfid = Account, external_userid = Wang, service_state = state, servicer_userid = servicer });
}
