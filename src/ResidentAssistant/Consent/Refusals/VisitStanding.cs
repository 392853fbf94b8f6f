using ResidentAssistant.Consent.Ledger;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>How visits to a household stand, folded from what was recorded of them and from what the household said itself.</summary>
internal sealed record VisitStanding
{
    /// <summary>Nobody has been there.</summary>
    public static VisitStanding Nothing { get; } = new();

    /// <summary>How often somebody went, since the household last opened the matter itself.</summary>
    public int Gone { get; init; }

    /// <summary>How often somebody was met.</summary>
    public int Met { get; init; }

    /// <summary>The last time somebody stood at the door.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>Since when nobody is to come, by the household's own wish.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>No visit and no reminder until the household writes of its own accord.</summary>
    public bool Quiet => EndedAt is not null;

    /// <summary>Folds the acts with the household's own words. A no said once more is no invitation, and neither is what a colleague records about its paper.</summary>
    public static VisitStanding Of(IEnumerable<VisitAct> acts, IEnumerable<LedgerEntry> words)
    {
        var told = words.Where(w => w.Kind is LedgerKinds.Agree or LedgerKinds.Undecided or LedgerKinds.Conditional).Select(w => (w.RecordedAt, w.Id, Act: (VisitAct?)null));
        return acts.Select(a => (a.RecordedAt, a.Id, Act: (VisitAct?)a)).Concat(told).OrderBy(x => x.RecordedAt).ThenBy(x => x.Id).Aggregate(Nothing, (before, x) => After(before, x.Act));
    }

    /// <summary>Households that nobody is to visit or to remind.</summary>
    public static IReadOnlySet<Guid> QuietOf(IReadOnlyList<VisitAct> acts, IReadOnlyList<LedgerEntry> words)
    {
        if (acts.Count == 0) return new HashSet<Guid>();
        var own = words.Where(e => e.HouseholdId is not null).ToLookup(e => e.HouseholdId!.Value);
        return acts.GroupBy(a => a.HouseholdId).Where(g => Of(g, own[g.Key]).Quiet).Select(g => g.Key).ToHashSet();
    }

    private static VisitStanding After(VisitStanding before, VisitAct? act) => act switch
    {
        { Kind: VisitAct.Visited } => before with
        {
            Gone = before.Gone + 1, Met = before.Met + (act.Met ? 1 : 0), LastAt = before.LastAt > act.VisitedAt ? before.LastAt : act.VisitedAt,
            EndedAt = act.Result == VisitResult.NoMore ? act.RecordedAt : before.EndedAt,
        },
        { Kind: VisitAct.Ended } => before with { EndedAt = before.EndedAt ?? act.RecordedAt },
        _ => Nothing with { LastAt = before.LastAt },
    };
}
