using System.Text.Json;
using System.Text.Json.Serialization;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works;

/// <summary>What the planner must keep on a site: hours, days kept free, teams and the order of steps. Nothing is assumed; what nobody has set is not set.</summary>
internal sealed class SiteRules(Database database, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private IReads Reads { get; init; } = database;

    /// <summary>The same, read on a transaction where one is open.</summary>
    public SiteRules On(Transaction? open) => open is null ? this : new SiteRules(database, clock) { Reads = open };

    /// <summary>Everything the planner needs to know of a community, as it stands now.</summary>
    public async Task<Site> OfAsync(Guid communityId, CancellationToken ct)
    {
        var hours = await HoursAsync(communityId, ct);
        var daysOff = await DaysOffAsync(communityId, ct);
        var teams = await Reads.QueryAsync<TeamRow>("select id, name, phone from work_teams where community_id = @communityId and ended_at is null order by name, id", new { communityId }, ct);
        var away = (await Reads.QueryAsync<TeamDay>("""
            select d.id, d.team_id, d.day from work_team_days_off d join work_teams t on t.id = d.team_id where t.community_id = @communityId and t.ended_at is null and d.ended_at is null order by d.day
            """, new { communityId }, ct)).ToLookup(d => d.TeamId);
        var steps = await Reads.FirstAsync<StepSet>("select steps, source, set_by_name, set_at from work_step_sets where community_id = @communityId order by set_at desc, id desc limit 1", new { communityId }, ct);
        return new Site
        {
            Hours = hours, DaysOff = daysOff, TeamRows = teams, TeamDays = away,
            Teams = [.. teams.Select(t => new Team(t.Id, t.Name, away[t.Id].Select(d => d.Day).ToHashSet()))],
            Steps = steps is null ? [] : StepsIn(steps.Steps), StepsSource = steps?.Source,
        };
    }

    /// <summary>Sets the hours of a community, or of one building; refused with a sentence when they cannot be read.</summary>
    public Task SetHoursAsync(Guid communityId, Guid? buildingId, string hours, string source, CurrentStaff staff, CancellationToken ct)
    {
        if (WeekHours.Read(hours, out var fault) is null) throw new RefusedException("BadArgument", fault!); // null hours come with their fault
        Sourced(source);
        var now = clock.GetUtcNow();
        return database.RunAsync(new Batch().Add("insert into work_hours (id, community_id, building_id, hours, source, set_by, set_by_name, set_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            Guid.CreateVersion7(now), communityId, Null.Or(buildingId), hours, source, staff.Id, staff.Name, now), ct);
    }

    /// <summary>Keeps days free: a holiday, an exam; in one building or in all.</summary>
    public Task KeepFreeAsync(Guid communityId, Guid? buildingId, DateOnly from, DateOnly to, string reason, CurrentStaff staff, CancellationToken ct)
    {
        if (to < from || to.DayNumber - from.DayNumber > 60) throw new RefusedException("BadArgument", "请写先早后晚的日子，一次最多两个月。");
        if (reason.Length is 0 or > 40) throw new RefusedException("BadArgument", "请写这几天为什么不施工，最多40个字。");
        var now = clock.GetUtcNow();
        var writes = new Batch();
        for (var day = from; day <= to; day = day.AddDays(1))
            writes.Add("insert into work_days_off (id, community_id, building_id, day, reason, set_by_name, set_at) values ($1, $2, $3, $4, $5, $6, $7)", Guid.CreateVersion7(now), communityId, Null.Or(buildingId), day, reason, staff.Name, now);
        return database.RunAsync(writes, ct);
    }

    /// <summary>Adds a team.</summary>
    public Task AddTeamAsync(Guid communityId, string name, string phone, CurrentStaff staff, CancellationToken ct)
    {
        if (name.Length is 0 or > 30) throw new RefusedException("BadArgument", "请写班组的名字，最多30个字。");
        if (phone.Length is < 5 or > 20 || !phone.All(c => char.IsAsciiDigit(c) || c is '-' or ' ')) throw new RefusedException("BadArgument", "请写班组的值班电话，只写数字。");
        var now = clock.GetUtcNow();
        return database.RunAsync(new Batch().Add("insert into work_teams (id, community_id, name, phone, set_by_name, set_at) values ($1, $2, $3, $4, $5, $6)", Guid.CreateVersion7(now), communityId, name, phone, staff.Name, now), ct);
    }

    /// <summary>A team does not work on a day.</summary>
    public async Task TeamAwayAsync(Guid communityId, Guid teamId, DateOnly day, CurrentStaff staff, CancellationToken ct)
    {
        if (await database.FirstAsync<Guid?>("select id from work_teams where id = @teamId and community_id = @communityId and ended_at is null", new { teamId, communityId }, ct) is null) throw new RefusedException("BadArgument", "没有这个班组。");
        var now = clock.GetUtcNow();
        await database.RunAsync(new Batch().Add("insert into work_team_days_off (id, team_id, day, set_by_name, set_at) values ($1, $2, $3, $4, $5)", Guid.CreateVersion7(now), teamId, day, staff.Name, now), ct);
    }

    /// <summary>Takes back a day off, a team or a team's day off; what was planned with it stays as planned.</summary>
    public Task EndAsync(Guid communityId, RuleKind kind, Guid id, CancellationToken ct) => database.RunAsync(new Batch().Add(kind switch
    {
        RuleKind.DayOff => "update work_days_off set ended_at = $3 where id = $1 and community_id = $2 and ended_at is null",
        RuleKind.Team => "update work_teams set ended_at = $3 where id = $1 and community_id = $2 and ended_at is null",
        RuleKind.TeamDay => "update work_team_days_off set ended_at = $3 where id = $1 and ended_at is null and team_id in (select t.id from work_teams t where t.community_id = $2)",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    }, id, communityId, clock.GetUtcNow()), ct);

    /// <summary>Sets the order of steps of a community.</summary>
    public Task SetStepsAsync(Guid communityId, IReadOnlyList<WorkStep> steps, string source, CurrentStaff staff, CancellationToken ct)
    {
        if (steps.Count is 0 or > 12) throw new RefusedException("BadArgument", "请写一到十二步。");
        if (steps.Any(s => s.Name.Length is 0 or > 20)) throw new RefusedException("BadArgument", "每一步都要有名字，最多20个字。");
        if (steps.Any(s => s.Slots is < 1 or > 40)) throw new RefusedException("BadArgument", "每一步占1到40个半天。");
        if (steps.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count() < steps.Count) throw new RefusedException("BadArgument", "有两步叫一个名字，请改一个。");
        Sourced(source);
        var now = clock.GetUtcNow();
        return database.RunAsync(new Batch().Add("insert into work_step_sets (id, community_id, steps, source, set_by, set_by_name, set_at) values ($1, $2, $3, $4, $5, $6, $7)",
            Guid.CreateVersion7(now), communityId, JsonSerializer.Serialize(steps, Written), source, staff.Id, staff.Name, now), ct);
    }

    /// <summary>Steps with their stretches as they are stored.</summary>
    public static string Stored(IReadOnlyList<PlannedStep> steps) => JsonSerializer.Serialize(steps, Written);

    /// <summary>Stored steps with their stretches.</summary>
    public static IReadOnlyList<PlannedStep> PlannedIn(string stored) => JsonSerializer.Deserialize<List<PlannedStep>>(stored, Written)!; // written by Stored

    private static List<WorkStep> StepsIn(string stored) => JsonSerializer.Deserialize<List<WorkStep>>(stored, Written)!; // written by SetStepsAsync

    private static void Sourced(string source)
    {
        if (source.Length is 0 or > 200) throw new RefusedException("BadArgument", "请写是谁定的、依据是什么，最多200个字。");
    }

    private async Task<IReadOnlyList<HoursRow>> HoursAsync(Guid communityId, CancellationToken ct) =>
        [.. (await Reads.QueryAsync<HoursRow>("select building_id, hours, source, set_by_name, set_at from work_hours where community_id = @communityId order by set_at desc, id desc", new { communityId }, ct)).DistinctBy(h => h.BuildingId)];

    private Task<IReadOnlyList<DayOff>> DaysOffAsync(Guid communityId, CancellationToken ct) =>
        Reads.QueryAsync<DayOff>("select id, building_id, day, reason from work_days_off where community_id = @communityId and ended_at is null order by day", new { communityId }, ct);

    private sealed record StepSet
    {
        public required string Steps { get; init; }

        public required string Source { get; init; }
    }
}

/// <summary>What can be taken back.</summary>
internal enum RuleKind
{
    /// <summary>A day kept free.</summary>
    DayOff,

    /// <summary>A team.</summary>
    Team,

    /// <summary>A day on which a team does not work.</summary>
    TeamDay,
}
