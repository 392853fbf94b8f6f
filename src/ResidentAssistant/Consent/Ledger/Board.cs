using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Ledger;

/// <summary>A building or a community as the ledger has it: its units with their tallies, its households with their states.</summary>
internal sealed record Board(IReadOnlyList<BoardUnit> Units, IReadOnlyList<BoardHousehold> Households, RegisterGaps Gaps)
{
    /// <summary>Flats there are, also those of which no riser is known.</summary>
    public int Flats => Households.Count + Gaps.Flats.Count;

    /// <summary>Reads the board: places, log and who was told, and folds them.</summary>
    public static async Task<Board> ReadAsync(ConsentLog log, IReads reads, Guid communityId, Guid? buildingId, CancellationToken ct)
    {
        var places = await ImplementationUnits.OfAsync(reads, communityId, buildingId, ct);
        var words = await (buildingId is { } building ? log.OfBuildingAsync(reads, communityId, building, ct) : log.OfCommunityAsync(reads, communityId, ct));
        var quiet = VisitStanding.QuietOf(await VisitLog.OfCommunityAsync(reads, communityId, ct), words);
        var states = ConsentFold.Of(words, await log.HeldSinceAsync(reads, communityId, ct));
        var told = await Told.OfCommunityAsync(reads, communityId, ct);
        return Of(places, states, told, quiet, await RegisterGaps.OfAsync(reads, communityId, buildingId, ct));
    }

    /// <summary>The board from what was read.</summary>
    public static Board Of(IReadOnlyList<UnitPlace> places, IReadOnlyDictionary<Pair, PairState> states, IReadOnlySet<Guid> told, IReadOnlySet<Guid> quiet, RegisterGaps gaps)
    {
        var cells = places.Select(p => new BoardCell(p, states.GetValueOrDefault(p.Pair, PairState.Nothing))).ToList();
        var units = cells.GroupBy(c => c.Place.UnitId).Select(g => new BoardUnit(g.Key, g.First().Place.UnitLabel, g.First().Place.Building, [.. g], UnitTally.Of([.. g.Select(c => c.Place.Pair)], states, gaps.IsWhole(g.Key, g.Select(c => c.Place)))));
        var households = cells.GroupBy(c => c.Place.HouseholdId).Select(g => new BoardHousehold(g.Key, g.First().Place, [.. g], told.Contains(g.Key), quiet.Contains(g.Key)));
        return new Board(
            [.. units.OrderBy(u => u.Order).ThenBy(u => u.Tally.Short)], // LINQ keeps the register's order among equals
            [.. households], gaps);
    }
}

/// <summary>A unit on the board.</summary>
internal sealed record BoardUnit(Guid Id, string Label, string Building, IReadOnlyList<BoardCell> Cells, UnitTally Tally)
{
    /// <summary>One household is missing.</summary>
    public bool OneShort => Tally.Short == 1;

    /// <summary>It will not be done now: a person has closed a household's refusal.</summary>
    public bool Closed { get; } = Cells.Any(c => c.State.Standing is PairStanding.Closed);

    /// <summary>One-short units first, then those that are open, then what is ready, then what is closed.</summary>
    public int Order => Closed ? 3 : Tally.Ready ? 2 : OneShort ? 0 : 1;

    /// <summary>Labels of the households that are missing.</summary>
    public IEnumerable<BoardCell> Missing => Cells.Where(c => !c.State.Signed).DistinctBy(c => c.Place.HouseholdId);
}

/// <summary>A flat on a riser.</summary>
internal sealed record BoardCell(UnitPlace Place, PairState State);

/// <summary>A household over all its risers.</summary>
internal sealed record BoardHousehold(Guid Id, UnitPlace Place, IReadOnlyList<BoardCell> Cells, bool Told, bool Quiet)
{
    /// <summary>Signed for all its risers.</summary>
    public bool Signed { get; } = Cells.All(c => c.State.Signed);

    /// <summary>A person has found that nobody can be reached; it stands beside the answer and is none.</summary>
    public bool NotReachable => Place.NotReachableSince is not null;

    /// <summary>What would help most.</summary>
    public NextStep Next { get; } = NextStep.Of(Cells.Select(c => c.State), Told, Place.NotReachableSince is not null, Quiet);
}
