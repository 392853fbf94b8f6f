using FakeWeCom;
using Microsoft.Extensions.Configuration;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Notices;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.WeCom.CustomerService;

namespace ResidentAssistant.Tests.Notices;

/// <summary>When a notice is published and said: at the time set, not at night, not where the vendor's window is closed, and at the vendor's pace.</summary>
public sealed class NoticeTimesTests
{
    private static readonly CurrentStaff Colleague = new(Guid.NewGuid(), "li", "居委会小李", StaffRole.Committee, StaffScope.All(true), false);

    [BothDatabases]
    public async Task At_the_time_set_it_is_published_once_and_what_cannot_be_comes_back_with_the_reason(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var (composer, drafts, database) = (app.Get<Composer>(), app.Get<NoticeDrafts>(), app.Get<Database>());
        var riser = (await app.Get<Register>().RisersOfAsync((await NoticeStoreTests.HomeAsync(app, "3-2-501")).Id, default))[0].Id;
        var at = app.Clock.GetUtcNow().AddHours(2);
        var draft = await NoticeStoreTests.DraftAsync(app, riser);
        (await Should.ThrowAsync<RefusedException>(() => composer.ScheduleAsync(draft.Id, 1, at.AddDays(-1), Colleague, default))).Message.ShouldContain("现在以后");
        (await Should.ThrowAsync<RefusedException>(() => composer.ScheduleAsync(draft.Id, 1, at.AddDays(7.5), Colleague, default))).Message.ShouldContain("到那个时候：离24小时还不到");
        await composer.ScheduleAsync(draft.Id, 1, at, Colleague, default);
        await RunAsync(app);
        (await CountAsync("select count(*) from notices")).ShouldBe(0);

        app.Clock.AdvanceTo(at);
        await Task.WhenAll(RunAsync(app), RunAsync(app));
        (await CountAsync("select count(*) from notices")).ShouldBe(1);
        (await CountAsync("select count(*) from desk_items")).ShouldBe(0, "the node that came second holds nothing back");
        (await database.FirstAsync<string>("select published_by_name from notice_versions", null, default)).ShouldBe("居委会小李");

        // Meanwhile the street asks for a second reader.
        var second = await NoticeStoreTests.DraftAsync(app, riser);
        await composer.ScheduleAsync(second.Id, 1, at.AddHours(1), Colleague, default);
        await app.Get<SourcedSettings>().SetAsync(
            new SettingDraft { Key = Composer.SecondPerson, Seen = 0, Value = Composer.Two, Source = "街道定的", ValidFrom = new DateOnly(2026, 11, 1), SetBy = Colleague.Id, SetByName = Colleague.Name }, new DateOnly(2026, 11, 23), default);
        app.Clock.AdvanceTo(at.AddHours(1));
        await Task.WhenAll(RunAsync(app), RunAsync(app));
        var back = (await drafts.FindAsync(second.Id, default)).ShouldNotBeNull();
        (back.PublishAt, back.HeldBack).ShouldBe((null, "街道定了：要另一位同事看过才能发。请同事来点“我看过了”。"));
        (await CountAsync("select count(*) from desk_items where urgent = true and title like '定好时间的通知没有发出去%'")).ShouldBe(1);

        // Changed words want a new time.
        await drafts.ApproveAsync(second.Id, 1, Colleague with { Id = Guid.NewGuid() }, default);
        await composer.ScheduleAsync(second.Id, 1, at.AddHours(2), Colleague, default);
        await drafts.SaveAsync(back, Colleague, default);
        app.Clock.AdvanceTo(at.AddHours(2));
        await RunAsync(app);
        (await CountAsync("select count(*) from notices")).ShouldBe(1);

        Task<long> CountAsync(string sql) => database.FirstAsync<long>(sql, null, default);
    }

    [BothDatabases]
    public async Task At_night_it_waits_for_the_morning(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider, clock: new FakeClock(SiteClock.Instant(new DateTime(2026, 11, 23, 22, 0, 0))));
        await app.Get<Pilot>().FillIfEmptyAsync(default);
        var resident = await new Chat(app, "wang").JoinAsync("82417730");
        var draft = await NoticeStoreTests.DraftAsync(app, (await app.Get<Register>().RisersOfAsync((await NoticeStoreTests.HomeAsync(app, "3-2-501")).Id, default))[0].Id);
        var version = await app.Get<Composer>().PublishAsync(draft.Id, 1, Colleague, default);

