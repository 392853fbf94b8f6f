using System.Globalization;
using System.Net;
using ResidentAssistant.Consent;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent;

/// <summary>What the consent dialog leaves in the tables beside a plain yes or no.</summary>
public sealed class ConsentDialogTests
{
    [BothDatabases]
    public async Task Undecided_is_recorded_with_its_reason_and_moves_no_signature(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await world.SignAsync("3-2-501");
        var chat = await AnsweredAsync(world, "a", "再想想", "担心花钱", "都一样", "对");

        chat.Reply.ShouldContain("不算同意，也不算不同意");
        chat.Reply.ShouldContain("您家在纸上签过的申请 A-0001 没有动");
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Signed, PairStanding.Signed]);
        (await world.LedgerAsync("3-2-501")).States.Values.ShouldAllBe(s => s.Answer == Answer.Undecided && s.Reason == "money");
        (await world.CountAsync("select count(*) from intents where answer = 'undecided' and reason = 'money'")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task A_condition_waits_for_a_colleague_whose_answer_comes_into_the_chat_and_asks_nothing(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var chat = await ConditionAsync(world, "先把卫生间墙面给我补好");
        var home = await world.HomeAsync("3-2-501");
        var path = $"/staff/consent/flats/{home.Id}";

        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Conditional, PairStanding.Conditional]);
        (await world.CountAsync("select count(*) from desk_items where reference = 'Y-0001' and title like '%墙面%'")).ShouldBe(0);
        (await world.CountAsync("select count(*) from evidence_unlinked where body like '%墙面%'")).ShouldBe(0);
        (await client.PageAsync("/staff")).ShouldContain("/staff/consent/of/Y-0001");
        var page = await client.PageAsync(path);
        page.ShouldContain("先把卫生间墙面给我补好");
        page.ShouldContain("等答复");
        var condition = $"{await world.Database.FirstAsync<Guid>("select id from consent_conditions", null, default)}";

        using (var empty = await client.PostAsync(path, $"{path}?handler=Condition", ("condition", condition), ("act", "answer"), ("words", " "))) empty.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using (var answered = await client.PostAsync(path, $"{path}?handler=Condition", ("condition", condition), ("act", "answer"), ("words", "墙面会补好，写进方案了。"))) answered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using (await client.PostAsync(path, $"{path}?handler=Condition", ("condition", condition), ("act", "answer"), ("words", "第二遍"))) { }

        var said = (await SaidAsync(world, chat)).Where(e => e.From is Speaker.Staff).ShouldHaveSingleItem();
        var words = said.Text.ShouldNotBeNull();
        words.ShouldContain("墙面会补好，写进方案了。");
        words.ShouldContain("还是您自己定");
        said.Buttons.ShouldBeNull();
        (await client.PageAsync(path)).ShouldContain("答复过了");
        (await world.CountAsync("select count(*) from desk_items where reference = 'Y-0001' and done_at is null")).ShouldBe(0);
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Conditional, PairStanding.Conditional]);
    }

    [BothDatabases]
    public async Task Two_persons_who_disagree_are_a_dispute_that_a_colleague_settles(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var mother = await AnsweredAsync(world, "mother", "同意", "都一样", "对");
        var son = await AnsweredAsync(world, "son", "不同意", "不想说", "都一样", "对");

        son.Reply.ShouldContain("您家有两位说的不一样");
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Disputed, PairStanding.Disputed]);
        (await world.CountAsync("select count(*) from desk_items where reference = 'Y-0002' and title = '一户里两位说的不一样，请跟这家核对'")).ShouldBe(1);
        for (var i = 0; i < 2; i++) await world.App.Get<IEnumerable<IDuty>>().OfType<Disputes>().Single().RunAsync(world.App.Clock.GetUtcNow(), default);
        var told = (await SaidAsync(world, mother)).Where(e => e.Text!.StartsWith("跟您说一声", StringComparison.Ordinal)).ShouldHaveSingleItem();
        foreach (var hidden in new[] { "儿子", "不愿意", "Y-0002" }) told.Text!.ShouldNotContain(hidden);

        // Saying it once more changes nothing and calls nobody again.
        await AgainAsync(son, "不同意", "不想说", "都一样", "对");
        (await world.CountAsync("select count(*) from intents")).ShouldBe(4);
        await SettleAsync(world, "agree");
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Agrees, PairStanding.Agrees]);
        await AgainAsync(son, "不同意", "不想说", "都一样", "对");
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Disputed, PairStanding.Disputed]);
        await AgainAsync(son, "同意", "都一样", "对");
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Agrees, PairStanding.Agrees]);
    }

    [BothDatabases]
    public async Task A_person_who_changes_his_mind_and_two_who_say_the_same_are_no_dispute(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var one = await AnsweredAsync(world, "one", "同意", "都一样", "对");
        await AnsweredAsync(world, "other", "同意", "都一样", "对");
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Agrees, PairStanding.Agrees]);
        await AnsweredAsync(world, "third", "再想想", "不想说", "都一样", "对");
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Undecided, PairStanding.Undecided]);
        (await world.CountAsync("select count(*) from intents where answer = 'disputed'")).ShouldBe(0);

        await AgainAsync(one, "不同意", "不想说", "只说厨房的", "对");
        one.Reply.ShouldContain("您家有两位说的不一样");
        (await world.CountAsync("select count(*) from intents where answer = 'disputed' and said = 'refuse'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task One_who_says_no_while_another_said_yes_still_takes_the_signed_paper_back(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await AnsweredAsync(world, "mother", "同意", "都一样", "对");
        await world.SignAsync("3-2-501");
        var son = await AnsweredAsync(world, "son", "不同意", "不想说", "都一样", "对");

        son.Reply.ShouldContain("您家在纸上签过的申请 A-0001 也一起收回了");
        (await world.LedgerAsync("3-2-501")).States.Values.ShouldAllBe(s => !s.Signed && s.Answer == Answer.Disputed);
    }

    [BothDatabases]
    public async Task After_its_validity_an_answer_has_lapsed_and_is_asked_again_and_paper_stays(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var chat = await AnsweredAsync(world, "a", "同意", "都一样", "对", "不留", "没有");
        await world.SayAsync("3-2-502", "refuse");
        await world.SignAsync("3-2-503");
        world.App.Clock.WakeAfter(TimeSpan.FromDays(400));
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Agrees, PairStanding.Agrees]);

        var today = SiteClock.Day(world.App.Clock.GetUtcNow());
        await world.App.Get<SourcedSettings>().SetAsync(new SettingDraft
        {
            Key = "consent.validity", Value = "180", Seen = 0, Source = "会议纪要", DecidedBy = "街道办事处", ValidFrom = today, SetBy = world.Colleague.Id, SetByName = "李",
        }, today, default);
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Lapsed, PairStanding.Lapsed]);
        (await world.StandingsAsync("3-2-502")).ShouldBe([PairStanding.Lapsed, PairStanding.Lapsed]);
        (await world.StandingsAsync("3-2-503")).ShouldBe([PairStanding.Signed, PairStanding.Signed]);
        var board = await Board.ReadAsync(world.App.Get<ConsentLog>(), world.Database, Pilot.CommunityId, null, default);
        board.Households.Single(h => h.Place.HouseholdLabel == "3号楼2单元501").Next.Words.ShouldContain("过了有效期");
        await chat.SayAsync("我家登记了没有");
        chat.Reply.ShouldContain("过了有效期");

        await AgainAsync(chat, "同意", "都一样", "对");
        chat.Reply.ShouldContain("编号 Y-0002");
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Agrees, PairStanding.Agrees]);
    }

    [BothDatabases]
    public async Task A_proven_voice_ends_not_reachable_with_the_reason(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var chat = new Chat(world.App, "a");
        await chat.JoinAsync("8241-7730");
        var (reach, editor, duty) = (world.App.Get<Reachability>(), new Editor(world.Colleague.Id, "小李"), world.App.Get<IEnumerable<IDuty>>().OfType<HeardAgain>().Single());
        world.App.Clock.Advance(TimeSpan.FromMinutes(10));
        await reach.TriedAsync(await world.HomeAsync("3-2-501"), new NewAttempt(ReachWay.Call, ReachResult.NoAnswer, world.App.Clock.GetUtcNow(), null), editor, default);
        await reach.NotReachableAsync(await world.HomeAsync("3-2-501"), "没人", editor, default);

        var stranger = new Chat(world.App, "stranger");
        await stranger.SayAsync("3-2-501，停水停几天");
        await world.App.Get<StaffTurns>().TellAsync(chat.Receipt!.ConversationId, (await world.HomeAsync("3-2-501")).Id, "通知", "n1", default);
        await duty.RunAsync(world.App.Clock.GetUtcNow(), default);
        (await world.HomeAsync("3-2-501")).NotReachableSince.ShouldNotBeNull();

        await chat.SayAsync("你好");
        await duty.RunAsync(world.App.Clock.GetUtcNow(), default);
        var home = await world.HomeAsync("3-2-501");
        home.NotReachableSince.ShouldBeNull();
        (await world.App.Get<RegisterChanges>().OfHouseholdAsync(home.Id, default))[0].Reason.ShouldBe("认过门的住户在聊天里说话了");
    }

    [BothDatabases]
    public async Task Wishes_and_pipes_are_rows_with_evidence_and_nothing_of_illness_stands_in_the_open(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var chat = await AnsweredAsync(world, "a", "同意", "都一样", "对", "不留", "有人要照顾", "有病或者行动不便");
        await chat.SayAsync("管子情况");
        foreach (var tap in new[] { "两处都差不多", "盖楼时就有", "黑的粗铁管（铸铁）", "生锈", "没有了" }) await chat.TapAsync(tap);
        await chat.PhotoAsync();
        var claimant = new Chat(world.App, "claimant");
        await claimant.SayAsync("管子情况");
        await claimant.SayAsync("3-2-502");
        foreach (var tap in new[] { "没有信", "租房住的", "厨房的", "不清楚", "不清楚", "没毛病", "不拍了" }) await claimant.TapAsync(tap);

        (await world.CountAsync("select count(*) from household_wishes where kind = 'care' and proven")).ShouldBe(1);
        (await world.CountAsync("select count(*) from evidence_personal p join household_wishes w on w.id = p.record_id where p.name = 'care'")).ShouldBe(1);
        (await world.CountAsync("select count(*) from pipe_surveys s where exists (select 1 from evidence_unlinked e where e.id = s.id) or exists (select 1 from evidence e where e.id = s.id)")).ShouldBe(3);
        (await world.CountAsync("select count(*) from pipe_surveys where proven")).ShouldBe(2);
        var page = await client.PageAsync($"/staff/consent/flats/{(await world.HomeAsync("3-2-501")).Id}");
        foreach (var words in new[] { "有人有病或者行动不便", "铸铁管，盖楼时就有，生锈", "1 张照片" }) page.ShouldContain(words);
        (await client.PageAsync($"/staff/consent/flats/{(await world.HomeAsync("3-2-502")).Id}")).ShouldContain("没认过门，没核实");
        var pipes = await world.App.Get<HouseholdNotes>().PipesAsync(Pilot.CommunityId, null, default);
        pipes.Count.ShouldBe(3);
        using var export = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/staff/consent/export.xlsx?community={Pilot.CommunityId}"));
        export.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<Chat> AnsweredAsync(ConsentWorld world, string name, params string[] taps)
    {
        var chat = new Chat(world.App, name);
        await chat.JoinAsync("8241-7730");
        return await AgainAsync(chat, taps);
    }

    private static async Task<Chat> AgainAsync(Chat chat, params string[] taps)
    {
        await chat.SayAsync("算了");
        await chat.SayAsync("换管子");
        await chat.TapAsync("房主（房本上是我）");
        await chat.TapAsync("看完了");
        foreach (var tap in taps) await chat.TapAsync(tap);
        return chat;
    }

    internal static async Task<Chat> ConditionAsync(ConsentWorld world, string words)
    {
        var chat = await AnsweredAsync(world, "a", "有个条件");
        await chat.SayAsync(words);
        await chat.TapAsync("都一样");
        await chat.TapAsync("对");
        return chat;
    }

    private static async Task SettleAsync(ConsentWorld world, string answer)
    {
        world.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var ledger = await world.LedgerAsync("3-2-501");
        (await world.App.Get<StaffActs>().SettleAsync(ledger.Household.Id, answer, "当面问过", ledger.Seen, world.Colleague, default)).ShouldBeOfType<ActOutcome.Done>();
    }

    private static async Task<IReadOnlyList<Entry>> SaidAsync(ConsentWorld world, Chat chat) =>
        [.. (await world.App.Get<Transcript>().AfterAsync("test", chat.Receipt!.ConversationKey, 0, 200, default)).SelectMany(t => t.Entries).Where(e => e.From is not Speaker.Resident && e.Text is not null)];
}
