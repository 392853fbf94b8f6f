using ResidentAssistant.Dialogs.Answers;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>“3号楼还差几户”: how many households of a building, or of a community, have said that they agree.</summary>
/// <remarks>In a group nobody knows who reads: no count for a building of fewer than twenty households, and none when fewer than four are missing (design.md §1).</remarks>
internal sealed class IntentCounts(Database database, TimeProvider clock) : IStaffAnswers
{
    private const int SmallestBuilding = 20;
    private const int FewestMissing = 4;

    private static readonly string[] Signs = ["几户", "多少户", "同意", "愿意", "意愿", "还差"];
    private static readonly string[] Faults = ["报修", "急修", "抢修", "漏", "跑水", "爆", "紧急", "工单"];

    /// <inheritdoc />
    public string Example => "3号楼还差几户";

    /// <inheritdoc />
    public StaffAction Needs => StaffAction.OutcomeList;

    /// <inheritdoc />
    public async Task<string?> AnswerAsync(StaffAsked asked, CancellationToken ct)
    {
        if (!Signs.Any(s => asked.Text.Contains(s, StringComparison.Ordinal)) || Faults.Any(f => asked.Text.Contains(f, StringComparison.Ordinal))) return null;
        var building = HouseholdAnswer.Parse(asked.Text)?.Value.Split('-')[0] is { } said and not "?" ? said : null;
        var counts = await CountAsync(asked.Staff.Scope, building, ct);
        if (counts.Count == 0) return building is null ? "您负责的小区还没有住户名册。" : $"您负责的小区里没有 {building}号楼。";
        var several = counts.Select(c => c.Community).Distinct().Count() > 1;
        return string.Join('\n', counts.Select(c => $"{(several || building is null ? c.Community : "")}{(building is null ? "" : $"{building}号楼")}：{Said(c, asked.InGroup)}"))
            + $"\n这些是聊天里说的意愿，不是书面申请。截至 {SiteClock.DayAndTime(clock.GetUtcNow())}。";
    }

    private static string Said(Count count, bool inGroup)
    {
        var missing = count.Households - count.Agreed;
        if (inGroup && count.Households < SmallestBuilding) return "户数少，群里不报数。请单独问我，或者到工作台看。";
        if (missing == 0) return $"一共 {count.Households} 户，都说了愿意。";
        if (inGroup && missing < FewestMissing) return $"一共 {count.Households} 户，还差的不到 {FewestMissing} 户，群里不报具体数。请单独问我。";
        var split = inGroup ? "" : $"，其中不愿意 {count.Refused} 户，还没答或答得不全 {missing - count.Refused} 户";
        return $"一共 {count.Households} 户，说了愿意 {count.Agreed} 户，还差 {missing} 户{split}。";
    }

    // A household counts as agreed when its newest word on each of its risers is that it agrees.
    private Task<IReadOnlyList<Count>> CountAsync(StaffScope scope, string? building, CancellationToken ct) => database.QueryAsync<Count>($"""
        select m.name as community, count(*) as households,
               sum(case when s.risers > 0 and s.agreed = s.risers then 1 else 0 end) as agreed,
               sum(case when s.refused > 0 then 1 else 0 end) as refused
          from (select h.id, h.community_id, count(p.riser_id) as risers,
                       sum(case when i.answer = 'agree' then 1 else 0 end) as agreed,
                       sum(case when i.answer = 'refuse' then 1 else 0 end) as refused
                  from households h join buildings b on b.id = h.building_id
                  left join riser_households p on p.household_id = h.id
                  left join intents i on i.household_id = h.id and i.riser_id = p.riser_id
                   and not exists (select 1 from intents n where n.household_id = i.household_id and n.riser_id = i.riser_id
                                      and (n.recorded_at > i.recorded_at or (n.recorded_at = i.recorded_at and n.id > i.id)))
                 where {scope.Condition(database.Dialect, "h.community_id")} {(building is null ? "" : "and b.number = @building")}
                 group by h.id, h.community_id) s
          join communities m on m.id = s.community_id
         group by m.name order by m.name limit 20
        """, new { communities = scope.Communities, building }, ct);

    private sealed record Count
    {
        public required string Community { get; init; }

        public required long Households { get; init; }

        public required long Agreed { get; init; }

        public required long Refused { get; init; }
    }
}