        await SendAsync(app);
        var counts = (await app.Get<ReachLedger>().CountsAsync(version.NoticeId, version.Id, default))!;
        (counts.Waiting, SiteClock.At(counts.SaysFrom!.Value).DateTime).ShouldBe((1, new DateTime(2026, 11, 24, 8, 0, 0)));
        (await resident.CountAsync("select count(*) from notice_reach where state = 'Sent'")).ShouldBe(0);
        app.Clock.WakeAt(counts.SaysFrom.Value);
        await SendAsync(app);
        (await resident.CountAsync("select count(*) from notice_reach where state = 'Sent' and turn is not null")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task Who_wants_no_notices_is_called_and_an_emergency_is_said_to_everybody_at_any_hour(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider, clock: new FakeClock(SiteClock.Instant(new DateTime(2026, 11, 23, 22, 0, 0))));
        await app.Get<Pilot>().FillIfEmptyAsync(default);
        var resident = await new Chat(app, "wang").JoinAsync("82417730");
        await resident.SayAsync("别再给我发消息了");
        await resident.TapAsync("对");
        var home = await NoticeStoreTests.HomeAsync(app, "3-2-501");
        var draft = await NoticeStoreTests.DraftAsync(app, (await app.Get<Register>().RisersOfAsync(home.Id, default))[0].Id);
        var ordinary = await app.Get<Composer>().PublishAsync(draft.Id, 1, Colleague, default);
        var urgent = await app.Get<Composer>().PublishAsync(await app.Get<NoticeDrafts>().BeginAsync(draft with
        {
            Template = "urgent-outage", Filled = new Dictionary<string, string> { ["reason"] = "立管漏水", ["from"] = "2026-11-23T22:00", ["to"] = "2026-11-24T02:00", ["water-point"] = "东侧水点", ["phone"] = "010-12345678" },
        }, Colleague, default), 1, Colleague, default);
        await SendAsync(app);

        var ledger = app.Get<ReachLedger>();
        (await ledger.OfAsync(ordinary.NoticeId, ordinary.Id, default)).Single(h => h.HouseholdId == home.Id).Next.ShouldNotBeNull("somebody calls or knocks");
        (await resident.CountAsync("select count(*) from notice_reach where way = 'Chat' and state = 'Sent'")).ShouldBe(1);
        (await ledger.OfAsync(urgent.NoticeId, urgent.Id, default)).Single(h => h.HouseholdId == home.Id).Standing.ShouldBe(ReachStanding.UnderWay);
        (await ledger.OfAsync(urgent.NoticeId, urgent.Id, default)).Where(h => h.HouseholdId != home.Id).ShouldAllBe(h => h.Next != null, "whoever cannot be sent to is on the list at once");
    }

