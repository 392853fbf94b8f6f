using ResidentAssistant.Dialogs.Answers;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>“还有几件报修没办完”: how many faults wait, and how many of them nobody has taken.</summary>
internal sealed class TicketCounts(Database database, TimeProvider clock) : IStaffAnswers
{
    private static readonly string[] Signs = ["报修", "急修", "抢修", "漏水", "跑水", "爆管", "紧急", "工单"];

    /// <inheritdoc />
    public string Example => "还有几件报修没办完";

    /// <inheritdoc />
    public StaffAction Needs => StaffAction.DeskRead;

    /// <inheritdoc />
    public bool IsAbout(string text) => Signs.Any(s => text.Contains(s, StringComparison.Ordinal));

    /// <inheritdoc />
    public async Task<string> AnswerAsync(StaffAsked asked, CancellationToken ct)
    {
        var building = HouseholdAnswer.Parse(asked.Text)?.Value.Split('-')[0] is { } said and not "?" ? said : null;
        var tickets = await OpenAsync(asked.Staff.Scope, building, ct);
        var where = building is null ? "" : $"{building}号楼";
        var urgent = tickets.Where(t => t.Severity is "danger" or "urgent").ToList();
        // Whose desk shows only what is urgent hears of no more here.
        var ordinary = asked.Staff.May(StaffAction.DeskReadAll) ? tickets.Count - urgent.Count : 0;
        var at = $"截至 {SiteClock.DayAndTime(clock.GetUtcNow())}。";
        if (urgent.Count + ordinary == 0) return $"{where}现在没有等着办的报修。{at}";
        var free = urgent.Count(t => t.IsFree);
        var lines = new List<string> { $"{where}紧急的 {urgent.Count} 件{(urgent.Count == 0 ? "" : free == 0 ? "，都有人接手" : $"，其中 {free} 件还没有人接手")}" + (ordinary > 0 ? $"；一般的 {ordinary} 件。" : "。") };
        if (!asked.InGroup) lines.AddRange(urgent.Take(5).Select(t => $"{t.Reference} {FaultClass.Find(t.Class)?.Title}，{SiteClock.DayAndTime(t.OpenedAt)}，{(t.IsFree ? "没有人接手" : t.State is TicketState.Reported ? "有人在处理" : t.State.Name())}"));
        return string.Join('\n', lines.Append(at));
    }

    private Task<IReadOnlyList<Open>> OpenAsync(StaffScope scope, string? building, CancellationToken ct) => database.QueryAsync<Open>($"""
        select t.reference, t.class, t.severity, t.opened_at, t.state, (select min(d.taken_at) from desk_items d where d.reference = t.reference) as taken_at
          from tickets t
         where t.closed_at is null and t.main_id is null and t.drill = @no and {scope.Condition(database.Dialect, "t.community_id")}
           {(building is null ? "" : "and t.flat like @flat")}
         order by t.opened_at limit 1000
        """, new { communities = scope.Communities, flat = $"{building}-%", no = false }, ct);

    private sealed record Open
    {
        public required string Reference { get; init; }

        public required string Class { get; init; }

        public required string Severity { get; init; }

        public required DateTimeOffset OpenedAt { get; init; }

        public required TicketState State { get; init; }

        public DateTimeOffset? TakenAt { get; init; }

        // What was taken at the desk a moment ago is taken.
        public bool IsFree => State is TicketState.CannotRepair || (State is TicketState.Reported && TakenAt is null);
    }
}
