namespace ResidentAssistant.Consent.Ledger;

/// <summary>The state of every household on its risers, from the log alone: the same for any order in which the rows come, and for rows that come twice. Only whether an answer has lapsed asks the clock, and it moves no paper.</summary>
internal static class ConsentFold
{
    /// <summary>States of all pairs that occur in the log; a pair that does not is <see cref="PairState.Nothing"/>. Answers from before <paramref name="heldSince"/> have lapsed; null: none ever does.</summary>
    public static IReadOnlyDictionary<Pair, PairState> Of(IEnumerable<LedgerEntry> log, DateTimeOffset? heldSince = null) => Run(log, heldSince).States;

    /// <summary>The applications that were ended on a pair, by whatever entry: what was said to need a new signature gets none under the old paper.</summary>
    public static IReadOnlySet<(Pair Pair, Guid ApplicationId)> EndedIn(IEnumerable<LedgerEntry> log) => Run(log, null).Ended;

    private static (Dictionary<Pair, PairState> States, HashSet<(Pair Pair, Guid ApplicationId)> Ended) Run(IEnumerable<LedgerEntry> log, DateTimeOffset? heldSince)
    {
        var states = new Dictionary<Pair, PairState>();
        var ended = new HashSet<(Pair Pair, Guid ApplicationId)>();
        var entered = new HashSet<Guid>();
        LedgerEntry? last = null;
        foreach (var entry in InOrder(log))
        {
            // A row that came twice stands beside itself.
            if (entry.Id == last?.Id) continue;
            last = entry;
            if (entry.Kind == LedgerKinds.Entered) entered.Add(entry.RiserId);
            if (entry.HouseholdId is not { } household) continue;
            var pair = new Pair(entry.RiserId, household);
            var before = states.GetValueOrDefault(pair, PairState.Nothing);
            // A paper that was ended once is never signed again: whoever changed his mind was told that he signs a new one.
            var lost = entry.Kind == LedgerKinds.Signed && entry.ApplicationId is { } again && ended.Contains((pair, again));
            var after = lost ? before : After(before, entry, entered.Contains(entry.RiserId));
            if (before is { Paper: Paper.Signed or Paper.Printed, ApplicationId: { } former } && IsEndedIn(after, before, former)) ended.Add((pair, former));
            states[pair] = after with { Newest = entry.Id };
        }

        if (heldSince is { } since)
            foreach (var (pair, state) in states.ToList())
                if (state.AnsweredAt < since && state.Answer is Answer.Agree or Answer.Refuse or Answer.Undecided or Answer.Conditional) states[pair] = state with { Lapsed = true };
        return (states, ended);
    }

    private static bool IsEndedIn(PairState after, PairState before, Guid former) =>
        after.Paper is Paper.Withdrawn or Paper.Superseded or Paper.Expired or Paper.Again || (before.Signed && after.ApplicationId != former);

    private static LedgerEntry[] InOrder(IEnumerable<LedgerEntry> log)
    {
        LedgerEntry[] entries = [.. log];
        for (var i = 1; i < entries.Length; i++)
        {
            if (Compare(entries[i - 1], entries[i]) <= 0) continue;
            Array.Sort(entries, Compare);
            break;
        }

        return entries;
    }

    private static int Compare(LedgerEntry one, LedgerEntry other) => one.RecordedAt.CompareTo(other.RecordedAt) is var order and not 0 ? order : one.Id.CompareTo(other.Id);

    private static PairState After(PairState before, LedgerEntry entry, bool entered) => entry.Kind switch
    {
        LedgerKinds.Printed => before.Signed ? before : On(before, Paper.Printed, entry),
        // A person who records a signature has thereby opened what was closed.
        LedgerKinds.Signed => On(before, Paper.Signed, entry) with { ClosedAt = null, LateWithdrawalAt = null },
        LedgerKinds.Withdrawn => IsOf(before, entry) ? TakenBack(before, entry, entered) : before,
        LedgerKinds.Superseded => IsOf(before, entry) && before.Paper is Paper.Signed or Paper.Printed ? On(before, Paper.Superseded, entry) : before,
        LedgerKinds.Expired => IsOf(before, entry) && before.Signed ? On(before, Paper.Expired, entry) : before,
        LedgerKinds.Again => IsOf(before, entry) && before.Signed ? On(before, Paper.Again, entry) : before,
        // What is signed is done; it would have to be withdrawn first.
        LedgerKinds.Closed => before.Signed ? before : before with { ClosedAt = entry.RecordedAt },
        LedgerKinds.Reopened => before with { ClosedAt = null },
        // Found to be a no, it closes the lock as a no in chat would. Found to be nothing, it leaves a signed paper: that was seen on paper, and only the household takes it back.
        LedgerKinds.Settled when entry.Answer is "refuse" => TakenBack(Settled(before, entry), entry, entered),
        LedgerKinds.Settled => Settled(before, entry),
        LedgerKinds.LateSettled => before with { LateWithdrawalAt = null },
        LedgerKinds.Entered => before,
        LedgerKinds.Refuse or LedgerKinds.TakenBack => TakenBack(Heard(before, entry), entry, entered),
        // Whoever of the flat says no or takes back is heard at once, also while another says yes.
        LedgerKinds.Disputed when entry.Answer is "refuse" or "withdrawn" => TakenBack(Heard(before, entry), entry, entered),
        _ when entry.Kind.StartsWith(LedgerKinds.Said, StringComparison.Ordinal) => Heard(before, entry),
        _ => throw new InvalidOperationException($"The log holds {entry.Kind}, which nobody can read."),
    };

    // A no or a withdrawal, on paper or by a proven person in chat, closes the lock at once, until the works have entered: then a person must act.
    private static PairState TakenBack(PairState state, LedgerEntry entry, bool entered) => (state.Signed, entered) switch
    {
        (true, true) => state with { LateWithdrawalAt = entry.RecordedAt },
        (true, false) => On(state, Paper.Withdrawn, entry),
        _ => state,
    };

    private static PairState Heard(PairState before, LedgerEntry entry) => Said(before, entry, Named(entry.Kind[LedgerKinds.Said.Length..]));

    private static PairState Settled(PairState before, LedgerEntry entry) => Said(before, entry, Named(entry.Answer));

    private static PairState Said(PairState before, LedgerEntry entry, Answer answer) => before with
    {
        Answer = answer, AnsweredAt = entry.RecordedAt, AnswerReference = entry.Reference ?? before.AnswerReference, Reason = answer is Answer.Refuse or Answer.Undecided ? entry.Reason : null,
    };

    private static PairState On(PairState before, Paper paper, LedgerEntry entry) => before with
    {
        Paper = paper, PaperAt = entry.RecordedAt, ApplicationId = entry.ApplicationId ?? before.ApplicationId,
        ApplicationReference = entry.ApplicationId is null ? before.ApplicationReference : entry.Reference,
    };

    private static bool IsOf(PairState state, LedgerEntry entry) => entry.ApplicationId is null || entry.ApplicationId == state.ApplicationId;

    // Words that are neither a yes nor a no are not taken for either.
    private static Answer Named(string? answer) => answer switch
    {
        "agree" => Answer.Agree,
        "refuse" => Answer.Refuse,
        "conditional" => Answer.Conditional,
        "withdrawn" => Answer.TakenBack,
        "disputed" => Answer.Disputed,
        "none" or null => Answer.None,
        _ => Answer.Undecided,
    };
}
