using System.Text.Json.Nodes;
using FakeWeCom;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.Fake;

/// <summary>The simulator's customer groups refuse what the vendor refuses.</summary>
public sealed class GroupRulesTests : IAsyncLifetime
{
    private readonly FakeClock clock = new();
    private FakeWeComHost host = null!;
    private Vendor vendor = null!;

    public async Task InitializeAsync()
    {
        host = await FakeWeComHost.StartAsync(new() { Clock = clock, Seed = 7 });
        vendor = await new Vendor(host).SignInAsync();
        for (var i = 0; i < 5; i++) host.GroupOwner("zhaomin").Group($"wr{i}", $"群{i}");
    }

    public async Task DisposeAsync()
    {
        vendor.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Groups_come_in_pages_and_only_for_an_app_with_the_right()
    {
        var (found, cursor) = (new List<string>(), "");
        do
        {
            var page = await vendor.PostAsync("externalcontact/groupchat/list", new { status_filter = 0, cursor, limit = 1000 });
            found.AddRange(page["group_chat_list"]!.AsArray().Select(g => (string)g!["chat_id"]!));
            cursor = (string)page["next_cursor"]!;
        }
        while (cursor.Length > 0);
        found.ShouldBe(["wr0", "wr1", "wr2", "wr3", "wr4"]);
        ((string)(await vendor.PostAsync("externalcontact/groupchat/get", new { chat_id = "wr0" }))["group_chat"]!["owner"]!).ShouldBe("zhaomin");
        host.App.CustomerContact = false;
        (await vendor.CodeAsync("externalcontact/groupchat/list", new { limit = 10 })).ShouldBe(48002);
    }

    [Fact]
    public async Task A_mass_message_needs_its_sender_and_groups_of_his_and_waits_for_the_tap()
    {
        (await vendor.CodeAsync("externalcontact/add_msg_template", new { chat_type = "group", chat_id_list = new[] { "wr0" }, text = new { content = "停水" } })).ShouldBe(40058);
        (await vendor.CodeAsync("externalcontact/add_msg_template", new { chat_type = "group", sender = "lisi", chat_id_list = new[] { "wr0" }, text = new { content = "停水" } })).ShouldBe(41048);
        (await vendor.CodeAsync("externalcontact/add_msg_template", new { chat_type = "group", sender = "zhaomin", chat_id_list = new[] { "wr0" }, text = new { content = new string('水', 1334) } })).ShouldBe(45002);
        var made = await vendor.PostAsync("externalcontact/add_msg_template", new { chat_type = "group", sender = "zhaomin", chat_id_list = new[] { "wr0", "wrNobody" }, text = new { content = "停水" } });
        made["fail_list"]!.AsArray().Select(n => (string)n!).ShouldBe(["wrNobody"]);
        var msgid = (string)made["msgid"]!;

        (await vendor.CodeAsync("externalcontact/get_groupmsg_task", new { msgid })).ShouldBe(41063);
        clock.Advance(TimeSpan.FromSeconds(3));
        ((int)(await vendor.PostAsync("externalcontact/get_groupmsg_task", new { msgid }))["task_list"]![0]!["status"]!).ShouldBe(0);
        host.GroupOwner("zhaomin").Lines("wr0").ShouldBeEmpty();
        host.GroupOwner("zhaomin").Tap(host.GroupOwner("zhaomin").Waiting.Single());
        (await ResultAsync(msgid)).ShouldBe(1);
        host.GroupOwner("zhaomin").Lines("wr0").ShouldHaveSingleItem().Text.ShouldBe("停水");
        (await vendor.CodeAsync("externalcontact/cancel_groupmsg_send", new { msgid })).ShouldBe(41093);
        (await vendor.CodeAsync("externalcontact/cancel_groupmsg_send", new { msgid = "no" })).ShouldBe(41047);
    }

    [Theory]
    [InlineData(MassLimit.Day, 1)]
    [InlineData(MassLimit.Month, 30)]
    internal async Task A_group_that_has_had_enough_is_passed_over(MassLimit limit, int most)
    {
        host.Options.Behaviour.MassLimit = limit;
        for (var i = 0; i < most; i++) (await SentAsync()).ShouldBe(1);
        (await SentAsync()).ShouldBe(3);
        clock.WakeAfter(limit is MassLimit.Day ? TimeSpan.FromDays(1) : TimeSpan.FromDays(30));
        vendor = await vendor.SignInAsync();
        (await SentAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task He_is_reminded_three_times_in_a_day()
    {
        var made = await vendor.PostAsync("externalcontact/add_msg_template", new { chat_type = "group", sender = "zhaomin", chat_id_list = new[] { "wr0" }, text = new { content = "停水" } });
        var msgid = (string)made["msgid"]!;
        for (var i = 0; i < 3; i++) (await vendor.CodeAsync("externalcontact/remind_groupmsg_send", new { msgid })).ShouldBe(0);
        (await vendor.CodeAsync("externalcontact/remind_groupmsg_send", new { msgid })).ShouldBe(41094);
        (await vendor.CodeAsync("externalcontact/cancel_groupmsg_send", new { msgid })).ShouldBe(0);
        host.GroupOwner("zhaomin").Waiting.ShouldBeEmpty();
    }

    private async Task<int> SentAsync()
    {
        var made = await vendor.PostAsync("externalcontact/add_msg_template", new { chat_type = "group", sender = "zhaomin", chat_id_list = new[] { "wr0" }, text = new { content = "停水" } });
        host.GroupOwner("zhaomin").Tap(host.GroupOwner("zhaomin").Waiting.Single());
        clock.Advance(TimeSpan.FromSeconds(3));
        return await ResultAsync((string)made["msgid"]!);
    }

    private async Task<int> ResultAsync(string msgid) => (int)(await vendor.PostAsync("externalcontact/get_groupmsg_send_result", new { msgid, userid = "zhaomin" }))["send_list"]!.AsArray().Single(r => (string)r!["chat_id"]! == "wr0")!["status"]!;
}
