using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.Works.Entries;

namespace ResidentAssistant.Notices;

/// <summary>Every second: reminds households of a visit the day before and two hours before, and asks them to look when they are restored. Who cannot be told in a conversation is called by a person.</summary>
internal sealed partial class EntryReminders(ReleasedEntries entries, StaffTurns turns, Database database, ILogger<EntryReminders> log) : IDuty
{
    private const int AtOnce = 50;
    private const string Day = "day";
    private const string Hours = "hours";

    // Nobody's phone rings before seven, and the day before from ten on, so that a whole day is left for what must be cleared.
    private static readonly TimeSpan Morning = TimeSpan.FromHours(7);
    private static readonly TimeSpan DayBefore = TimeSpan.FromHours(10);
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(2);

    /// <inheritdoc />
    public string Name => "entry reminders";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        var today = SiteClock.Day(now);
        if (now >= SiteClock.StartOf(today) + DayBefore) await RemindAsync(Day, SiteClock.StartOf(today.AddDays(1)), SiteClock.StartOf(today.AddDays(2)), now, ct);
        if (now >= SiteClock.StartOf(today) + Morning) await RemindAsync(Hours, now, Min(now + Ahead, SiteClock.StartOf(today.AddDays(1))), now, ct);
        await AskAsync(now, ct);
    }

    // The first visit of a day brings the reminder of the whole day.
    private async Task RemindAsync(string kind, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, CancellationToken ct)
    {
        var due = await database.QueryAsync<Due>($"""
            select e.household_id, e.community_id, min(e.begins_at) as begins_at from entries e
             where e.replaced_at is null and e.begins_at > @from and e.begins_at <= @to
               and not exists (select 1 from entry_reminders r where r.about = e.household_id and r.day = @day and r.kind = @kind)
               and not exists (select 1 from entry_acts a where a.household_id = e.household_id and a.riser_id = e.riser_id and a.kind = 'arrived' and a.at >= @today)
             group by e.household_id, e.community_id order by min(e.begins_at) limit {AtOnce}
            """, new { from = from.AddMilliseconds(-1), to, day = SiteClock.Day(from), kind, today = SiteClock.StartOf(SiteClock.Day(now)) }, ct);
        foreach (var one in due)
        {
            var day = SiteClock.Day(one.BeginsAt);
            var (works, _) = await entries.AheadAsync(database, one.HouseholdId, now, ct);
            await TellAsync(one, one.HouseholdId, day, kind, Text(kind, works, day), kind == Day ? "明天进户的一户，在对话里提醒不到，请打电话" : "两小时以内进户的一户，在对话里提醒不到，请马上打电话", now, ct);
        }
    }

    private async Task AskAsync(DateTimeOffset now, CancellationToken ct)
    {
        var restored = await database.QueryAsync<Restored>($"""
            select a.id, a.household_id, a.community_id, a.at as begins_at, r.label as riser from entry_acts a join risers r on r.id = a.riser_id
             where a.kind = 'restored' and a.at > @since and not exists (select 1 from entry_reminders m where m.about = a.id) order by a.at limit {AtOnce}
            """, new { since = now.AddDays(-7) }, ct);
        foreach (var one in restored)
            await TellAsync(one, one.Id, SiteClock.Day(one.BeginsAt), "restored", $"您家{one.Riser}换好了，施工的人说恢复好了。\n请您看一看：漏不漏，拆开的地方补好没有，柜子、龙头装回去没有。\n看好了，打“验收”，告诉我行不行。不着急。", "有一户恢复好了，在对话里问不到住户，请打电话问行不行", now, ct);
    }

    private async Task TellAsync(Due one, Guid about, DateOnly day, string kind, string text, string call, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            var told = 0;
            foreach (var conversation in await OpenAsync(one.HouseholdId, now, ct))
                // The same id at every attempt, so that it is said once whoever is killed in between.
                if (await turns.TellAsync(conversation, one.HouseholdId, text, $"{about:N}{day:yyyyMMdd}{kind}{conversation:N}", ct) is not null) told++;
            await using var transaction = await database.BeginAsync(ct);
            var first = await transaction.ExecuteAsync("insert into entry_reminders (household_id, day, kind, about, chats, at) values (@HouseholdId, @day, @kind, @about, @told, @now) on conflict (about, day, kind) do nothing", new { one.HouseholdId, day, kind, about, told, now }, ct) == 1;
            var writes = new Batch();
            if (first && told == 0) Desk.Add(writes, "call", urgent: kind == Hours, one.CommunityId, null, call, null, now);
            await transaction.RunAsync(writes, ct);
            await transaction.CommitAsync(ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Untold(fault, one.HouseholdId);
        }
    }

    // Proven, not stopped, and where the vendor counts, within its hours.
    private Task<IReadOnlyList<Guid>> OpenAsync(Guid household, DateTimeOffset now, CancellationToken ct) => database.QueryAsync<Guid>(
        "select id from notice_conversations where household_id = @household and (channel <> 'wecom-kf' or said_at > @since) order by id", new { household, since = now.AddHours(-NoticeStore.WindowHours) }, ct);

    private static string Text(string kind, IReadOnlyList<FlatWork> works, DateOnly day)
    {
        var lines = works.SelectMany(w => w.Times.Where(t => t.Day == day)).OrderBy(t => t.BeginsAt).Select(t => t.Words).Distinct(StringComparer.Ordinal).ToList();
        if (lines.Count == 0) return $"原来定的{(kind == Day ? "明天" : "今天")}进您家换管子，先不来了，不用在家等。重新定了时间，再告诉您。";
        var head = kind == Day ? "明天要进您家换管子：" : "今天要进您家换管子，快到时间了：";
        return $"{head}\n{string.Join('\n', lines)}\n来的人戴着证，看清了再开门。施工的人不向您要钱。\n时间不合适，打“入户时间”。";
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    [LoggerMessage(LogLevel.Error, "Household {HouseholdId} could not be reminded; it is tried again")]
    private partial void Untold(Exception fault, Guid householdId);

    private record Due
    {
        public required Guid HouseholdId { get; init; }

        public required Guid CommunityId { get; init; }

        public required DateTimeOffset BeginsAt { get; init; }
    }

    private sealed record Restored : Due
    {
        public required Guid Id { get; init; }

        public required string Riser { get; init; }
    }
}
