using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Consent.Ledger;

public sealed class ConsentFoldTests
{
    private static readonly Guid Riser = Guid.NewGuid();
    private static readonly Guid Home = Guid.NewGuid();
    private static readonly Guid A1 = Guid.NewGuid();
    private static readonly Guid A2 = Guid.NewGuid();

    [Fact]
    public void Any_order_of_the_same_events_gives_the_same_tally_and_ready_means_that_every_pair_is_signed() => Rounds(400);

    [LongFact]
    public void The_same_over_many_more_histories() => Rounds(20_000);

    [Fact]
    public void Nothing_said_in_chat_ever_counts_as_signed()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var states = ConsentFold.Of(new RandomLedger(seed).Live(60, chatOnly: true).Log);

            states.Values.ShouldAllBe(s => !s.Signed && s.Paper == Paper.None);
        }
    }

    [Fact]
    public void A_word_in_chat_that_is_spelt_like_an_act_is_no_act() =>
        Fold((LedgerKinds.Said + "application.signed", null), (LedgerKinds.Said + "signed", null)).Standing.ShouldBe(PairStanding.Undecided);

    [Fact]
    public void A_row_that_nobody_can_read_stops_the_count() => Should.Throw<InvalidOperationException>(() => Fold(("application.signedd", A1)));

    public static TheoryData<string, string> Stories => new()
    {
        { "", "NoAnswer" },
        { "agree", "Agrees" },
        { "agree conditional", "Conditional" },
        { "agree refuse", "Refuses" },
        { "agree withdrawn", "TakenBack" },
        { "agree disputed", "Disputed" },
        { "disputed settled:agree", "Agrees" },
        { "disputed settled:none", "NoAnswer" },
        { "agree printed", "Printed" },
        { "printed agree", "Printed" },
        { "printed refuse", "Refuses" },
        { "refuse printed", "Refuses" },
        { "conditional printed", "Conditional" },
        { "disputed printed", "Disputed" },
        { "undecided printed", "Printed" },
        { "refuse printed agree", "Printed" },
        { "refuse printed signed", "Signed" },
        { "agree signed withdraw signed", "Withdrawn" },
        { "agree signed withdrawn signed", "Withdrawn" },
        { "signed refuse signed", "Withdrawn" },
        { "signed expire signed", "Expired" },
        { "signed again signed", "Again" },
        { "printed supersede signed", "Superseded" },
        { "signed withdraw signed:other", "Signed" },
        { "signed signed:other withdraw:other signed", "Withdrawn" },
        { "signed disputed settled:refuse", "Withdrawn" },
        { "signed disputed settled:none", "Signed" },
        { "signed disputed settled:agree", "Signed" },
        { "signed entered disputed settled:refuse", "Signed" },
        { "agree printed signed", "Signed" },
        { "printed signed undecided", "Signed" },
        { "printed signed disputed", "Signed" },
        { "printed signed disputed:agree", "Signed" },
        { "printed signed disputed:refuse", "Withdrawn" },
        { "printed signed disputed:withdrawn", "Withdrawn" },
        { "agree disputed:refuse settled:refuse", "Refuses" },
        { "printed signed withdraw", "Withdrawn" },
        { "printed signed withdrawn", "Withdrawn" },
        { "printed signed refuse", "Withdrawn" },
        { "printed signed refuse agree", "Agrees" },
        { "printed signed withdraw:other", "Signed" },
        { "printed signed printed:other", "Signed" },
        { "printed signed signed:other withdraw", "Signed" },
        { "printed signed signed:other withdraw:other", "Withdrawn" },
        { "printed signed supersede", "Superseded" },
        { "printed supersede", "Superseded" },
        { "printed signed expire", "Expired" },
        { "printed expire", "Printed" },
        { "printed signed again", "Again" },
        { "printed signed again agree", "Again" },
        { "printed signed again refuse", "Refuses" },
        { "refuse close", "Closed" },
        { "refuse close agree", "Closed" },
        { "refuse close reopen", "Refuses" },
        { "refuse close printed signed", "Signed" },
        { "printed signed close", "Signed" },
        { "printed signed entered withdraw", "Signed" },
        { "printed signed entered withdrawn", "Signed" },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_household_stands_where_its_story_leaves_it(string story, string standing) =>
        Fold([.. story.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Event)]).Standing.ToString().ShouldBe(standing);

    [Fact]
    public void After_the_works_have_entered_a_withdrawal_is_noted_and_the_lock_stays()
    {
        var late = Fold(Event("signed"), Event("entered"), Event("withdrawn"));
        (late.Signed, late.LateWithdrawalAt is not null).ShouldBe((true, true));
        var early = Fold(Event("signed"), Event("withdrawn"), Event("entered"));
        (early.Signed, early.LateWithdrawalAt is not null).ShouldBe((false, false));
    }

    [Fact]
    public void What_came_too_late_is_settled_by_a_person_and_may_come_again()
    {
        string[] story = ["signed", "entered", "withdrawn", "late"];
        Fold([.. story.Select(Event)]).ShouldSatisfyAllConditions(s => s.Signed.ShouldBeTrue(), s => s.LateWithdrawalAt.ShouldBeNull());
        Fold([.. story.Append("refuse").Select(Event)]).ShouldSatisfyAllConditions(s => s.Signed.ShouldBeTrue(), s => s.LateWithdrawalAt.ShouldNotBeNull());
        Fold(Event("signed"), Event("entered"), Event("disputed"), Event("settled:refuse")).LateWithdrawalAt.ShouldNotBeNull();
    }

    [Fact]
    public void Whatever_was_recorded_words_in_chat_only_ever_close_the_lock()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var ledger = new RandomLedger(seed).Live(60);
            var before = ConsentFold.Of(ledger.Log).Where(s => s.Value.Signed).Select(s => s.Key).ToHashSet();
            var after = ConsentFold.Of(ledger.Live(30, chatOnly: true).Log).Where(s => s.Value.Signed).Select(s => s.Key);

            after.ShouldBeSubsetOf(before, $"seed {seed}");
        }
    }

    [Fact]
    public void The_histories_hold_every_kind_there_is_and_papers_that_somebody_tries_to_sign_again()
    {
        var ledgers = Enumerable.Range(0, 50).Select(seed => new RandomLedger(seed).Live(80)).ToList();

        var kinds = typeof(LedgerKinds).GetFields().Select(f => (string)f.GetRawConstantValue()!).Where(k => k != LedgerKinds.Said);
        ledgers.SelectMany(l => l.Log).Select(e => e.Kind).Distinct().ShouldBe(kinds, ignoreOrder: true);
        ledgers.SelectMany(l => l.Log).Where(e => e.Kind == LedgerKinds.Settled).Select(e => e.Answer).Distinct().ShouldBe(["agree", "refuse", "undecided", "none"], ignoreOrder: true);
        ledgers.SelectMany(l => l.Log).Where(e => e.Kind == LedgerKinds.Disputed).Select(e => e.Answer).Distinct().ShouldBe([null, "agree", "refuse", "withdrawn"], ignoreOrder: true);
        ledgers.Sum(l => l.TriedAgain).ShouldBeGreaterThan(10);
        ledgers.Sum(l => l.Disclosed).ShouldBeGreaterThan(20);
        ledgers.ShouldContain(l => l.Units.Count < 3);
        ledgers.ShouldContain(l => l.Shuffled().Count > l.Log.Count);
    }

    private static void Rounds(int rounds)
    {
        for (var seed = 0; seed < rounds; seed++)
        {
            var ledger = new RandomLedger(seed).Live(80);
            var states = ConsentFold.Of(ledger.Log);
            ConsentFold.Of(ledger.Shuffled()).ShouldBe(states, ignoreOrder: true, $"seed {seed}");
            Lapsing(ledger, states, seed);
            foreach (var unit in ledger.Units)
            {
                var pairs = ledger.PairsOf(unit);
                var tally = UnitTally.Of(pairs, states);
                tally.Signed.ShouldBe(pairs.Count(ledger.HasSigned), $"seed {seed}");
                tally.Ready.ShouldBe(pairs.Count > 0 && pairs.All(ledger.HasSigned), $"seed {seed}");
                UnitTally.Of(pairs, states, whole: false).Ready.ShouldBeFalse($"seed {seed}");
            }
        }
    }

    // At whatever instant answers lapse: no paper moves, no tally changes, only answers from before it lose their standing, and disputes never do.
    private static void Lapsing(RandomLedger ledger, IReadOnlyDictionary<Pair, PairState> states, int seed)
    {
        var since = ledger.Log[ledger.Log.Count / 2].RecordedAt;
        var lapsed = ConsentFold.Of(ledger.Shuffled(), since);
        lapsed.ShouldBe(ConsentFold.Of(ledger.Log, since), ignoreOrder: true, $"seed {seed}");
        foreach (var (pair, state) in states)
        {
            (lapsed[pair] with { Lapsed = false }).ShouldBe(state, $"seed {seed}");
            lapsed[pair].Lapsed.ShouldBe(state.AnsweredAt < since && state.Answer is Answer.Agree or Answer.Refuse or Answer.Undecided or Answer.Conditional, $"seed {seed}");
            if (lapsed[pair].Lapsed) lapsed[pair].Standing.ShouldNotBeOneOf(PairStanding.Agrees, PairStanding.Refuses, PairStanding.Undecided, PairStanding.Conditional);
        }
    }

    private static PairState Fold(params (string Kind, Guid? Application)[] events) => ConsentFold.Of(events.Select((e, i) => new LedgerEntry
    {
        Id = Guid.NewGuid(), RiserId = Riser, HouseholdId = e.Kind == LedgerKinds.Entered ? null : Home, Kind = e.Kind.Split(':')[0], ApplicationId = e.Application, Reference = e.Application is null ? "Y-0001" : "A-0001",
        Answer = e.Kind.Split(':') is [_, var answer] ? answer : null, RecordedAt = DateTimeOffset.UnixEpoch.AddMinutes(i),
    })).GetValueOrDefault(new Pair(Riser, Home), PairState.Nothing);

    private static (string, Guid?) Event(string word) => word.Split(':') switch
    {
        ["printed", ..] => (LedgerKinds.Printed, word.EndsWith("other", StringComparison.Ordinal) ? A2 : A1),
        ["signed", ..] => (LedgerKinds.Signed, word.EndsWith("other", StringComparison.Ordinal) ? A2 : A1),
        ["withdraw", ..] => (LedgerKinds.Withdrawn, word.EndsWith("other", StringComparison.Ordinal) ? A2 : A1),
        ["supersede"] => (LedgerKinds.Superseded, A1),
        ["expire"] => (LedgerKinds.Expired, A1),
        ["late"] => (LedgerKinds.LateSettled, null),
        ["again"] => (LedgerKinds.Again, A1),
        ["close"] => (LedgerKinds.Closed, null),
        ["reopen"] => (LedgerKinds.Reopened, null),
        ["entered"] => (LedgerKinds.Entered, null),
        ["settled", var to] => ($"{LedgerKinds.Settled}:{to}", null),
        _ => (LedgerKinds.Said + word, null),
    };
}
