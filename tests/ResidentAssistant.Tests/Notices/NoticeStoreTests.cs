using System.Globalization;
using System.Net;
using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Notices;
using ResidentAssistant.Notices.Templates;
using ResidentAssistant.Staff;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Works;

namespace ResidentAssistant.Tests.Notices;

/// <summary>A notice is known by every household or on a list for a person.</summary>
public sealed class NoticeStoreTests
{
    private static readonly CurrentStaff Colleague = new(Guid.NewGuid(), "li", "居委会小李", StaffRole.Committee, StaffScope.All(true), false);

    [BothDatabases]
    public async Task It_is_said_to_a_proven_person_told_when_opened_confirmed_by_one_tap_and_the_rest_is_on_a_list(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        var resident = await new Chat(app, "wang").JoinAsync("82417730");
        var home = await HomeAsync(app, "3-2-501");
        var riser = (await app.Get<Register>().RisersOfAsync(home.Id, default))[0];
        var version = await PublishAsync(app, await DraftAsync(app, riser.Id));

        var before = await app.Get<ReachLedger>().OfAsync(version.NoticeId, version.Id, default);
        before.Count.ShouldBe(6);
        before.Count(h => h.Standing is ReachStanding.UnderWay).ShouldBe(1, "queued is not told");
        await SendAsync(app);

        var said = await LastWordsAsync(app, resident.Receipt!.ConversationId);
        said.ShouldContain("【停水通知】");
        said.ShouldContain("2026年12月1日（星期二）8:00");
        var link = said[said.IndexOf("/n/", StringComparison.Ordinal)..].Trim();
        (await StandingAsync(app, version, home.Id)).ShouldBe(ReachStanding.UnderWay, "sent is not told");

        using var http = new HttpClient { BaseAddress = app.Address };
        var page = await http.GetStringAsync(new Uri(link, UriKind.Relative));
        page.ShouldContain("我知道了");
        (await StandingAsync(app, version, home.Id)).ShouldBe(ReachStanding.Told);
        using (var open = await http.GetAsync(new Uri($"/n/{version.NoticeId:N}", UriKind.Relative)))
            (await open.Content.ReadAsStringAsync()).ShouldNotContain("我知道了</button>", Case.Sensitive, "whoever came by the open address has nothing to confirm");

        await app.Get<ReachLedger>().RecordAsync(version, home.Id, Way.Page, ReachState.Confirmed, null, default);
        await app.Get<ReachLedger>().RecordAsync(version, home.Id, Way.Page, ReachState.Opened, null, default);
        (await StandingAsync(app, version, home.Id)).ShouldBe(ReachStanding.Confirmed, "opening it again takes nothing back");
        var rest = (await app.Get<ReachLedger>().OfAsync(version.NoticeId, version.Id, default)).Where(h => h.Standing is ReachStanding.NotReached).ToList();
        rest.Count.ShouldBe(5);
        rest.ShouldAllBe(h => h.Next == (h.HasPhone ? Way.Phone : Way.Door));
    }

    [BothDatabases]
    public async Task Who_no_longer_stands_proven_is_told_nothing_and_his_link_confirms_nothing(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        var resident = await new Chat(app, "wang").JoinAsync("82417730");
        var home = await HomeAsync(app, "3-2-501");
        var riser = (await app.Get<Register>().RisersOfAsync(home.Id, default))[0];
        var version = await PublishAsync(app, await DraftAsync(app, riser.Id));
        await SendAsync(app);
        var said = await LastWordsAsync(app, resident.Receipt!.ConversationId);
        var link = said[said.IndexOf("/n/", StringComparison.Ordinal)..].Trim();

        await app.Get<Letters>().RevokeAsync(home.Id, null, default);

        using var http = new HttpClient { BaseAddress = app.Address };
        var page = await http.GetStringAsync(new Uri(link, UriKind.Relative));
        page.ShouldContain("停水通知");
        page.ShouldContain("这一户的信换过");
        page.ShouldNotContain("我知道了</button>");
        (await StandingAsync(app, version, home.Id)).ShouldBe(ReachStanding.UnderWay);
        (await app.Get<StaffTurns>().ReplyAsync(resident.Receipt!.ConversationId, home.Id, "小李", "通知", "n1", default)).ShouldBeNull();
        (await LastWordsAsync(app, resident.Receipt!.ConversationId)).ShouldBe(said);
    }

