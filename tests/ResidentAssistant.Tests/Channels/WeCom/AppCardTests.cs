using FakeWeCom.World;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Channels.WeCom;

public sealed class AppCardTests
{
    private const string Button = "我来处理";

    [BothDatabases]
    public async Task Who_taps_takes_the_matter_and_everybodys_card_says_so(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false);
        var zhao = await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        var qian = await world.ColleagueAsync("QianWei", StaffRole.Street);
        var item = await world.Seeds.DeskItemAsync(null, "emergency", true, "爆管跑水", "E-0001");
        await world.TickAsync();
        var card = await zhao.SeesAsync("爆管跑水");
        var other = await qian.SeesAsync("爆管跑水");

        zhao.Tap(card, Button).ShouldBeTrue();
        await world.SettledAsync();
        await world.TickAsync();

        (await world.Database.FirstAsync<string>("select s.name from desk_items d join staff_accounts s on s.id = d.taken_by where d.id = @item and d.seen_at is not null and d.done_at is null", new { item }, CancellationToken.None)).ShouldBe("居委会zhaomin");
        card.Replaced.ShouldBe("已由居委会zha接手");
        other.Replaced.ShouldBe("已由居委会zha接手");
        (await world.CountAsync("kind = 'Change' and state = 'Sent'")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task Who_has_not_yet_changed_the_password_he_was_given_takes_a_matter_all_the_same(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false);
        var accounts = world.App.Get<StaffAccounts>();
        var added = await accounts.AddAsync(new NewStaff("sunli", "小孙", StaffRole.Committee, Everywhere: true, []), CancellationToken.None);
        await accounts.NoteMemberAsync(added.Id, "sunli", CancellationToken.None);
        var sun = world.Fake.Member("sunli");
        var item = await world.Seeds.DeskItemAsync(null, "emergency", true, "爆管跑水", "E-0001");
        await world.TickAsync();

        sun.Tap(await sun.SeesAsync("爆管跑水"), Button);
        await world.SettledAsync();

        (await world.Database.FirstAsync<string>("select s.name from desk_items d join staff_accounts s on s.id = d.taken_by where d.id = @item", new { item }, CancellationToken.None)).ShouldBe("小孙");
    }

    [BothDatabases]
    public async Task Two_who_tap_at_once_leave_it_with_the_first_and_a_doubled_callback_changes_nothing(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false);
        var (zhao, qian) = (await world.ColleagueAsync("zhaomin", StaffRole.Committee), await world.ColleagueAsync("qianwei", StaffRole.Committee));
        await world.Seeds.DeskItemAsync(null, "emergency", true, "爆管跑水");
        await world.TickAsync();
        var (first, second) = (await zhao.SeesAsync("爆管"), await qian.SeesAsync("爆管"));
        world.Fake.Faults.DoubleCallbacks = 2;

        zhao.Tap(first, Button);
        await world.SettledAsync();
        qian.Tap(second, Button);
        await world.SettledAsync();
        await world.TickAsync();

