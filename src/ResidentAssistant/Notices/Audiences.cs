using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Notices;

/// <summary>Whom a notice can be for, as a colleague chooses it and as residents read it.</summary>
internal sealed class Audiences(Database database)
{
    /// <summary>Buildings of a community with their entrances and risers, in order.</summary>
    public async Task<IReadOnlyList<BuildingChoice>> ChoicesAsync(Guid communityId, CancellationToken ct)
    {
        var entrances = (await database.QueryAsync<Choice>("""
            select e.id, e.building_id, e.number as label from entrances e join buildings b on b.id = e.building_id where b.community_id = @communityId order by e.position, e.number
            """, new { communityId }, ct)).ToLookup(e => e.BuildingId);
        var risers = (await database.QueryAsync<Choice>("select id, building_id, label from risers where community_id = @communityId order by position, id", new { communityId }, ct)).ToLookup(r => r.BuildingId);
        return [.. (await new Register(database).BuildingsAsync(communityId, ct)).Select(b => new BuildingChoice(b.Id, b.Label, [.. entrances[b.Id].Select(e => e with { Label = $"{b.Label}{e.Label}单元" })], [.. risers[b.Id]]))];
    }

    /// <summary>The audience without what does not belong to the community.</summary>
    public static Audience Known(Audience audience, IReadOnlyList<BuildingChoice> choices) => audience with
    {
        Risers = [.. audience.Risers.Where(id => choices.Any(b => b.Risers.Any(r => r.Id == id)))],
        Entrances = [.. audience.Entrances.Where(id => choices.Any(b => b.Entrances.Any(e => e.Id == id)))],
        Buildings = [.. audience.Buildings.Where(id => choices.Any(b => b.Id == id))],
    };

    /// <summary>The audience in words: “3号楼2单元厨房立管01、3号楼2单元厨房立管02”.</summary>
    public static string Words(Audience audience, IReadOnlyList<BuildingChoice> choices) => audience.Everybody ? "全小区" : string.Join("、", choices.SelectMany(b =>
        (audience.Buildings.Contains(b.Id) ? [b.Label] : b.Entrances.Where(e => audience.Entrances.Contains(e.Id)).Select(e => e.Label)).Concat(b.Risers.Where(r => audience.Risers.Contains(r.Id)).Select(r => r.Label))));

    /// <summary>How many households an audience has, and how many of them have a proven conversation or a number.</summary>
    public async Task<AudienceSize> SizeAsync(Guid communityId, Audience audience, CancellationToken ct)
    {
        var dialect = database.Dialect;
        // An empty list is a list of one id that nobody has: SQLite knows no empty list.
        var args = new { communityId, everybody = audience.Everybody ? 1 : 0, risers = Some(audience.Risers), entrances = Some(audience.Entrances), buildings = Some(audience.Buildings) };
        return (await database.FirstAsync<AudienceSize>($"""
            select count(*) as households,
                   coalesce(sum(case when exists (select 1 from notice_conversations c where c.household_id = h.id) then 1 else 0 end), 0) as chats,
                   coalesce(sum(case when exists (select 1 from persons p where p.household_id = h.id and p.left_at is null and p.phone is not null) then 1 else 0 end), 0) as phones
              from households h where h.community_id = @communityId
               and (@everybody = 1 or {dialect.In("h.building_id", "buildings")} or {dialect.In("h.entrance_id", "entrances")} or h.id in (select o.household_id from riser_households o where {dialect.In("o.riser_id", "risers")}))
            """, args, ct))!; // an aggregate always has a row
    }

    /// <summary>When somebody first enters a flat on these risers by the plan that stands; null when nobody does.</summary>
    public async Task<DateTimeOffset?> FirstEntryAsync(IReadOnlyList<Guid> risers, DateTimeOffset now, CancellationToken ct) => (await database.QueryAsync<DateTimeOffset>(
        $"select begins_at from entries where replaced_at is null and begins_at > @now and {database.Dialect.In("riser_id", "risers")} order by begins_at limit 1", new { now, risers = Some(risers) }, ct)) is [var first] ? first : null;

    private static Guid[] Some(IReadOnlyList<Guid> ids) => ids.Count == 0 ? [Guid.Empty] : [.. ids];
}

/// <summary>A building with its entrances and risers.</summary>
internal sealed record BuildingChoice(Guid Id, string Label, IReadOnlyList<Choice> Entrances, IReadOnlyList<Choice> Risers);

/// <summary>Something that can be chosen.</summary>
internal sealed record Choice
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Building.</summary>
    public required Guid BuildingId { get; init; }

    /// <summary>As people read it.</summary>
    public required string Label { get; init; }
}

/// <summary>How large an audience is.</summary>
internal sealed record AudienceSize
{
    /// <summary>Households.</summary>
    public required long Households { get; init; }

    /// <summary>Of them with a proven conversation.</summary>
    public required long Chats { get; init; }

    /// <summary>Of them with a number in the register.</summary>
    public required long Phones { get; init; }
}
