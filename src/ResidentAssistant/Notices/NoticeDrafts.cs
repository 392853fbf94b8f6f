using System.Text.Json;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Notices;

/// <summary>Notices being written, until they are published or thrown away.</summary>
internal sealed class NoticeDrafts(Database database, TimeProvider clock)
{
    private const string Columns = "select id, community_id, notice_id, change, template, fields, audience, version, made_by, made_by_name, made_at, approved_by, approved_by_name, publish_at, publish_by, publish_by_name, held_back from notice_drafts";

    /// <summary>All of a community, newest first.</summary>
    public async Task<IReadOnlyList<NoticeDraft>> OpenAsync(Guid communityId, CancellationToken ct) =>
        [.. (await database.QueryAsync<Row>($"{Columns} where community_id = @communityId and ended_at is null order by made_at desc", new { communityId }, ct)).Select(r => r.Read())];

    /// <summary>An open one, or null.</summary>
    public async Task<NoticeDraft?> FindAsync(Guid id, CancellationToken ct) =>
        (await database.FirstAsync<Row>($"{Columns} where id = @id and ended_at is null", new { id }, ct))?.Read();

    /// <summary>Begins one.</summary>
    public async Task<Guid> BeginAsync(NoticeDraft draft, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await database.RunAsync(new Batch().Add("""
            insert into notice_drafts (id, community_id, notice_id, change, template, fields, audience, version, made_by, made_by_name, made_at) values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10)
            """, id, draft.CommunityId, Null.Or(draft.NoticeId), draft.Change, draft.Template, JsonSerializer.Serialize(draft.Filled), JsonSerializer.Serialize(draft.Audience), staff.Id, staff.Name, now), ct);
        return id;
    }

    /// <summary>Changes it; what a second person had approved must be approved again. False when a colleague has changed it since it was seen.</summary>
    public async Task<bool> SaveAsync(NoticeDraft draft, CurrentStaff staff, CancellationToken ct) => await database.ExecuteAsync("""
        update notice_drafts set fields = @fields, audience = @audience, version = version + 1, made_by = @by, made_by_name = @name, made_at = @now, approved_by = null, approved_by_name = null,
               publish_at = null, publish_by = null, publish_by_name = null, held_back = null
         where id = @Id and version = @Version and ended_at is null
        """, new { draft.Id, draft.Version, fields = JsonSerializer.Serialize(draft.Filled), audience = JsonSerializer.Serialize(draft.Audience), by = staff.Id, name = staff.Name, now = clock.GetUtcNow() }, ct) == 1;

    /// <summary>A second person has read exactly this; false when it was changed since, or by the same person.</summary>
    public async Task<bool> ApproveAsync(Guid id, int version, CurrentStaff staff, CancellationToken ct) => await database.ExecuteAsync("""
        update notice_drafts set approved_by = @by, approved_by_name = @name where id = @id and version = @version and made_by <> @by and ended_at is null
        """, new { id, version, by = staff.Id, name = staff.Name }, ct) == 1;

    /// <summary>Sets or, with null, takes back the time at which it publishes itself; false when a colleague has changed it since it was seen.</summary>
    public async Task<bool> ScheduleAsync(Guid id, int version, DateTimeOffset? at, CurrentStaff staff, CancellationToken ct) => await database.ExecuteAsync("""
        update notice_drafts set publish_at = @at, publish_by = @by, publish_by_name = @name, held_back = null where id = @id and version = @version and ended_at is null
        """, new { id, version, at, by = at is null ? (Guid?)null : staff.Id, name = at is null ? null : staff.Name }, ct) == 1;

    /// <summary>Drafts whose time has come, the earliest first, some at a time.</summary>
    public async Task<IReadOnlyList<NoticeDraft>> DueAsync(DateTimeOffset now, CancellationToken ct) =>
        [.. (await database.QueryAsync<Row>($"{Columns} where publish_at <= @now and ended_at is null order by publish_at limit 20", new { now }, ct)).Select(r => r.Read())];

    /// <summary>Takes its time away, says why, and puts it on the desk; nothing when another node has published it or a colleague has changed it meanwhile.</summary>
    public async Task HoldBackAsync(NoticeDraft draft, string why, CancellationToken ct)
    {
        await using var transaction = await database.BeginAsync(ct);
        var held = await transaction.ExecuteAsync("""
            update notice_drafts set publish_at = null, publish_by = null, publish_by_name = null, held_back = @why where id = @Id and version = @Version and publish_at is not null and ended_at is null
            """, new { draft.Id, draft.Version, why }, ct);
        if (held != 1) return;
        var writes = new Batch();
        Desk.Add(writes, "question", urgent: true, draft.CommunityId, null, $"定好时间的通知没有发出去，请看一看：{why}", null, clock.GetUtcNow());
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Throws it away; false when a colleague has changed it since it was seen.</summary>
    public async Task<bool> DropAsync(Guid id, int version, CancellationToken ct) =>
        await database.ExecuteAsync("update notice_drafts set ended_at = @now where id = @id and version = @version and ended_at is null", new { id, version, now = clock.GetUtcNow() }, ct) == 1;

    /// <summary>Ends it with the writes that publish it; the caller looks whether it was still there.</summary>
    public static Task<int> EndAsync(Transaction transaction, NoticeDraft draft, DateTimeOffset now, CancellationToken ct) =>
        transaction.ExecuteAsync("update notice_drafts set ended_at = @now where id = @Id and version = @Version and ended_at is null", new { draft.Id, draft.Version, now }, ct);

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required Guid CommunityId { get; init; }

        public Guid? NoticeId { get; init; }

        public required NoticeChange Change { get; init; }

        public required string Template { get; init; }

        public required string Fields { get; init; }

        public required string Audience { get; init; }

        public required int Version { get; init; }

        public required Guid MadeBy { get; init; }

        public required string MadeByName { get; init; }

        public required DateTimeOffset MadeAt { get; init; }

        public Guid? ApprovedBy { get; init; }

        public string? ApprovedByName { get; init; }

        public DateTimeOffset? PublishAt { get; init; }

        public Guid? PublishBy { get; init; }

        public string? PublishByName { get; init; }

        public string? HeldBack { get; init; }

        public NoticeDraft Read() => new()
        {
            Id = Id, CommunityId = CommunityId, NoticeId = NoticeId, Change = Change, Template = Template, Filled = JsonSerializer.Deserialize<Dictionary<string, string>>(Fields)!, // written above
            Audience = JsonSerializer.Deserialize<Audience>(Audience)!, Version = Version, MadeBy = MadeBy, MadeByName = MadeByName, MadeAt = MadeAt, ApprovedBy = ApprovedBy, ApprovedByName = ApprovedByName, // likewise
            PublishAt = PublishAt, PublishBy = PublishBy, PublishByName = PublishByName, HeldBack = HeldBack,
        };
    }
}