        first.Replaced.ShouldBe("已由居委会zha接手");
        second.Replaced.ShouldBe("已由居委会zha接手");
        (await world.CountAsync("kind = 'Reply'")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task What_was_taken_at_the_desk_changes_the_cards_too_and_stops_those_not_sent(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false);
        var zhao = await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        var item = await world.Seeds.DeskItemAsync(null, "emergency", true, "爆管跑水");
        await world.TickAsync();
        var card = await zhao.SeesAsync("爆管");
        world.Fake.Faults.Refuse(-1, 1, "message/send");
        var next = await world.Seeds.DeskItemAsync(null, "emergency", true, "又爆了");
        await world.TickAsync();

        foreach (var id in new[] { item, next }) await world.App.Get<DeskStore>().TakenAsync(id, await StaffAsync(world, "zhaomin"), CancellationToken.None);
        await world.TickAsync();

        card.Replaced.ShouldBe("已由居委会zha接手");
        (await world.CountAsync("state = 'Stopped' and reason = 'taken'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task Only_colleagues_of_the_community_who_may_act_get_a_card_and_later_those_of_the_place_that_became_known(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false);
        var (a, b) = (await world.Seeds.CommunityAsync("甲小区"), await world.Seeds.CommunityAsync("乙小区"));
        var committee = await world.ColleagueAsync("jia", StaffRole.Committee, a);
        var property = await world.ColleagueAsync("wuye", StaffRole.Property, a);
        var other = await world.ColleagueAsync("yi", StaffRole.Property, b);
        var contractor = await world.ColleagueAsync("sungang", StaffRole.Contractor, a);
        var item = await world.Seeds.DeskItemAsync(null, "emergency", true, "不知哪里跑水");
        await world.TickAsync();
        (committee.Received.Count, property.Received.Count).ShouldBe((1, 0));

        await world.Database.ExecuteAsync("update desk_items set community_id = @a where id = @item", new { a, item }, CancellationToken.None);
        await world.TickAsync();
        await world.TickAsync();

        (committee.Received.Count, property.Received.Count, other.Received.Count, contractor.Received.Count).ShouldBe((1, 1, 0, 0));
    }

    [BothDatabases]
    public async Task Who_is_unknown_here_or_works_elsewhere_takes_nothing_and_is_told_why(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false);
        var a = await world.Seeds.CommunityAsync("甲小区");
        var zhao = await world.ColleagueAsync("zhaomin", StaffRole.Committee, a);
        await world.Seeds.DeskItemAsync(a, "emergency", true, "爆管跑水");
        await world.TickAsync();
        var card = await zhao.SeesAsync("爆管");
        await world.Database.ExecuteAsync("delete from staff_scopes", null, CancellationToken.None);

        zhao.Tap(card, Button);
        await world.SettledAsync();
        await zhao.SeesAsync("不在您负责的小区");
        await world.Database.ExecuteAsync("update staff_accounts set wecom_userid = null", null, CancellationToken.None);
        zhao.Tap(card, Button);
        await world.SettledAsync();
        await zhao.SeesAsync("还不知道您是哪位同事");

        (await world.Database.FirstAsync<long>("select count(*) from desk_items where taken_at is null", null, CancellationToken.None)).ShouldBe(1);
        card.Replaced.ShouldBeNull();
    }

    [BothDatabases]
    public async Task After_a_lost_answer_a_card_is_not_sent_twice_and_stands_as_unconfirmed(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false);
        var zhao = await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        world.Fake.Faults.LoseAnswer(1, "message/send");

        await world.Seeds.DeskItemAsync(null, "emergency", true, "爆管跑水");
        await world.TickAsync();
        (await world.CountAsync("state = 'Pending' and reason = 'answer-lost'")).ShouldBe(1);
        for (var i = 0; i < 3; i++) await world.TickAsync();

        zhao.Received.Count.ShouldBe(1);
        (await world.CountAsync("state = 'Unconfirmed' and reason = 'repeated'")).ShouldBe(1);
        // The tap itself brings the right to change the card.
        zhao.Tap(zhao.Received[0], Button);
        await world.SettledAsync();
        await world.TickAsync();
        zhao.Received[0].Replaced.ShouldNotBeNull();
    }

    [BothDatabases]
    public async Task A_storm_is_one_card_that_opens_the_desk_and_the_vendor_drops_nothing(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false, settings: new Dictionary<string, string?> { ["PublicUrl"] = "http://127.0.0.1:5080" });
        var zhao = await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        for (var i = 0; i < 50; i++) await world.Seeds.DeskItemAsync(null, "emergency", true, "爆管跑水", $"E-{i:0000}");

        await world.TickAsync();

        var seen = zhao.Received.Single();
        seen.MsgType.ShouldBe("textcard");
        seen.Text.ShouldContain("有 50 件事等着处理");
        ((string?)seen.Content["url"]).ShouldBe("http://127.0.0.1:5080/staff/wecom");
        (await world.CountAsync("state = 'Sent'")).ShouldBe(50);
    }

    [BothDatabases]
    public async Task Whom_WeCom_does_not_know_stands_in_the_list_with_what_to_do(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false);
        var account = await world.App.Get<StaffAccounts>().AddAsync(new NewStaff("wang", "小王", StaffRole.Committee, true, []), CancellationToken.None);
        await world.App.Get<StaffAccounts>().NoteMemberAsync(account.Id, "no-such-member", CancellationToken.None);

        await world.Seeds.DeskItemAsync(null, "emergency", true, "爆管跑水");
        await world.TickAsync();

        var line = (await world.App.Get<UnsentStore>().ToColleaguesAsync(StaffScope.All(true), CancellationToken.None)).Single();
        line.State.ShouldBe(DeliveryState.Failed);
        line.To.ShouldBe("小王");
        SendingRules.Words(line.Reason).ShouldContain("81013");
    }

    private static async Task<CurrentStaff> StaffAsync(StaffWorld world, string member) => (await world.App.Get<StaffAccounts>().OfMemberAsync(member, CancellationToken.None))!;
}
