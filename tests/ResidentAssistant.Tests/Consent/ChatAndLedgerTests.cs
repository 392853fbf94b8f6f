using ResidentAssistant.Consent;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Consent;

/// <summary>What words in chat do to the ledger, and what of it residents hear.</summary>
public sealed class ChatAndLedgerTests
{
    [BothDatabases]
    public async Task A_proven_withdrawal_takes_the_signed_paper_back_and_says_so(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await world.SignAsync("3-2-501");
        var chat = await WithdrawnAsync(world);

        chat.Reply.ShouldContain("您家在纸上签过的申请 A-0001 也一起收回了");
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Withdrawn, PairStanding.Withdrawn]);
        (await world.CountAsync("select count(*) from desk_items where not urgent and reference = 'A-0001'")).ShouldBe(1);
        (await world.CountAsync("select count(*) from intents i where not exists (select 1 from evidence_unlinked e where e.id = i.id and e.kind = 'consent.intent')")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task After_the_works_have_entered_it_no_longer_moves_the_lock_but_calls_a_person(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await world.SignAsync("3-2-501");
        await world.EnterAsync("3-2-501");
        var chat = await WithdrawnAsync(world);

        chat.Reply.ShouldContain("施工队已经进场");
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Signed, PairStanding.Signed]);
        (await world.LedgerAsync("3-2-501")).States.Values.ShouldAllBe(s => s.LateWithdrawalAt != null);
        (await world.CountAsync("select count(*) from desk_items where urgent and reference = 'A-0001'")).ShouldBe(1);
    }

    [Fact]
    public async Task Whatever_is_said_in_chat_nobody_becomes_signed()
    {
        await using var world = await ConsentWorld.StartAsync(listen: false);
        var random = new Random(20261123);
        string[] words = ["换管子", "我同意换管子", "撤回", "我要改", "我家登记了没有", "对", "不对", "同意", "不同意", "application.signed", "已签字", "我签字了", "3-2-502", "好的"];
        var first = new Chat(world.App, "first");
        await first.JoinAsync("8241-7730");
        await first.SayAsync("换管子");
        foreach (var tap in new[] { "房主（房本上是我）", "看完了", "同意", "都一样", "对" }) await first.TapAsync(tap);
        for (var person = 0; person < 6; person++)
        {
            var chat = new Chat(world.App, $"p{person}");
            await chat.JoinAsync(person % 2 == 0 ? "8241-7730" : null);
            for (var i = 0; i < 25; i++)
            {
                if (chat.Asked?.Buttons is { Count: > 0 } buttons && random.Next(3) > 0) await chat.TapAsync(buttons[random.Next(buttons.Count)].Label);
                else await chat.SayAsync(words[random.Next(words.Length)]);
            }
        }

        (await world.CountAsync("select count(*) from intents")).ShouldBeGreaterThanOrEqualTo(2);
        ConsentFold.Of(await world.App.Get<ConsentLog>().OfCommunityAsync(world.Database, Pilot.CommunityId, default)).Values.ShouldAllBe(s => s.Paper == Paper.None);
    }

    [BothDatabases]
    public async Task What_a_colleague_finds_to_be_a_no_takes_the_signed_paper_back_and_what_he_finds_to_be_nothing_does_not(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        foreach (var (flat, finding, standing) in new[] { ("3-2-501", "refuse", PairStanding.Withdrawn), ("3-2-502", "none", PairStanding.Signed) })
        {
            await world.SignAsync(flat);
            await world.SayAsync(flat, "disputed");
            var ledger = await world.LedgerAsync(flat);
            (await world.App.Get<StaffActs>().SettleAsync(ledger.Household.Id, finding, "当面核对过", ledger.Seen, world.Colleague, default)).ShouldBe(new ActOutcome.Done());

            (await world.StandingsAsync(flat)).ShouldAllBe(s => s == standing);
        }
    }

    [PostgresFact]
    public async Task A_no_in_chat_and_a_signature_at_the_same_moment_wait_for_each_other_and_the_no_is_not_lost()
    {
        await using var world = await ConsentWorld.StartAsync(Provider.Postgres, listen: false);
        var application = await world.PrintAsync("3-2-501");
        var seen = (await world.LedgerAsync("3-2-501")).Seen;
        var chat = await RefusingAsync(world);

        // The colleague holds the household while the resident says yes to the question.
        await using var transaction = await world.Database.BeginAsync(default);
        await HouseholdLedger.LockAsync(transaction, application.HouseholdId, default);
        var said = chat.TapAsync("对");
        while (await world.CountAsync("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 0 && !said.IsCompleted) await Task.Yield();
        var writes = new Batch();
        foreach (var riser in (await world.LedgerAsync("3-2-501")).Risers)
            world.App.Get<ConsentLog>().Add(writes, WrittenApplications.ActOf(application, riser.Id, LedgerKinds.Signed, (await world.LedgerAsync("3-2-501")).On(riser.Id).Newest, world.Colleague, world.App.Clock.GetUtcNow()));
        await transaction.RunAsync(writes, default);
        await transaction.CommitAsync(default);
        await said;

        chat.Reply.ShouldContain("您家在纸上签过的申请 A-0001 也一起收回了");
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Withdrawn);
        (await world.App.Get<StaffActs>().SignAsync(application, ConsentWorld.Draft(seen), [], null, world.Colleague, default)).ShouldBeOfType<ActOutcome.Changed>();
    }

    [PostgresFact]
    public async Task A_signature_waits_for_what_is_being_said_and_for_what_is_being_approved()
    {
        await using var world = await ConsentWorld.StartAsync(Provider.Postgres, listen: false);
        var application = await world.PrintAsync("3-2-501");
        var ledger = await world.LedgerAsync("3-2-501");
        Task<ActOutcome> signing;
        await using (var transaction = await world.Database.BeginAsync(default))
        {
            await HouseholdLedger.LockAsync(transaction, application.HouseholdId, default);
            signing = world.App.Get<StaffActs>().SignAsync(application, ConsentWorld.Draft(ledger.Seen), [], null, world.Colleague, default);
            while (await world.CountAsync("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 0 && !signing.IsCompleted) await Task.Yield();
            signing.IsCompleted.ShouldBeFalse();
            await world.SayAsync("3-2-501", "refuse");
            await transaction.CommitAsync(default);
        }

        (await signing).ShouldBeOfType<ActOutcome.Changed>().Sentence.ShouldContain("这一户自己说了");
        await using (var approval = await world.Database.BeginAsync(default))
        {
            await DisclosureVersions.LockAsync(approval, Pilot.CommunityId, default);
            signing = world.App.Get<StaffActs>().SignAsync(application, ConsentWorld.Draft((await world.LedgerAsync("3-2-501")).Seen), [], null, world.Colleague, default);
            while (await world.CountAsync("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 0 && !signing.IsCompleted) await Task.Yield();
            signing.IsCompleted.ShouldBeFalse();
            await approval.CommitAsync(default);
        }

        (await signing).ShouldBeOfType<ActOutcome.Done>();
    }

    [BothDatabases]
    public async Task Residents_hear_only_their_own_state_and_whether_the_riser_is_complete(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        foreach (var floor in new[] { 1, 2, 3, 4, 6 }) await world.SignAsync($"3-2-{floor}01");
        await world.SayAsync("3-2-502", "refuse", "decorated");
        var chat = new Chat(world.App, "a");
        await chat.JoinAsync("8241-7730");

        await chat.SayAsync("我家登记了没有");
        chat.Reply.ShouldContain("还没有记过您家的回答");
        chat.Reply.ShouldContain("厨房那根管子：还没有齐。");
        chat.Reply.ShouldContain("3号楼一共 72 户，书面申请签好的有 5 户。");
        await world.SignAsync("3-2-501");
        await chat.SayAsync("我们楼几户签了");
        chat.Reply.ShouldContain("书面申请 A-0006 签好了");
        chat.Reply.ShouldContain("卫生间那根管子：各家的申请都齐了。");
        foreach (var hidden in new[] { "502", "601", "A-0001", "不同意", "装修" }) chat.Reply.ShouldNotContain(hidden);
    }

    private static async Task<Chat> RefusingAsync(ConsentWorld world)
    {
        var chat = new Chat(world.App, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("我不同意换管子");
        foreach (var tap in new[] { "房主（房本上是我）", "看完了", "不同意", "不想说", "都一样" }) await chat.TapAsync(tap);
        return chat;
    }

    [BothDatabases]
    public async Task A_yes_after_a_paper_was_taken_back_is_a_new_one(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var chat = new Chat(world.App, "a");
        await chat.JoinAsync("8241-7730");
        await AgreeAsync(chat);
        var paper = await world.SignAsync("3-2-501");
        (await world.EndAsync(paper, LedgerKinds.Withdrawn)).ShouldBeOfType<ActOutcome.Done>();

        await AgreeAsync(chat);

        (await world.CountAsync("select count(*) from intents where answer = 'agree'")).ShouldBe(4);
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Agrees, PairStanding.Agrees]);
    }

    [BothDatabases]
    public async Task What_a_colleague_settled_is_heard_and_can_be_taken_back(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await world.SayAsync("3-2-501", "agree");
        await world.SayAsync("3-2-501", "disputed");
        (await world.App.Get<StaffActs>().SettleAsync((await world.HomeAsync("3-2-501")).Id, "refuse", "问过房主本人", (await world.LedgerAsync("3-2-501")).Seen, world.Colleague, default)).ShouldBeOfType<ActOutcome.Done>();
        var chat = new Chat(world.App, "a");
        await chat.JoinAsync("8241-7730");

        await chat.SayAsync("我要改");
        await chat.TapAsync("房主（房本上是我）");
        chat.Reply.ShouldContain("我这里记的是：不同意");
        chat.Reply.ShouldContain("工作人员跟您家核对以后记的");
        await chat.TapAsync("撤回，先不算数");
        await chat.TapAsync("对");

        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.TakenBack, PairStanding.TakenBack]);
    }

    [BothDatabases]
    public async Task A_signature_that_is_denied_stands_in_the_log_and_counts_until_a_colleague_has_looked(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await world.SignAsync("3-2-501");
        var chat = new Chat(world.App, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("我要改");
        await chat.TapAsync("房主（房本上是我）");
        await chat.TapAsync("这不是我答的");

        chat.Reply.ShouldContain("它还在册上");
        var ledger = await world.LedgerAsync("3-2-501");
        ledger.States.Values.ShouldAllBe(s => s.Signed && s.Answer == Answer.Disputed);
        (await world.CountAsync("select count(*) from desk_items where reference = 'A-0001'")).ShouldBe(1);
    }

    private static async Task AgreeAsync(Chat chat)
    {
        await chat.SayAsync("换管子");
        foreach (var tap in new[] { "房主（房本上是我）", "看完了", "同意", "都一样", "对", "不留", "没有" }) await chat.TapAsync(tap);
    }

    private static async Task<Chat> WithdrawnAsync(ConsentWorld world)
    {
        var chat = new Chat(world.App, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("撤回");
        await chat.TapAsync("房主（房本上是我）");
        chat.Reply.ShouldContain("纸上签过申请，编号 A-0001");
        chat.Reply.ShouldContain("这是书面申请。");
        await chat.TapAsync("撤回，先不算数");
        await chat.TapAsync("对");
        return chat;
    }
}
