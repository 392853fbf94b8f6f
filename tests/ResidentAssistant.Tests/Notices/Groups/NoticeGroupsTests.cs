using FakeWeCom.World;
using ResidentAssistant.Messaging.ToGroups;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Notices;
using ResidentAssistant.Notices.Groups;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.WeCom.CustomerService;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Tests.Notices.Groups;

/// <summary>Notices in customer groups: a task for each owner, sent by his tap or not at all, and posted is never told.</summary>
public sealed class NoticeGroupsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [BothDatabases]
    public async Task An_owner_is_asked_once_reminded_three_times_and_his_tap_is_posted_and_not_told(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        var (riser, home) = await PlacedAsync(world);
        var (zhao, sends) = (world.Fake.GroupOwner("zhaomin"), world.App.Get<GroupSends>());

        var version = await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, riser));
        await world.PassUntilAsync(() => zhao.Waiting.Count == 1, Second);
        zhao.Waiting[0].Text.ShouldContain("编号 N-0001（第1份）");
        zhao.Waiting[0].Results.Keys.ShouldBe(["wrBuilding3", "wrEntrance32"], ignoreOrder: true);
        world.Fake.GroupOwner("lisi").Waiting.ShouldBeEmpty("a group of the whole neighbourhood is not spent on one riser");
        (await StandingAsync(world, version, home)).ShouldBe(ReachStanding.NotReached, "nothing is in the group before he taps");

        var send = (await sends.OfAsync(version.Id, default)).ShouldHaveSingleItem();
        for (var i = 0; i < 3; i++) (await sends.RemindAsync(send.Id, "居委会小李", default)).ShouldBeTrue();
        (await sends.RemindAsync(send.Id, "居委会小李", default)).ShouldBeFalse();
        await world.PassUntilAsync(() => zhao.Waiting[0].Reminders.Count == 3, Second);

        zhao.Tap(zhao.Waiting[0]);
        await world.PassUntilAsync(async () => await world.CountAsync("select count(*) from notice_reach where way = 'Group' and state = 'Posted'") > 0, TimeSpan.FromSeconds(20));
        zhao.Lines("wrEntrance32").ShouldHaveSingleItem();
        (await StandingAsync(world, version, home)).ShouldBe(ReachStanding.UnderWay);
        (await world.App.Get<ReachLedger>().CountsAsync(version.NoticeId, version.Id, default))!.Told.ShouldBe(0);
        (await sends.OfAsync(version.Id, default)).Single().State.ShouldBe(GroupSendState.Sent);

        // Today these groups have had theirs: a person pastes, or it is tomorrow.
        var second = await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, riser));
        (await sends.OfAsync(second.Id, default)).ShouldBeEmpty();
        world.Clock.WakeAfter(TimeSpan.FromDays(1));
        var third = await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, riser));
        (await sends.OfAsync(third.Id, default)).ShouldHaveSingleItem();
    }

    [BothDatabases]
    public async Task What_nobody_tapped_is_taken_back_when_it_is_amended_and_the_newer_words_take_its_place(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        var (riser, _) = await PlacedAsync(world);
        var (zhao, sends) = (world.Fake.GroupOwner("zhaomin"), world.App.Get<GroupSends>());
        var first = await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, riser));
        await world.PassUntilAsync(() => zhao.Waiting.Count == 1, Second);

        var second = await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, riser) with { NoticeId = first.NoticeId, Change = NoticeChange.Amended }, "更正：停水通知");
        await world.PassUntilAsync(() => zhao.Waiting is [{ Text: var text }] && text.Contains("第2份"), Second);
        await world.PassUntilAsync(async () => (await sends.OfAsync(first.Id, default)).Single().State is GroupSendState.Cancelled, Second);

        // Tapped before it could be taken back: what stands there is counted, and the vendor passes over the newer words.
        zhao.Tap(zhao.Waiting[0]);
        await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, riser) with { NoticeId = first.NoticeId, Change = NoticeChange.Cancelled }, "取消：停水通知");
        await world.PassUntilAsync(async () => (await sends.OfAsync(second.Id, default)).Single().State is GroupSendState.Sent, TimeSpan.FromSeconds(10));
        foreach (var waiting in zhao.Waiting) zhao.Tap(waiting);
        zhao.Lines("wrEntrance32").Count.ShouldBe(1);
    }

    [BothDatabases]
    public async Task When_the_answer_is_lost_the_owner_finds_the_task_once(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        var (riser, _) = await PlacedAsync(world);
        world.Fake.Faults.Add(new Fault(FaultKind.LoseAnswer) { Path = "externalcontact/add_msg_template", Times = 1 });
        var version = await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, riser));

        await world.PassUntilAsync(async () => (await world.App.Get<GroupSends>().OfAsync(version.Id, default)).Single().State is GroupSendState.Made, Second);
        world.Fake.GroupOwner("zhaomin").Waiting.Count.ShouldBe(1);
        world.Fake.Log.Of("externalcontact/add_msg_template").Count().ShouldBe(1);
    }

    [BothDatabases]
    public async Task A_node_that_died_between_the_call_and_its_mark_leaves_one_task(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        var (riser, _) = await PlacedAsync(world);
        world.Fake.Faults.Hang(TimeSpan.FromDays(1), "externalcontact/add_msg_template");
        var version = await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, riser));
        var send = (await world.App.Get<GroupSends>().OfAsync(version.Id, default)).Single();
        await world.App.Get<Database>().ExecuteAsync("update group_sends set tries = 1, leased_by = 'dead', leased_until = @past, fence = fence + 1", new { past = DateTimeOffset.UtcNow.AddMinutes(-1) }, default);
        world.Fake.Faults.Clear();
        await world.App.Get<WeComClient>().AddMassMessageAsync(send.Owner, ["wrEntrance32", "wrBuilding3"], send.Text, default);

        await world.PassUntilAsync(async () => (await world.App.Get<GroupSends>().OfAsync(version.Id, default)).Single().State is GroupSendState.Made, Second);
        world.Fake.GroupOwner("zhaomin").Waiting.Count.ShouldBe(1);
    }

    [BothDatabases]
    public async Task What_nobody_taps_in_three_days_is_taken_back_so_that_old_words_never_come(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        var (riser, _) = await PlacedAsync(world);
        var version = await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, riser));
        await world.PassUntilAsync(() => world.Fake.GroupOwner("zhaomin").Waiting.Count == 1, Second);
        world.Clock.WakeAfter(TimeSpan.FromDays(3.1));

        await world.PassUntilAsync(async () => (await world.App.Get<GroupSends>().OfAsync(version.Id, default)).Single().State is GroupSendState.Cancelled, Second);
        world.Fake.GroupOwner("zhaomin").Waiting.ShouldBeEmpty();
        GroupWords.Of((await world.App.Get<GroupSends>().OfAsync(version.Id, default)).Single()).ShouldContain("三天没有点");
    }

    [Theory]
    [InlineData(1, false, NoticeChange.First, true)]
    [InlineData(0, false, NoticeChange.Amended, false)]
    [InlineData(1, true, NoticeChange.First, false)]
    [InlineData(1, true, NoticeChange.Amended, true)]
    [InlineData(2, true, NoticeChange.First, true)]
    internal void The_last_of_a_month_is_kept_for_a_correction(int left, bool monthly, NoticeChange change, bool allowed) =>
        new GroupRoom(new PlacedGroup { ChatId = "wr", Name = "", Owner = "z" }, left, monthly).Allows(change).ShouldBe(allowed);

    internal static async Task<(Guid Riser, Guid Home)> PlacedAsync(KfWorld world)
    {
        var (zhao, li) = (world.Fake.GroupOwner("zhaomin"), world.Fake.GroupOwner("lisi"));
        zhao.Group("wrEntrance32", "3号楼2单元邻居");
        zhao.Group("wrBuilding3", "3号楼邻居");
        li.Group("wrAll", "全小区邻居");
        await world.App.Get<CustomerGroups>().ReadSoonAsync(default);
        await world.PassUntilAsync(async () => await world.CountAsync("select count(*) from customer_groups") == 3, Second);
        var home = await NoticeStoreTests.HomeAsync(world.App, "3-2-501");
        var place = (await world.App.Get<Database>().QueryAsync<Place>("select building_id, entrance_id from households where id = @Id", new { home.Id }, default)).Single();
        var groups = world.App.Get<CustomerGroups>();
        await groups.PlaceAsync("wrEntrance32", Pilot.CommunityId, place.BuildingId, place.EntranceId, default);
        await groups.PlaceAsync("wrBuilding3", Pilot.CommunityId, place.BuildingId, null, default);
        await groups.PlaceAsync("wrAll", Pilot.CommunityId, null, null, default);
        return ((await world.App.Get<Register>().RisersOfAsync(home.Id, default))[0].Id, home.Id);
    }

    private static async Task<ReachStanding> StandingAsync(KfWorld world, NoticeVersion version, Guid home) =>
        (await world.App.Get<ReachLedger>().OfAsync(version.NoticeId, version.Id, default)).Single(h => h.HouseholdId == home).Standing;

    private sealed record Place
    {
        public required Guid BuildingId { get; init; }

        public required Guid EntranceId { get; init; }
    }
}
