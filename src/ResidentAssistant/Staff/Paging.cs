using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Staff;

/// <summary>Every second: tells duty groups and colleagues of what is urgent at the desk, and tells them on their cards who took it.</summary>
internal sealed class Paging(Database database, StaffAccounts accounts, StaffLedger ledger, StaffSender sender, StaffLink link) : IDuty
{
    // What is older waits at the desk; nobody is woken by it when the ways to them come back.
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    /// <inheritdoc />
    public string Name => "paging";

    /// <inheritdoc />
    public bool Urgent => true;

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (sender.Ways.Count == 0) return;
        var written = await ChangeCardsAsync(now, ct) + await PageAsync(now, ct);
        if (written > 0) await sender.LookAsync(ct);
    }

    /// <summary>The groups that hear of a community: one named like a community hears of that community only, and of what has no place yet.</summary>
    /// <param name="communities">Names of all communities.</param>
    public static IEnumerable<string> GroupsOf(IStaffWay way, string? community, IReadOnlySet<string> communities) =>
        way.Groups.Where(g => !communities.Contains(g) || community is null || g == community);

    private async Task<int> PageAsync(DateTimeOffset now, CancellationToken ct)
    {
        // Once its community is known, those who work there are told too.
        var items = await database.QueryAsync<Item>("""
            select d.id, d.title, d.reference, d.community_id, d.created_at, d.taken_at, m.name as community
              from desk_items d left join communities m on m.id = d.community_id
             where d.urgent and d.done_at is null and d.visible_at <= @now and d.created_at > @since
               and (d.paged_at is null or (d.paged_for is null and d.community_id is not null))
             order by d.created_at limit 200
            """, new { now, since = now - Fresh }, ct);
        if (items.Count == 0) return 0;
        var colleagues = (await accounts.ReachableAsync(ct)).Where(r => Permissions.Allow(r.Staff.Role, StaffAction.DeskDone)).ToList();
        var communities = (await database.QueryAsync<string>("select name from communities", null, ct)).ToHashSet(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var writes = new Batch();
            var words = new StaffWords.Page(item.Title, item.Reference, item.Community ?? "还不知道是哪个小区", SiteClock.DayAndTime(item.CreatedAt), link.Desk);
            foreach (var way in sender.Ways)
            {
                foreach (var group in GroupsOf(way, item.Community, communities)) ledger.Page(writes, way.Name, group, words, item.Id, now);
                if (way.Name != StaffWays.App || item.TakenAt is not null) continue;
                foreach (var colleague in colleagues.Where(c => c.Staff.Scope.Sees(item.CommunityId))) ledger.Page(writes, way.Name, colleague.Member, words, item.Id, now);
            }

            writes.Add("update desk_items set paged_at = coalesce(paged_at, $2), paged_for = $3 where id = $1", item.Id, now, Null.Or(item.CommunityId));
            await database.RunAsync(writes, ct);
        }

        return items.Count;
    }

    private async Task<int> ChangeCardsAsync(DateTimeOffset now, CancellationToken ct)
    {
        // After its time a code changes nothing any more.
        await database.ExecuteAsync("update staff_messages set response_code = null where response_code is not null and response_until <= @now", new { now }, ct);
        // Who is not told yet need no longer be asked to take it.
        await database.ExecuteAsync("""
            update staff_messages set state = 'Stopped', reason = 'taken', finished_at = @now
             where kind = 'Page' and way = 'app' and state = 'Pending' and act_id is null
               and exists (select 1 from desk_items d where d.id = staff_messages.desk_item_id and (d.taken_at is not null or d.done_at is not null))
            """, new { now }, ct);
        var cards = await database.QueryAsync<Card>("""
            select m.id, m.target, m.response_code, m.desk_item_id, d.taken_at, t.name as taken_by, f.name as done_by
              from staff_messages m join desk_items d on d.id = m.desk_item_id
              left join staff_accounts t on t.id = case when m.act_id is null then d.taken_by else d.retaken_by end left join staff_accounts f on f.id = d.done_by
             where m.response_code is not null and m.response_until > @now
               and ((d.done_at is not null and (m.act_id is null or d.done_at >= m.created_at)) or (m.act_id is null and d.taken_at is not null) or (m.act_id is not null and d.retaken_at >= m.created_at))
             order by m.id limit 200
            """, new { now }, ct);
        foreach (var card in cards)
        {
            await using var transaction = await database.BeginAsync(ct);
            // The code serves once: whoever removes it writes the change.
            if (await transaction.ExecuteAsync("update staff_messages set response_code = null where id = @Id and response_code = @ResponseCode", new { card.Id, card.ResponseCode }, ct) == 0) continue;
            var writes = new Batch();
            ledger.Change(writes, card.Target, new StaffWords.Change(card.ResponseCode, card.Label), card.DeskItemId, now);
            await transaction.RunAsync(writes, ct);
            await transaction.CommitAsync(ct);
        }

        return cards.Count;
    }

    private sealed record Item
    {
        public required Guid Id { get; init; }

        public required string Title { get; init; }

        public string? Reference { get; init; }

        public Guid? CommunityId { get; init; }

        public string? Community { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset? TakenAt { get; init; }
    }

    private sealed record Card
    {
        public required Guid Id { get; init; }

        public required string Target { get; init; }

        public required string ResponseCode { get; init; }

        public required Guid DeskItemId { get; init; }

        public DateTimeOffset? TakenAt { get; init; }

        public string? TakenBy { get; init; }

        public string? DoneBy { get; init; }

        // A button holds about ten characters.
        public string Label => TakenAt is not null ? $"已由{Short(TakenBy)}接手" : $"{Short(DoneBy)}已办完";

        private static string Short(string? name) => name is null ? "同事" : name.Length <= 6 ? name : string.Concat(name.EnumerateRunes().Take(6));
    }
}
