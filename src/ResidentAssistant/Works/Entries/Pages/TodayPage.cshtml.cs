using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Entries;

/// <summary>The flats of a day in their order, made for the foreman's phone: when, which flat, who opens, and how far it is.</summary>
[Requires(StaffAction.EntryRead)]
internal sealed class TodayPage(EntryLog log, SiteRules rules, Register register, Database database, TimeProvider clock) : PageModel
{
    /// <summary>Communities this colleague may look at.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>The one looked at.</summary>
    public Community Community { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>The day looked at.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Today at the site.</summary>
    public DateOnly Today { get; } = SiteClock.Day(clock.GetUtcNow());

    /// <summary>Teams of the site.</summary>
    public IReadOnlyList<TeamRow> Teams { get; private set; } = [];

    /// <summary>The team looked at; null: all.</summary>
    public Guid? Team { get; private set; }

    /// <summary>Visits of the day by their hours, from the top of each riser.</summary>
    public IReadOnlyList<IGrouping<string, DayVisit>> Visits { get; private set; } = [];

    /// <summary>The day has a visit.</summary>
    public bool Any => Visits.Count > 0;

    /// <summary>Shows the day.</summary>
    public async Task OnGetAsync(Guid? community, DateOnly? day, Guid? team, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        Community = (community is { } asked ? Communities.FirstOrDefault(c => c.Id == asked) : Communities.Count > 0 ? Communities[0] : null)
            ?? throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        Day = day is { Year: > 2000 and < 2100 } chosen ? chosen : Today;
        Teams = (await rules.OfAsync(Community.Id, ct)).TeamRows;
        Team = Teams.FirstOrDefault(t => t.Id == team)?.Id;
        var (from, to) = (SiteClock.StartOf(Day), SiteClock.StartOf(Day.AddDays(1)));
        var teams = (await database.QueryAsync<PlanTeam>("""
            select p.id, p.team_id, t.name from riser_plans p join work_teams t on t.id = p.team_id
             where p.id in (select e.plan_id from entries e where e.community_id = @Id and e.replaced_at is null and e.begins_at >= @from and e.begins_at < @to)
            """, new { Community.Id, from, to }, ct)).ToDictionary(p => p.Id);
        var reminded = (await database.QueryAsync<Reminded>("""
            select r.household_id, max(r.chats) as chats from entry_reminders r join households h on h.id = r.household_id where r.day = @Day and r.kind <> 'restored' and h.community_id = @Id group by r.household_id
            """, new { Day, Community.Id }, ct)).ToDictionary(r => r.HouseholdId, r => r.Chats);
        Visits =
        [
            .. (await log.BetweenAsync(Community.Id, from, to, ct))
                .SelectMany(work => work.Times.Where(t => t.BeginsAt >= from && t.BeginsAt < to).Select(time => new DayVisit(work, time, teams[time.PlanId].Name, reminded.TryGetValue(work.HouseholdId, out var chats) ? chats : null)))
                .Where(v => Team is null || teams[v.Time.PlanId].TeamId == Team)
                .OrderBy(v => v.Time.BeginsAt).GroupBy(v => $"{v.Time.Slot.From.ToString("H:mm", CultureInfo.InvariantCulture)}–{v.Time.Slot.To.ToString("H:mm", CultureInfo.InvariantCulture)}", StringComparer.Ordinal),
        ];
    }

    /// <summary>Address of another day with the same choice.</summary>
    public string AddressOf(DateOnly day) => $"/staff/entries?community={Community.Id}&day={day:yyyy-MM-dd}{(Team is { } team ? $"&team={team}" : "")}";

    private sealed record PlanTeam
    {
        public required Guid Id { get; init; }

        public required Guid TeamId { get; init; }

        public required string Name { get; init; }
    }

    private sealed record Reminded
    {
        public required Guid HouseholdId { get; init; }

        public required int Chats { get; init; }
    }
}

/// <summary>One visit of the day; <paramref name="Chats"/> counts the conversations in which it was reminded of, null while it was not.</summary>
internal sealed record DayVisit(FlatWork Work, EntryTime Time, string Team, int? Chats)
{
    /// <summary>Whether the team is there, was there, or not yet.</summary>
    public string Presence => Work.IsInside(Time) ? "在里面" : Work.On(Time, EntryKinds.Left) is not null ? "走了" : "没到";

    /// <summary>Who opens the door, without a name.</summary>
    public string Door => Work.AtHome is { } said ? AtHomeWords.Of(said.Fact("way")) : Work.IsConfirmed(Time) ? "说了时间行" : "还没说行不行";
}
