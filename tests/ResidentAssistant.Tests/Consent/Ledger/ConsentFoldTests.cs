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
        ["again"] => (LedgerKinds.Again, A1),
        ["close"] => (LedgerKinds.Closed, null),
        ["reopen"] => (LedgerKinds.Reopened, null),
        ["entered"] => (LedgerKinds.Entered, null),
        ["settled", var to] => ($"{LedgerKinds.Settled}:{to}", null),
        _ => (LedgerKinds.Said + word, null),
    };
}