    [BothDatabases]
    public async Task Where_the_window_has_closed_or_the_vendor_gives_it_back_somebody_calls(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Resident.Say("82417730");
        await world.PassUntilAsync(async () => await world.CountAsync("select count(*) from standing_proofs") == 1, TimeSpan.FromSeconds(1));
        await world.SettledAsync();
        var home = await NoticeStoreTests.HomeAsync(world.App, "3-2-501");
        var riser = (await world.App.Get<Register>().RisersOfAsync(home.Id, default))[0].Id;

        world.Resident.Refuses = true;
        var refused = await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, riser));
        await world.PassUntilAsync(async () => await world.CountAsync("select count(*) from notice_reach where way = 'Chat' and state = 'Failed'") == 1, TimeSpan.FromSeconds(1));
        (await StandingAsync(refused)).ShouldBe((ReachStanding.NotReached, true));

        world.Resident.Refuses = false;
        var late = await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, riser));
        await world.App.Get<Database>().ExecuteAsync("update notice_reach set state = 'Queued', due_at = @due, leased_by = null, leased_until = null where version_id = @Id", new { due = world.Clock.GetUtcNow().AddHours(49), late.Id }, default);
        world.Clock.WakeAfter(TimeSpan.FromHours(49));
        await world.PassUntilAsync(async () => await world.CountAsync("select count(*) from notice_reach where way = 'Chat' and state = 'Failed'") == 2, TimeSpan.FromSeconds(1));
        (await StandingAsync(late)).ShouldBe((ReachStanding.NotReached, true));
        world.Resident.Received.Count(l => l.Text.Contains("【停水通知】")).ShouldBeLessThanOrEqualTo(1);

        async Task<(ReachStanding, bool)> StandingAsync(NoticeVersion version) =>
            (await world.App.Get<ReachLedger>().OfAsync(version.NoticeId, version.Id, default)).Single(h => h.HouseholdId == home.Id) is var one ? (one.Standing, one.Next is Way.Phone or Way.Door) : default;
    }

    [BothDatabases]
    public async Task A_broadcast_over_two_nodes_keeps_the_vendors_pace_within_two_in_a_hundred_and_leaves_room_for_an_emergency(Provider provider)
    {
        const int perMinute = 600;
        var count = Environment.GetEnvironmentVariable("RESIDENT_LONG") == "1" ? 1_000 : 600;
        await using var world = await KfWorld.StartAsync(provider, adjust: b => b.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["WeCom:CallsPerMinute"] = $"{perMinute}" }));
        var people = Enumerable.Range(0, count).Select(i => world.Fake.Resident($"wmPace{i:0000}")).ToList();
        foreach (var person in people) person.Say("谢谢");
        await world.PassUntilAsync(async () => people.All(p => p.Received.Count > 0) && await UnsentAsync(world) == 0, TimeSpan.FromMilliseconds(200), 2_000);
        await BroadcastKillTests.ProveAsync(world.App.Get<Database>(), people);
        await using var other = world.App.OtherNode(new Dictionary<string, string?>(world.Settings) { ["WeCom:CallsPerMinute"] = $"{perMinute}" });
        await other.StartAsync();
        world.Clock.WakeAfter(TimeSpan.FromHours(2));
        world.Fake.Options.Limits.CallsPerMinute = perMinute;
        var drafts = world.App.Get<NoticeDrafts>();
        var draft = (await drafts.FindAsync(await drafts.BeginAsync(new NoticeDraft { Id = Guid.Empty, CommunityId = Pilot.CommunityId, Template = "reserve-list", Filled = new Dictionary<string, string>(), Audience = new Audience { Everybody = true } }, Colleague, default), default))!;
        var began = world.Clock.GetUtcNow();
        await NoticeStoreTests.PublishAsync(world.App, draft, "纳入储备的通知");

        for (var second = 0; second < count / 9 && people.Any(p => !Told(p)); second++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAll(world.App.Get<Tick>().RunOnceAsync(default), ((Tick)other.Services.GetService(typeof(Tick))!).RunOnceAsync(default));
            await KfWorld.WaitAsync(async () => await UnsentAsync(world) == 0);
            if (second != 20) continue;
            people[0].Say("水管爆了，水喷出来了");
            await people[0].HearsAsync("E-0001");
        }

        people.Count(Told).ShouldBe(count, string.Join(", ", await world.App.Get<Database>().QueryAsync<string>("select state || ' ' || coalesce(channel, '') || ' ' || count(*) from notice_reach group by state, channel union all select 'outbox ' || state || ' ' || coalesce(reason, '') || ' ' || count(*) from outbox group by state, reason", null, default)));
        people.ShouldAllBe(p => p.Received.Count(l => l.Text.Contains("【纳入储备的通知】", StringComparison.Ordinal)) == 1);
        (await world.LedgerAsync()).ShouldAllBe(s => s == "Sent", "the vendor never had to say no");
        var took = people.Max(p => p.Received.Last(l => l.Text.Contains("【纳入储备的通知】", StringComparison.Ordinal)).At) - began;
        var best = TimeSpan.FromMinutes((double)count / perMinute);
        Console.WriteLine($"{provider}: {count} told in {took.TotalSeconds:0} s, the quota allows {best.TotalSeconds:0} s");
        (took / best).ShouldBeLessThanOrEqualTo(1.02);
        await other.StopAsync();

        static bool Told(FakeWeCom.Phones.ResidentPhone person) => person.Received.Any(l => l.Text.Contains("【纳入储备的通知】", StringComparison.Ordinal));
    }

    private static Task<long> UnsentAsync(KfWorld world) => world.CountAsync("select (select count(*) from outbox where channel = 'wecom-kf' and state in ('Pending', 'Sending')) + (select count(*) from notice_reach where state = 'Sending') + (select count(*) from kf_messages where state = 'waiting')");

    private static Task RunAsync(TestApp app) => app.Get<IEnumerable<IDuty>>().OfType<NoticeSchedule>().Single().RunAsync(app.Clock.GetUtcNow(), default);

    private static Task SendAsync(TestApp app) => app.Get<IEnumerable<IDuty>>().OfType<NoticeDuty>().Single().RunAsync(app.Clock.GetUtcNow(), default);
}
