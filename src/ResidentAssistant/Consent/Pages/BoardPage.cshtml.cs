using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>How far each riser of a building is, drawn floor by floor, and what would help each household next.</summary>
[Requires(StaffAction.ConsentRead, Posting = StaffAction.ConsentRecord)]
internal sealed class BoardPage(Database database, ConsentLog log, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Communities this colleague may look at.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>The one looked at.</summary>
    public Community Community { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Its buildings with their units.</summary>
    public IReadOnlyList<BuildingLine> Buildings { get; private set; } = [];

    /// <summary>The building drawn; null when the register has none.</summary>
    public BuildingLine? Building { get; private set; }

    /// <summary>Households that fit the filter.</summary>
    public IReadOnlyList<BoardHousehold> Listed { get; private set; } = [];

    /// <summary>The filter: a standing by its name, <c>open</c> for all that have not signed, <c>unreached</c>, or empty.</summary>
    public string Show { get; private set; } = "";

    /// <summary>What was done.</summary>
    public string? Done { get; private set; }

    /// <summary>This colleague may act.</summary>
    public bool MayRecord => HttpContext.Staff().May(StaffAction.ConsentRecord);

    /// <summary>This colleague may approve the words of the application.</summary>
    public bool MayApprove => HttpContext.Staff().May(StaffAction.ConsentApprove);

    /// <summary>Shows the board.</summary>
    public Task OnGetAsync(Guid? community, Guid? building, string? show, int? called, CancellationToken ct)
    {
        Done = called is { } count ? $"已放进电话清单 {count} 户，在“今日待办”里。已经签好的、请我们不要再来的，没有放进去。" : null;
        return ShowAsync(community, building, show, ct);
    }

    /// <summary>Puts households on the list of calls.</summary>
    public async Task<IActionResult> OnPostAsync(Guid? community, Guid? building, string? show, Guid[] household, bool all, CancellationToken ct)
    {
        await ShowAsync(community, building, show, ct);
        // Who asked to be left alone is not called either.
        var chosen = Listed.Where(h => !h.Signed && !h.Quiet && (all || household.Contains(h.Id))).ToList();
        var open = (await database.QueryAsync<string>("select title from desk_items where kind = 'call' and done_at is null and community_id = @Id", new { Community.Id }, ct)).ToHashSet(StringComparer.Ordinal);
        var writes = new Batch();
        foreach (var title in chosen.Select(h => VisitLog.CallTitle(h.Place.HouseholdLabel)).Where(open.Add))
            Desk.Add(writes, "call", urgent: false, Community.Id, null, title, null, clock.GetUtcNow());
        if (writes.Statements.Count > 0) await database.RunAsync(writes, ct);
        return LocalRedirect($"/staff/consent?community={Community.Id}&building={Building?.Id}&show={Uri.EscapeDataString(Show)}&called={chosen.Count}");
    }

    private async Task ShowAsync(Guid? community, Guid? building, string? show, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        Community = (community is { } asked ? Communities.FirstOrDefault(c => c.Id == asked) : Communities.Count > 0 ? Communities[0] : null)
            ?? throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        var board = await Board.ReadAsync(log, database, Community.Id, null, ct);
        Buildings = [.. board.Units.GroupBy(u => u.Cells[0].Place.BuildingId).Select(g => new BuildingLine(g.Key, g.First().Building, g.First().Cells[0].Place.BuildingPosition, [.. g])).OrderBy(b => b.Position)];
        Building = Buildings.FirstOrDefault(b => b.Id == building) ?? Buildings.FirstOrDefault(b => b.Units.Any(u => u.OneShort)) ?? (Buildings.Count > 0 ? Buildings[0] : null);
        Show = show is "open" or "unreached" || Enum.TryParse<PairStanding>(show, out _) ? show : "";
        Listed = [.. board.Households.Where(h => h.Place.BuildingId == Building?.Id && Fits(h)).OrderBy(h => h.Next.Rank).ThenBy(h => h.Place.EntrancePosition).ThenBy(h => h.Place.Floor).ThenBy(h => h.Place.Number, StringComparer.Ordinal)];
    }

    private bool Fits(BoardHousehold household) => Show switch
    {
        "" => true,
        "open" => !household.Signed,
        "unreached" => household.NotReachable,
        _ => household.Cells.Any(c => c.State.Standing.ToString() == Show),
    };
}

/// <summary>A building on the board.</summary>
internal sealed record BuildingLine(Guid Id, string Number, int Position, IReadOnlyList<BoardUnit> Units)
{
    /// <summary>As people read it.</summary>
    public string Label => $"{Number}号楼";

    /// <summary>Units that are ready.</summary>
    public int Ready => Units.Count(u => u.Tally.Ready);

    /// <summary>Units that lack one household.</summary>
    public int OneShort => Units.Count(u => u.OneShort && !u.Closed);

    /// <summary>Entrances with their columns and floors, as the building stands.</summary>
    public IEnumerable<EntranceDrawing> Entrances => Units.SelectMany(u => u.Cells.Select(c => (Unit: u, Cell: c))).GroupBy(x => (x.Cell.Place.EntrancePosition, x.Cell.Place.Entrance)).OrderBy(g => g.Key.EntrancePosition)
        .Select(g => new EntranceDrawing(g.Key.Entrance,
            [.. g.GroupBy(x => x.Cell.Place.RiserId).Select(r => (Column: new RiserColumn(r.Key, r.First().Cell.Place, r.First().Unit), r.First().Cell.Place.Position)).OrderBy(r => r.Column.Unit.OneShort && !r.Column.Unit.Closed ? 0 : 1).ThenBy(r => r.Position).Select(r => r.Column)],
            [.. g.Select(x => x.Cell.Place.Floor).Distinct().OrderDescending()],
            g.Select(x => x.Cell).ToLookup(c => (c.Place.RiserId, c.Place.Floor))));
}

/// <summary>An entrance: columns are risers, one-short ones first; rows are floors, the top one first.</summary>
internal sealed record EntranceDrawing(string Number, IReadOnlyList<RiserColumn> Columns, IReadOnlyList<int> Floors, ILookup<(Guid, int), BoardCell> Cells);

/// <summary>A column.</summary>
internal sealed record RiserColumn(Guid Id, UnitPlace Place, BoardUnit Unit)
{
    /// <summary>Short name under the entrance's heading.</summary>
    public string Name => $"{(Place.Kind is RiserKind.Kitchen ? "厨房" : "卫生间")}{Place.RiserLabel[^2..]}";

    /// <summary>How far it is.</summary>
    public string Standing => Unit.Closed ? "不再实施" : Unit.Tally.Ready ? "✓ 齐了" : $"差 {Unit.Tally.Short} 户";
}