    [BothDatabases]
    public async Task Two_who_live_in_one_flat_are_both_told(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var (wife, husband) = (await new Chat(app, "wang").JoinAsync("82417730"), await new Chat(app, "li").JoinAsync("82417730"));
        await PublishAsync(app, await DraftAsync(app, (await app.Get<Register>().RisersOfAsync((await HomeAsync(app, "3-2-501")).Id, default))[0].Id));
        await SendAsync(app);
        foreach (var one in new[] { wife, husband }) (await SaidAsync(app, one.Receipt!.ConversationId)).Count(w => w.Contains("【停水通知】")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task An_amended_notice_follows_the_first_and_the_old_link_shows_the_new_words_first(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        var resident = await new Chat(app, "wang").JoinAsync("82417730");
        var home = await HomeAsync(app, "3-2-501");
        var riser = (await app.Get<Register>().RisersOfAsync(home.Id, default))[0];
        var first = await PublishAsync(app, await DraftAsync(app, riser.Id));
        await SendAsync(app);
        var oldLink = (await LastWordsAsync(app, resident.Receipt!.ConversationId)) is var said ? said[said.IndexOf("/n/", StringComparison.Ordinal)..].Trim() : "";

        app.Clock.WakeAfter(TimeSpan.FromHours(1));
        var second = await PublishAsync(app, await DraftAsync(app, riser.Id) with { NoticeId = first.NoticeId, Change = NoticeChange.Amended }, "停水通知（改过）");
        await SendAsync(app);
        (await LastWordsAsync(app, resident.Receipt!.ConversationId)).ShouldContain("停水通知（改过）");
        second.Number.ShouldBe(2);

        using var http = new HttpClient { BaseAddress = app.Address };
        var page = await http.GetStringAsync(new Uri(oldLink, UriKind.Relative));
        page.IndexOf("停水通知（改过）", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf("以前的几份", StringComparison.Ordinal));
        page.ShouldContain("这份通知改过");

        // A cancellation goes to those who may know, and to nobody else.
        app.Clock.WakeAfter(TimeSpan.FromHours(1));
        var third = await PublishAsync(app, await DraftAsync(app, riser.Id) with { NoticeId = first.NoticeId, Change = NoticeChange.Cancelled }, "停水取消");
        (await app.Get<Database>().FirstAsync<int>("select count(*) from notice_reach where version_id = @Id", new { third.Id }, default)).ShouldBe(1);
    }

    [BothDatabases]
    public async Task What_a_killed_node_left_behind_is_said_once_and_never_after_a_newer_version(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var resident = await new Chat(app, "wang").JoinAsync("82417730");
        var riser = (await app.Get<Register>().RisersOfAsync((await HomeAsync(app, "3-2-501")).Id, default))[0];
        var first = await PublishAsync(app, await DraftAsync(app, riser.Id));

        // Said, and killed before the mark was written.
        await SendAsync(app);
        await app.Get<Database>().ExecuteAsync("update notice_reach set state = 'Sending', leased_by = 'dead', leased_until = @past", new { past = DateTimeOffset.UtcNow.AddMinutes(-1) }, default);
        await SendAsync(app);
        (await SaidAsync(app, resident.Receipt!.ConversationId)).Count(w => w.Contains("【停水通知】")).ShouldBe(1);

        // Claimed, killed before it was said, and overtaken.
        await app.Get<Database>().ExecuteAsync("update notice_reach set state = 'Sending', leased_by = 'dead', leased_until = @past, target = target where version_id = @Id", new { past = DateTimeOffset.UtcNow.AddMinutes(-1), first.Id }, default);
        await PublishAsync(app, await DraftAsync(app, riser.Id) with { NoticeId = first.NoticeId, Change = NoticeChange.Amended }, "停水通知（改过）");
        await SendAsync(app);
        await SendAsync(app);
        (await SaidAsync(app, resident.Receipt!.ConversationId))[^1].ShouldContain("停水通知（改过）");
    }

    [BothDatabases]
    public async Task What_could_not_be_said_waits_behind_the_others(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: false);
        await new Chat(app, "wang").JoinAsync("82417730");
        var riser = (await app.Get<Register>().RisersOfAsync((await HomeAsync(app, "3-2-501")).Id, default))[0];
        await PublishAsync(app, await DraftAsync(app, riser.Id));
        var ledger = app.Get<ReachLedger>();

        await ledger.FinishAsync((await ledger.ClaimAsync(new Lane([], Rest: true), 16, default)).Select(row => (row, ReachState.Queued, (int?)null)), default);
        (await ledger.ClaimAsync(new Lane([], Rest: true), 16, default)).ShouldBeEmpty();
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        (await ledger.ClaimAsync(new Lane([], Rest: true), 16, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_outage_is_announced_a_day_ahead_at_least_and_begins_and_ends_while_people_work()
    {
        await using var app = await Chat.WithPilotAsync(Provider.Sqlite, listen: false);
        var draft = await DraftAsync(app, (await app.Get<Register>().RisersOfAsync((await HomeAsync(app, "3-2-501")).Id, default))[0].Id);
        (await FaultsAsync($"{SiteClock.At(app.Clock.GetUtcNow()).AddHours(20):yyyy-MM-dd'T'HH:mm}", "2026-12-01T18:00")).ShouldContain(f => f.Contains("离24小时还不到"));
        (await FaultsAsync("2026-12-01T08:00", "2026-12-01T18:00")).ShouldBeEmpty();

        await app.Get<SiteRules>().SetHoursAsync(Pilot.CommunityId, null, "周一到周五 8:00-12:00、14:00-18:00", "街道定的", Colleague, default);
        (await FaultsAsync("2026-12-01T08:00", "2026-12-01T18:00")).ShouldBeEmpty();
        (await FaultsAsync("2026-12-01T14:00", "2026-12-02T12:00")).ShouldBeEmpty("the night between is no fault");
        (await FaultsAsync("2026-12-01T13:00", "2026-12-01T20:00")).Count(f => f.Contains("不在可以施工的时段里")).ShouldBe(2);
        (await FaultsAsync("2026-12-05T08:00", "2026-12-05T12:00")).ShouldAllBe(f => f.Contains("3号楼不在可以施工的时段里"), "a Saturday");

        async Task<IReadOnlyList<string>> FaultsAsync(string from, string to) =>
            (await app.Get<Composer>().OfAsync(draft with { Filled = new Dictionary<string, string>(draft.Filled) { ["from"] = from, ["to"] = to } }, default)).Faults;
    }

    [BothDatabases]
    public async Task The_second_of_two_colleagues_publishes_nothing(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var riser = (await app.Get<Register>().RisersOfAsync((await HomeAsync(app, "3-2-501")).Id, default))[0];
        var draft = await DraftAsync(app, riser.Id);
        await PublishAsync(app, draft);

        (await Should.ThrowAsync<RefusedException>(() => PublishAsync(app, draft))).Code.ShouldBe("ChangedSince");
        (await app.Get<Database>().FirstAsync<int>("select count(*) from notices", null, default)).ShouldBe(1);
    }

    [BothDatabases]
    public async Task Many_households_are_addressed_with_sets_of_rows(Provider provider)
    {
        // The first of the long round warms up.
        foreach (var households in Environment.GetEnvironmentVariable("RESIDENT_LONG") is null ? [3_000] : new[] { 1_000, 1_000, 10_000, 100_000 })
        {
            await using var app = await TestApp.StartAsync(provider);
            await AddressAsync(app, provider, households);
        }
    }

    private static async Task AddressAsync(TestApp app, Provider provider, int households)
    {
        var community = await ManyAsync(app, households);
        var draft = await BegunAsync(app, new NoticeDraft { Id = Guid.Empty, CommunityId = community, Template = "reserve-list", Filled = new Dictionary<string, string>(), Audience = new Audience { Everybody = true } });
        GC.Collect();
        var (before, started) = (Resident("VmRSS", anew: true), TimeProvider.System.GetTimestamp());
        var version = await PublishAsync(app, draft);
        var took = TimeProvider.System.GetElapsedTime(started);
        var more = Resident("VmHWM") - before;

        (await app.Get<ReachLedger>().CountsAsync(version.NoticeId, version.Id, default))!.Households.ShouldBe(households);
        (await app.Get<ReachLedger>().CountsAsync(version.NoticeId, version.Id, default))!.Waiting.ShouldBe(households / 2);
        Console.WriteLine($"{provider}: {households} households addressed in {took.TotalSeconds:0.00} s, {took.TotalMicroseconds / households:0.0} µs each, with {more} MB more");
        more.ShouldBeLessThanOrEqualTo(200);
    }

    [Fact]
    public void Every_form_of_the_product_is_without_fault_and_says_what_it_asks_for()
    {
        var (forms, faults) = NoticeTemplates.Read([Path.Combine(AppContext.BaseDirectory, "dialogs")]);
        faults.ShouldBeEmpty();
        foreach (var needed in new[] { "outage", "restored", "entry", "reserve-list", "materials-board", "sample-open", "plan-consultation" }) forms.ShouldContainKey(needed);
    }

    [Fact]
    public void A_faulty_form_is_named_with_file_line_and_column()
    {
        var faults = new List<ResidentAssistant.Dialogs.DialogFault>();
        new TemplateReader(faults).Read("x.md", "---\nid: x\ntitle: 通知\nabout: nobody\nfields:\n  a: { label: 甲, kind: colour }\n---\n{b}").ShouldBeNull();
        faults.Select(f => f.ToString()).ShouldBe(["x.md:4:8 `about` is riser or community", "x.md:6:24 `kind` is text, lines, time, day or phone", "x.md:8:1 {b} is not among the `fields` of this notice", "x.md:8:1 the field `a` is asked for and not said"], ignoreOrder: true);
    }

    // Megabytes of this process as Linux counts them; 0 elsewhere. The highest is counted anew on demand.
    private static long Resident(string name, bool anew = false)
    {
        if (!OperatingSystem.IsLinux()) return 0;
        if (anew) File.WriteAllText("/proc/self/clear_refs", "5");
        return long.Parse(File.ReadLines("/proc/self/status").Single(l => l.StartsWith(name, StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    internal static async Task<Household> HomeAsync(TestApp app, string flat) => (await app.Get<Register>().FindAsync(Pilot.CommunityId, flat, default)).ShouldBeOfType<HouseholdSearch.Found>().Household;

    internal static Task<NoticeDraft> DraftAsync(TestApp app, Guid riser) => BegunAsync(app, new NoticeDraft
    {
        Id = Guid.Empty, CommunityId = Pilot.CommunityId, Template = "outage", Audience = new Audience { Risers = [riser] },
        Filled = new Dictionary<string, string> { ["reason"] = "换厨房的立管", ["from"] = "2026-12-01T08:00", ["to"] = "2026-12-01T18:00", ["water-point"] = "东侧水点", ["toilet"] = "东侧厕所", ["phone"] = "010-12345678" },
    });

    internal static Task<NoticeVersion> PublishAsync(TestApp app, NoticeDraft draft, string title = "停水通知")
    {
        var form = app.Get<NoticeTemplates>().Find(draft.Template)!;
        return app.Get<NoticeStore>().PublishAsync(draft, title, NoticeText.Of(form, draft.Filled, "3号楼2单元厨房立管01"), "3号楼2单元厨房立管01", app.Clock.GetUtcNow(), form.Urgent, Colleague, default);
    }

    private static async Task<NoticeDraft> BegunAsync(TestApp app, NoticeDraft draft) => (await app.Get<NoticeDrafts>().FindAsync(await app.Get<NoticeDrafts>().BeginAsync(draft, Colleague, default), default))!;

    private static async Task<ReachStanding> StandingAsync(TestApp app, NoticeVersion version, Guid household) =>
        (await app.Get<ReachLedger>().OfAsync(version.NoticeId, version.Id, default)).Single(h => h.HouseholdId == household).Standing;

    private static async Task<IReadOnlyList<string>> SaidAsync(TestApp app, Guid conversation)
    {
        var said = new List<string>();
        for (var turn = 1; await app.Get<Transcript>().TurnAsync(conversation, turn, default) is { } one; turn++) said.AddRange(one.Entries.Select(e => e.Text ?? ""));
        return said;
    }

    private static async Task<string> LastWordsAsync(TestApp app, Guid conversation) => (await SaidAsync(app, conversation))[^1];

    // The application's own tick may have the message in hand already.
    private static async Task SendAsync(TestApp app)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        do await app.Get<IEnumerable<Scheduling.IDuty>>().Single(d => d is NoticeDuty).RunAsync(app.Clock.GetUtcNow(), patience.Token);
        while (await app.Get<Database>().FirstAsync<int>("select count(*) from notice_reach where state in ('Queued', 'Sending')", null, patience.Token) > 0);
    }

    private static async Task<Guid> ManyAsync(TestApp app, int households)
    {
        var (community, building, entrance, now) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), app.Clock.GetUtcNow());
        var writes = new Batch()
            .Add("insert into communities (id, name, street, committee, created_at) values ($1, '大院', '街道', '居委会', $2)", community, now)
            .Add("insert into buildings (id, community_id, number, position, floors) values ($1, $2, '1', 1, 6)", building, community)
            .Add("insert into entrances (id, building_id, number, position) values ($1, $2, '1', 1)", entrance, building);
        for (var n = 0; n < households; n++)
        {
            var home = Guid.CreateVersion7();
            writes.Add("insert into households (id, community_id, building_id, entrance_id, number, label, floor, occupancy) values ($1, $2, $3, $4, $5, $5, 1, 'OwnerLives')", home, community, building, entrance, $"{n}");
            if (n % 2 != 0) continue;
            var (letter, talk) = (Guid.CreateVersion7(), Guid.CreateVersion7());
            writes.Add("insert into letters (id, household_id, code, code_hash, issued_at) values ($1, $2, $3, $4, $5)", letter, home, Array.Empty<byte>(), $"{home}", now);
            Proofs.Add(writes, talk, home, letter, now);
            writes.Add("insert into conversations (id, channel, conversation_key, user_id, community_id, household_id, proven, version, state, started_at, last_at) values ($1, 'test', $2, $2, $3, $4, $5, 1, $6, $7, $7)", talk, $"c{n}", community, home, true, Array.Empty<byte>(), now);
        }

        await app.Get<Database>().RunAsync(writes, default);
        return community;
    }
}
