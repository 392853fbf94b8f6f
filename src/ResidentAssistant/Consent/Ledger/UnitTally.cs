namespace ResidentAssistant.Consent.Ledger;

/// <summary>How far an implementation unit is: ready exactly when every household on every riser of it has a signed, unwithdrawn application.</summary>
internal sealed record UnitTally(int Pairs, int Signed, IReadOnlyList<Guid> Missing, bool Whole = true)
{
    /// <summary>Work may begin; never while the register does not yet say who else stands on it.</summary>
    public bool Ready => Whole && Pairs > 0 && Signed == Pairs;

    /// <summary>Households that have not signed for all their risers in it.</summary>
    public int Short => Missing.Count;

    /// <summary>Counts a unit from the pairs that stand in the register now and the states folded from the log.</summary>
    public static UnitTally Of(IReadOnlyCollection<Pair> pairs, IReadOnlyDictionary<Pair, PairState> states, bool whole = true)
    {
        var missing = pairs.Where(p => !IsSigned(p, states)).ToList();
        return new UnitTally(pairs.Count, pairs.Count - missing.Count, [.. missing.Select(p => p.HouseholdId).Distinct()], whole);
    }

    private static bool IsSigned(Pair pair, IReadOnlyDictionary<Pair, PairState> states) => states.TryGetValue(pair, out var state) && state.Signed;
}
