using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>Reads what a colleague asked of the board: a community, or one building of it.</summary>
internal sealed class BoardReader(Database database, ConsentLog log, Register register)
{
    /// <summary>The board within the colleague's communities; refused where there is none.</summary>
    public async Task<BoardView> ReadAsync(BoardFilter filter, CurrentStaff staff, CancellationToken ct)
    {
        var communities = (await register.CommunitiesAsync(ct)).Where(c => staff.Scope.Sees(c.Id)).ToList();
        var community = (filter.Community is { } asked ? communities.Find(c => c.Id == asked) : communities.FirstOrDefault())
            ?? throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        var buildings = await register.BuildingsAsync(community.Id, ct);
        var building = filter.Building is { } id ? buildings.FirstOrDefault(b => b.Id == id) ?? throw new RefusedException("NotFound", "这个小区里没有这栋楼。", StatusCodes.Status404NotFound) : null;
        var board = await Board.ReadAsync(log, database, community.Id, building?.Id, ct);
        return new BoardView(filter with { Community = community.Id }, communities, community, buildings, building, board);
    }
}

/// <summary>The board as it was asked for.</summary>
internal sealed record BoardView(
    BoardFilter Filter, IReadOnlyList<Community> Communities, Community Community, IReadOnlyList<Building> Buildings, Building? Building, Board Board)
{
    private IReadOnlyList<BoardHousehold>? fitting;

    /// <summary>Households that are as asked for, the most needed step first; the overview does without them.</summary>
    public IReadOnlyList<BoardHousehold> Fitting => fitting ??= [.. Board.Households.Where(Filter.Fits).OrderBy(h => h.Next.Rank).ThenBy(h => h.Place.BuildingPosition)
        .ThenBy(h => h.Place.EntrancePosition).ThenBy(h => h.Place.Floor).ThenBy(h => h.Place.Number, StringComparer.Ordinal)];

    /// <summary>Buildings of the board, those with one-short units first.</summary>
    public IReadOnlyList<BuildingLine> Lines { get; } = [.. Board.Units.GroupBy(u => u.Cells[0].Place.BuildingId).Select(g => new BuildingLine(g.Key, g.First().Building, g.First().Cells[0].Place.BuildingPosition, [.. g]))
        .OrderBy(b => b.OneShort > 0 ? 0 : 1).ThenBy(b => b.Position)];

    /// <summary>The building that is drawn; null for all of the community, or when nothing stands in it.</summary>
    public BuildingLine? Drawn => Building is null ? null : Lines.Count > 0 ? Lines[0] : null;

    /// <summary>Households of one page of the list.</summary>
    public IReadOnlyList<BoardHousehold> Listed => [.. Fitting.Skip(First).Take(BoardFilter.PageSize)];

    /// <summary>First of that page.</summary>
    public int First => Filter.From is { } from && from > 0 && from < Fitting.Count ? from : 0;

    /// <summary>Next steps that occur at this place, the most needed first.</summary>
    public IEnumerable<string> Steps => Board.Households.Where(Filter.IsAt).Select(h => h.Next).OrderBy(n => n.Rank).Select(n => n.Words).Distinct();

    /// <summary>What households at this place can be picked by, and how many each would pick.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; } = Count(Board.Households.Where(Filter.IsAt), Filter.Riser);

    private static Dictionary<string, int> Count(IEnumerable<BoardHousehold> households, Guid? riser)
    {
        var counts = new Dictionary<string, int> { ["open"] = 0, ["untold"] = 0, ["unreached"] = 0 };
        foreach (var household in households)
        {
            if (!household.Signed) counts["open"]++;
            if (household is { Told: false, Signed: false }) counts["untold"]++;
            if (household.NotReachable) counts["unreached"]++;
            foreach (var standing in household.Cells.Where(c => riser is null || c.Place.RiserId == riser).Select(c => c.State.Standing).Distinct())
                counts[standing.ToString()] = counts.GetValueOrDefault(standing.ToString()) + 1;
        }

        return counts;
    }
}

/// <summary>A building on the board.</summary>
internal sealed record BuildingLine(Guid Id, string Number, int Position, IReadOnlyList<BoardUnit> Units)
{
    /// <summary>As people read it.</summary>
    public string Label => $"{Number}号楼";

    /// <summary>Units that are ready.</summary>
    public int Ready { get; } = Units.Count(u => u.Tally.Ready && !u.Closed);

    /// <summary>Units that lack one household.</summary>
    public int OneShort { get; } = Units.Count(u => u.OneShort && !u.Closed);

    /// <summary>Units that will not be done now.</summary>
    public int Closed { get; } = Units.Count(u => u.Closed);

    /// <summary>The others.</summary>
    public int Others => Units.Count - Ready - OneShort - Closed;

    /// <summary>Numbers of its entrances in their order.</summary>
    public IEnumerable<string> EntranceNumbers => Units.SelectMany(u => u.Cells).OrderBy(c => c.Place.EntrancePosition).Select(c => c.Place.Entrance).Distinct();

    /// <summary>Its risers in the order of the register.</summary>
    public IEnumerable<UnitPlace> Risers => Units.SelectMany(u => u.Cells).Select(c => c.Place).DistinctBy(p => p.RiserId).OrderBy(p => p.EntrancePosition).ThenBy(p => p.Position);

    /// <summary>Entrances with their columns and floors, as the building stands; only what the filter names.</summary>
    public IEnumerable<EntranceDrawing> Entrances(BoardFilter filter) => Units.SelectMany(u => u.Cells.Select(c => (Unit: u, Cell: c)))
        .Where(x => (string.IsNullOrEmpty(filter.Entrance) || x.Cell.Place.Entrance == filter.Entrance) && (filter.Riser is null || x.Cell.Place.RiserId == filter.Riser))
        .GroupBy(x => (x.Cell.Place.EntrancePosition, x.Cell.Place.Entrance)).OrderBy(g => g.Key.EntrancePosition)
        .Select(g => new EntranceDrawing(g.Key.Entrance,
            [.. g.GroupBy(x => x.Cell.Place.RiserId).Select(r => (Column: new RiserColumn(r.Key, r.First().Cell.Place, r.First().Unit), r.First().Cell.Place.Position)).OrderBy(r => r.Position).Select(r => r.Column)],
            [.. g.Select(x => x.Cell.Place.Floor).Distinct().OrderDescending()],
            g.Select(x => x.Cell).ToLookup(c => (c.Place.RiserId, c.Place.Floor))));
}

/// <summary>An entrance: columns are risers as they stand, rows are floors, the top one first.</summary>
internal sealed record EntranceDrawing(string Number, IReadOnlyList<RiserColumn> Columns, IReadOnlyList<int> Floors, ILookup<(Guid, int), BoardCell> Cells);

/// <summary>A column.</summary>
internal sealed record RiserColumn(Guid Id, UnitPlace Place, BoardUnit Unit)
{
    /// <summary>Short name under the entrance's heading.</summary>
    public string Name => $"{(Place.Kind is RiserKind.Kitchen ? "厨房" : "卫生间")}{Place.RiserLabel[^2..]}";

    /// <summary>How far it is.</summary>
    public string Standing => Unit.Words();
}
