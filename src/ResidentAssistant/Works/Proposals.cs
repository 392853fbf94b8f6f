using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Storage;
using ResidentAssistant.Works.Care;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works;

/// <summary>Works out where risers could stand in the plan, before anything is saved.</summary>
internal sealed class Proposals(Database database, ConsentLog consent, SiteRules rules, PlanBook book)
{
    /// <summary>Everything a page of the plan is made from.</summary>
    public async Task<PlanView> ViewAsync(Guid communityId, CancellationToken ct) => new(
        await book.OfAsync(communityId, ct), await rules.OfAsync(communityId, ct), await Board.ReadAsync(consent, database, communityId, null, ct),
        await CareBook.BlockedAsync(database, communityId, ct));

    /// <summary>Places for released risers that have none yet, from a day on, in the order given.</summary>
    public static PlanOutcome Make(PlanView view, IReadOnlyCollection<Guid> risers, DateOnly firstDay)
    {
        var jobs = view.Waiting.Where(r => risers.Contains(r.RiserId) && view.Site.CalendarOf(r.BuildingId) is not null).Select(r => view.JobOf(r, firstDay));
        return Planner.Plan(jobs, view.Site.Teams, building => view.Site.CalendarOf(building)!, view.Plan.Standing); // buildings without hours are left out above
    }

    /// <summary>A riser moved to another beginning or team, with what speaks against it.</summary>
    public static (PlannedRiser? Moved, IReadOnlyList<string> Against) Move(PlanView view, PlannedRiser riser, Guid teamId, DateOnly day, TimeOnly time)
    {
        if (view.Site.Teams.FirstOrDefault(t => t.Id == teamId) is not { } team) return (null, ["请选一个班组。"]);
        if (view.Site.CalendarOf(riser.BuildingId) is not { } calendar) return (null, ["还没有设可以施工的时段。"]);
        var job = new RiserJob(riser.RiserId, riser.BuildingId, riser.Households, [.. riser.Steps.Select(s => s.Step)], day, new HashSet<DateOnly>());
        if (Planner.From(job, team, calendar, day, time) is not { } moved) return (null, ["一年之内排不开。"]);
        return (moved, PlanBook.Against(moved, view.Plan, view.Site, view.Board, view.Blocked, [moved]));
    }
}

/// <summary>Plan, rules, ledger and the flats that may not be entered of a community at one instant.</summary>
internal sealed record PlanView(CommunityPlan Plan, Site Site, Board Board, IReadOnlySet<Guid> Blocked)
{
    /// <summary>Risers with their units in the order of the register.</summary>
    public IReadOnlyList<RiserLine> Risers { get; } = [.. Board.Units.SelectMany(u => u.Cells.GroupBy(c => c.Place.RiserId).Select(g => new RiserLine(u, g.First().Place, [.. g.Select(c => c.Place)],
        Plan.Risers.FirstOrDefault(r => r.Stands && r.Planned.RiserId == g.Key), g.Any(c => Blocked.Contains(c.Place.HouseholdId))))).OrderBy(r => r.Place.BuildingPosition).ThenBy(r => r.Place.Position)];

    /// <summary>Released and not planned yet.</summary>
    public IEnumerable<RiserLine> Waiting => Risers.Where(r => r.Released && !r.Blocked && r.Plan is null);

    /// <summary>The work on a riser as the planner takes it.</summary>
    public RiserJob JobOf(RiserLine riser, DateOnly firstDay) => new(riser.RiserId, riser.BuildingId,
        [.. riser.Flats.OrderByDescending(f => f.Floor).ThenBy(f => f.Number, StringComparer.Ordinal).Select(f => f.HouseholdId)], Site.Steps, firstDay, new HashSet<DateOnly>());
}

/// <summary>A riser as the plan shows it.</summary>
internal sealed record RiserLine(BoardUnit Unit, UnitPlace Place, IReadOnlyList<UnitPlace> Flats, RiserPlan? Plan, bool Blocked)
{
    /// <summary>Riser.</summary>
    public Guid RiserId => Place.RiserId;

    /// <summary>Building.</summary>
    public Guid BuildingId => Place.BuildingId;

    /// <summary>Every household on its unit has signed, and nobody closed it.</summary>
    public bool Released => Unit.Tally.Ready && !Unit.Closed;

    /// <summary>How it stands, in words.</summary>
    public string Standing => (Released, Plan) switch
    {
        (true, not null) => Blocked ? "排好了，有人家还不能进" : "排好了",
        (true, null) => Blocked ? "签齐了，有人家要先照顾好" : "签齐了，还没排",
        (false, not null) => "排过，现在又锁上了",
        _ => Unit.Closed ? "先不实施" : "锁着：申请还没签齐",
    };
}
