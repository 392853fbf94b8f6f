using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Dialogs.Answers;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>“3号楼还差几户”: how many households of a building, or of a community, have signed, and how many have said that they agree; counted from the ledger.</summary>
/// <remarks>In a group nobody knows who reads: no count for a building of fewer than twenty households, and none when fewer than four are missing (design.md §1).</remarks>
internal sealed class IntentCounts(Database database, ConsentLog log, Register register, TimeProvider clock) : IStaffAnswers
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
    public bool IsAbout(string text) => Signs.Any(s => text.Contains(s, StringComparison.Ordinal)) && !Faults.Any(f => text.Contains(f, StringComparison.Ordinal));

    /// <inheritdoc />
    public async Task<string> AnswerAsync(StaffAsked asked, CancellationToken ct)
    {
        var building = HouseholdAnswer.Parse(asked.Text)?.Value.Split('-')[0] is { } said and not "?" ? said : null;
        var counts = await CountAsync(asked.Staff.Scope, building, ct);
        if (counts.Count == 0) return building is null ? "您负责的小区还没有住户名册。" : $"您负责的小区里没有 {building}号楼。";
        var several = counts.Select(c => c.Community).Distinct().Count() > 1;
        return string.Join('\n', counts.Select(c => $"{(several || building is null ? c.Community : "")}{(building is null ? "" : $"{building}号楼")}：{Said(c, asked.InGroup)}"))
            + $"\n聊天里说的是意愿，不是书面申请。截至 {SiteClock.DayAndTime(clock.GetUtcNow())}。";
    }

    private static string Said(Count count, bool inGroup)
    {
        // From a total and the other buildings anybody could reckon what was withheld of one.
        if (inGroup && count.Buildings is [_, _, ..] && count.Buildings.Any(b => b.IsTold)) return "有的楼户数少，或者差得不多，全小区的数群里不报。请单独问我，或者到工作台看。";
        if (inGroup && count.Households < SmallestBuilding) return "户数少，群里不报数。请单独问我，或者到工作台看。";
        var split = inGroup ? "" : $"，其中不愿意 {count.Refused} 户，还没答或答得不全 {count.Households - count.Agreed - count.Refused} 户";
        return $"一共 {count.Households} 户。书面申请：{Share("签好了", count.Signed, count, inGroup)}。聊天里：{Share("说了愿意", count.Agreed, count, inGroup)}{(count.Agreed == count.Households ? "" : split)}。";
    }

    private static string Share(string what, int done, Count count, bool inGroup)
    {
        var missing = count.Households - done;
        if (missing == 0) return $"都{what}";
        return inGroup && missing < FewestMissing ? $"{what}的，还差的不到 {FewestMissing} 户，群里不报具体数，请单独问我" : $"{what} {done} 户，还差 {missing} 户";
    }

    // A household counts when all its risers do. It says yes when its newest word on each of them is that it agrees, or when it has signed there.
    private async Task<IReadOnlyList<Count>> CountAsync(StaffScope scope, string? building, CancellationToken ct)
    {
        var counts = new List<Count>();
        foreach (var community in (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id)))
        {
            var board = await Board.ReadAsync(log, database, community.Id, null, ct);
            var households = board.Households.Where(h => building is null || h.Place.Building == building).ToList();
            if (households.Count == 0) continue;
            var gaps = board.Gaps.Flats.Where(f => building is null || f.Building == building).CountBy(f => f.Building).ToDictionary();
            counts.Add(Of(community.Name, households, gaps.Values.Sum()) with { Buildings = [.. households.GroupBy(h => h.Place.Building).Select(g => Of("", [.. g], gaps.GetValueOrDefault(g.Key)))] });
        }

        return counts;
    }

    // Flats without a riser have signed nowhere; they are missing.
    private static Count Of(string community, List<BoardHousehold> households, int gaps) => new(community, households.Count + gaps, households.Count(h => h.Signed),
        households.Count(h => h.Cells.All(c => SaysYes(c.State))), households.Count(h => h.Cells.Any(c => c.State is { Answer: Answer.Refuse, Signed: false, Lapsed: false })));

    // A yes that was followed by taking the paper back is none any more.
    private static bool SaysYes(PairState state) => state.Signed || (state is { Answer: Answer.Agree, Lapsed: false } && !(state.Paper is Paper.Withdrawn && state.PaperAt >= state.AnsweredAt));

    private sealed record Count(string Community, int Households, int Signed, int Agreed, int Refused)
    {
        /// <summary>The same for each building of it.</summary>
        public IReadOnlyList<Count> Buildings { get; init; } = [];

        /// <summary>A household could be told from its numbers.</summary>
        public bool IsTold => Households < SmallestBuilding || IsFew(Signed) || IsFew(Agreed);

        private bool IsFew(int done) => Households - done is > 0 and < FewestMissing;
    }
}
