using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>What colleagues read beside a household's answers: its wishes and what it sees of its pipes.</summary>
internal sealed class HouseholdNotes(Database database, EvidenceLog evidence)
{
    /// <summary>Wishes of a household, newest first; whoever shows them writes the audit row first.</summary>
    public async Task<IReadOnlyList<Wish>> WishesAsync(Guid householdId, CancellationToken ct)
    {
        var rows = await database.QueryAsync<Wish>("select id, kind, proven, recorded_at from household_wishes where household_id = @householdId order by recorded_at desc limit 20", new { householdId }, ct);
        var found = new List<Wish>(rows.Count);
        foreach (var row in rows) found.Add(row with { Words = await evidence.PersonalAsync(database, row.Id, ct) is [var field, ..] ? field.Words : null });
        return found;
    }

    /// <summary>The newest survey of each room of a household.</summary>
    public Task<IReadOnlyList<PipeSurvey>> PipesAsync(Guid householdId, CancellationToken ct) => SurveysAsync("s.household_id = @id", householdId, ct);

    /// <summary>The newest survey of each room of every household in a community, or of one of its buildings.</summary>
    public Task<IReadOnlyList<PipeSurvey>> PipesAsync(Guid communityId, Guid? buildingId, CancellationToken ct) =>
        SurveysAsync(buildingId is null ? "s.community_id = @id" : "b.id = @id", buildingId ?? communityId, ct);

    private Task<IReadOnlyList<PipeSurvey>> SurveysAsync(string which, Guid id, CancellationToken ct) => database.QueryAsync<PipeSurvey>($"""
        select s.id, b.number as building, e.number as entrance, h.number, s.room, s.age, s.material, s.faults, s.photos, s.proven, s.conversation_id, s.recorded_at
          from pipe_surveys s join households h on h.id = s.household_id join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id
         where {which} and not exists (select 1 from pipe_surveys n where n.household_id = s.household_id and n.room = s.room and n.proven = s.proven
                                          and (n.recorded_at > s.recorded_at or (n.recorded_at = s.recorded_at and n.id > s.id)))
         order by b.position, e.position, h.floor, h.number, s.room desc, s.proven desc
        """, new { id }, ct);
}

/// <summary>A wish of a household.</summary>
internal sealed record Wish
{
    /// <summary>Its id, also of its evidence.</summary>
    public required Guid Id { get; init; }

    /// <summary>care, restore, other.</summary>
    public required string Kind { get; init; }

    /// <summary>The flat is proven.</summary>
    public required bool Proven { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Who needs care, or the person's words; null once they are erased.</summary>
    public string? Words { get; init; }

    /// <summary>As colleagues read it.</summary>
    public string Label => Kind switch
    {
        "care" => "家里有人要照顾，请上门了解：" + Words switch { "alone" => "老人一个人住", "ill" => "有人有病或者行动不便", "baby" => "有小宝宝或者孕妇", null => "已经删去", _ => "其他" },
        "restore" => $"对恢复的想法：{Words ?? "已经删去"}",
        _ => $"另有想法：{Words ?? "已经删去"}",
    };
}

/// <summary>What a resident sees of the pipes in a room.</summary>
internal sealed record PipeSurvey
{
    /// <summary>Its id, also of its evidence.</summary>
    public required Guid Id { get; init; }

    /// <summary>Building.</summary>
    public required string Building { get; init; }

    /// <summary>Entrance.</summary>
    public required string Entrance { get; init; }

    /// <summary>Number on the door.</summary>
    public required string Number { get; init; }

    /// <summary>Which room.</summary>
    public required RiserKind Room { get; init; }

    /// <summary>original, replaced, unknown.</summary>
    public required string Age { get; init; }

    /// <summary>cast-iron, steel, plastic, hidden, unknown.</summary>
    public required string Material { get; init; }

    /// <summary>Codes with blanks between.</summary>
    public required string Faults { get; init; }

    /// <summary>Ids of the photos with commas between.</summary>
    public string? Photos { get; init; }

    /// <summary>The flat is proven; else it is a claim.</summary>
    public required bool Proven { get; init; }

    /// <summary>Conversation with the photos.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>How many photos there are.</summary>
    public int PhotoCount => Photos is null ? 0 : Photos.Count(c => c == ',') + 1;

    /// <summary>The age in Chinese.</summary>
    public string AgeName => Age switch { "original" => "盖楼时就有", "replaced" => "后来换过", _ => "不清楚" };

    /// <summary>The material in Chinese.</summary>
    public string MaterialName => Material switch { "cast-iron" => "铸铁管", "steel" => "钢管", "plastic" => "塑料管", "hidden" => "包着，看不见", _ => "不清楚" };

    /// <summary>The faults in Chinese.</summary>
    public string FaultNames => string.Join("、", Faults.Split(' ').Select(f => f switch { "rust" => "生锈", "leak" => "漏过", "blocked" => "爱堵", "weak" => "水小", "smell" => "有味儿", _ => "没毛病" }));
}
