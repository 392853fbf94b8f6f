using System.Text;
using ResidentAssistant.Messaging.ToGroups;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Notices.Groups;

/// <summary>Notices in customer groups: which groups one is for, whether they may have one more, and whom it makes posted. Posted is never told.</summary>
internal sealed class NoticeGroups(Database database, CustomerGroups groups, SourcedSettings settings, NoticeLinks links, TimeProvider clock)
{
    /// <summary>Sourced setting that says how many mass messages a group may have.</summary>
    public const string Limit = "notice.group-limit";

    // Longest text of a mass message; the client refuses more.
    private const int MostBytes = 4_000;

    private const string Inside = "(g.entrance_id = h.entrance_id or (g.entrance_id is null and g.building_id = h.building_id) or (g.building_id is null and g.community_id = h.community_id))";

    /// <summary>Groups of a community with the mass messages each may still have today or this month.</summary>
    public async Task<IReadOnlyList<GroupRoom>> RoomsAsync(IReads reads, Guid communityId, CancellationToken ct)
    {
        var placed = await groups.OfAsync(reads, communityId, unplaced: false, ct);
        if (placed.Count == 0) return [];
        var now = clock.GetUtcNow();
        var today = SiteClock.Day(now);
        var monthly = await settings.On(reads as Transaction).FindAsync(Limit, communityId, today, ct) is SourcedSetting.Set { Value: SettingCatalogue.GroupMonthly };
        var used = await GroupSends.UsedAsync(reads, database.Dialect, [.. placed.Select(g => g.ChatId)], SiteClock.StartOf(monthly ? new DateOnly(today.Year, today.Month, 1) : today), ct);
        var most = monthly ? DateTime.DaysInMonth(today.Year, today.Month) : 1;
        return [.. placed.Select(g => new GroupRoom(g, (int)Math.Max(0, most - used.GetValueOrDefault(g.ChatId)), monthly))];
    }

    /// <summary>Adds a text for the owners of the groups a version is for, and takes back what waits of the versions before it. Groups that have had enough are left to people who paste.</summary>
    public async Task AddAsync(Transaction transaction, NoticeVersion version, Audience audience, string committee, DateTimeOffset sayAt, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var writes = new Batch();
        // First, so that what nobody has tapped leaves its place to the newer words.
        GroupSends.TakeBack(writes, await transaction.QueryAsync<Guid>("select id from notice_versions where notice_id = @NoticeId and id <> @Id", new { version.NoticeId, version.Id }, ct), now);
        await transaction.RunAsync(writes, ct);
        writes = new Batch();
        var text = $"【{version.Title}】\n{version.Body}\n\n{NoticeText.Signed(committee, version.PublishedAt)}\n编号 {version.Reference}（第{version.Number}份）{(links.Of(version.NoticeId) is var link && link.StartsWith("http", StringComparison.Ordinal) ? $"\n在手机上看：{link}" : "")}";
        if (Encoding.UTF8.GetByteCount(text) <= MostBytes)
        {
            var meant = (await transaction.QueryAsync<string>($"""
                select g.chat_id from customer_groups g where g.community_id = @CommunityId and g.gone_at is null
                   and exists (select 1 from notice_audience a join households h on h.id = a.household_id where a.notice_id = @NoticeId and {Inside})
                """, new { version.CommunityId, version.NoticeId }, ct)).ToHashSet(StringComparer.Ordinal);
            // A group of the whole neighbourhood is not spent on one riser.
            var rooms = (await RoomsAsync(transaction, version.CommunityId, ct)).Where(r => meant.Contains(r.Group.ChatId) && (audience.Everybody || r.Group.BuildingId is not null) && r.Allows(version.Change));
            foreach (var owner in rooms.GroupBy(r => r.Group.Owner, StringComparer.Ordinal))
                GroupSends.Add(writes, version.Id, version.CommunityId, owner.Key, text, owner.Select(r => r.Group.ChatId), sayAt, now);
        }

        await transaction.RunAsync(writes, ct);
    }

    /// <summary>Households of groups in which a notice stands now count as posted.</summary>
    public async Task TakePostedAsync(CancellationToken ct)
    {
        if (await database.FirstAsync<int?>("select 1 from group_send_targets where state = 'Sent' and counted_at is null limit 1", null, ct) is null) return;
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        var fresh = await transaction.QueryAsync<Guid>("update group_send_targets set counted_at = @now where state = 'Sent' and counted_at is null returning send_id", new { now }, ct);
        foreach (var send in fresh.Distinct())
            await transaction.ExecuteAsync($"""
                insert into notice_reach (version_id, household_id, way, target, notice_id, number, state, due_at, changed_at, by_name)
                select v.id, h.id, 'Group', h.id, v.notice_id, v.number, 'Posted', @now, @now, min(case when g.name = '' then '客户群' else g.name end)
                  from group_send_targets t join group_sends s on s.id = t.send_id join notice_versions v on v.id = s.subject_id join customer_groups g on g.chat_id = t.chat_id
                  join notice_audience a on a.notice_id = v.notice_id join households h on h.id = a.household_id
                 where t.send_id = @send and t.state = 'Sent' and {Inside}
                 group by v.id, h.id, v.notice_id, v.number
                on conflict (version_id, household_id, way, target) do nothing
                """, new { send, now }, ct);
        await transaction.CommitAsync(ct);
    }
}

/// <summary>A group and the mass messages it may still have today, or this month.</summary>
internal sealed record GroupRoom(PlacedGroup Group, int Left, bool Monthly)
{
    /// <summary>True when a notice may use one; of a month's the last is kept for a correction.</summary>
    public bool Allows(NoticeChange change) => Left > (Monthly && change is NoticeChange.First ? 1 : 0);

    /// <summary>As colleagues read it.</summary>
    public string Words => Left == 0 ? $"{(Monthly ? "这个月" : "今天")}不能再群发了，请把话贴到群里" : $"{(Monthly ? "这个月" : "今天")}还能群发 {Left} 条{(Monthly && Left == 1 ? "，留给更正" : "")}";
}
