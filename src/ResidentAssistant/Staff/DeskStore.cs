using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Staff;

/// <summary>Reads the desk and marks what has been seen and done.</summary>
internal sealed class DeskStore(Database database, TimeProvider clock)
{
    private const string Columns = """
        d.id, d.kind, d.urgent, d.community_id, d.conversation_id, d.reference, d.title, d.created_at, d.seen_at, d.taken_at, d.done_at,
               s.name as seen_by_name, t.name as taken_by_name, f.name as done_by_name, m.name as community
          from desk_items d left join communities m on m.id = d.community_id left join staff_accounts s on s.id = d.seen_by left join staff_accounts t on t.id = d.taken_by left join staff_accounts f on f.id = d.done_by
        """;

    /// <summary>What is open, urgent first and then the oldest first; at most 200.</summary>
    public Task<IReadOnlyList<DeskItem>> OpenAsync(StaffScope scope, bool urgentOnly, CancellationToken ct) => database.QueryAsync<DeskItem>($"""
        select {Columns}
         where d.done_at is null and d.visible_at <= @now and {scope.Condition(database.Dialect, "d.community_id")} {(urgentOnly ? "and d.urgent = @yes" : "")}
         order by d.urgent desc, d.created_at limit 200
        """, new { communities = scope.Communities, now = clock.GetUtcNow(), yes = true }, ct);

    /// <summary>What was done last; at most ten.</summary>
    public Task<IReadOnlyList<DeskItem>> DoneAsync(StaffScope scope, bool urgentOnly, CancellationToken ct) => database.QueryAsync<DeskItem>($"""
        select {Columns}
         where d.done_at >= @since and {scope.Condition(database.Dialect, "d.community_id")} {(urgentOnly ? "and d.urgent = @yes" : "")}
         order by d.done_at desc limit 10
        """, new { communities = scope.Communities, since = clock.GetUtcNow().AddDays(-1), yes = true }, ct);

    /// <summary>Marks an item as seen; the first who saw it stays. False when it is not in scope.</summary>
    public Task<bool> SeenAsync(Guid id, CurrentStaff staff, CancellationToken ct) =>
        MarkAsync("seen_at = coalesce(seen_at, @now), seen_by = coalesce(seen_by, @staffId)", id, staff, ct);

    /// <summary>Marks an item as taken in hand, and as seen; the first who took it stays, and who took it last stands beside him. False when it is not in scope.</summary>
    public Task<bool> TakenAsync(Guid id, CurrentStaff staff, CancellationToken ct) => MarkAsync("""
        seen_at = coalesce(seen_at, @now), seen_by = coalesce(seen_by, @staffId), taken_at = coalesce(taken_at, @now), taken_by = coalesce(taken_by, @staffId), retaken_at = @now, retaken_by = @staffId
        """, id, staff, ct);

    /// <summary>Marks an item as done, and as seen; the first who did it stays. False when it is not in scope.</summary>
    public Task<bool> DoneAsync(Guid id, CurrentStaff staff, CancellationToken ct) => MarkAsync("""
        seen_at = coalesce(seen_at, @now), seen_by = coalesce(seen_by, @staffId), done_at = coalesce(done_at, @now), done_by = coalesce(done_by, @staffId)
        """, id, staff, ct);

    private async Task<bool> MarkAsync(string what, Guid id, CurrentStaff staff, CancellationToken ct) => await database.ExecuteAsync($"""
        update desk_items set {what}
         where id = @id and {staff.Scope.Condition(database.Dialect, "community_id")} {(staff.May(StaffAction.DeskReadAll) ? "" : staff.May(StaffAction.EmergencyAct) ? "and (urgent = @yes or kind = 'emergency')" : "and urgent = @yes")}
        """, new { id, now = clock.GetUtcNow(), staffId = staff.Id, communities = staff.Scope.Communities, yes = true }, ct) == 1;
}

/// <summary>One matter on the desk.</summary>
internal sealed record DeskItem
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>emergency, handover, voice, parked, question, call, undelivered, system.</summary>
    public required string Kind { get; init; }

    /// <summary>Comes first.</summary>
    public required bool Urgent { get; init; }

    /// <summary>Community, when known.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Its name.</summary>
    public string? Community { get; init; }

    /// <summary>Conversation it comes from.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>Short reference.</summary>
    public string? Reference { get; init; }

    /// <summary>What it is, without personal words.</summary>
    public required string Title { get; init; }

    /// <summary>Since when it waits.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a colleague first saw it.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Who first saw it.</summary>
    public string? SeenByName { get; init; }

    /// <summary>When a colleague took it in hand.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>Who took it.</summary>
    public string? TakenByName { get; init; }

    /// <summary>When it was done.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Who did it.</summary>
    public string? DoneByName { get; init; }

    /// <summary>Who has it in hand, or else who saw it, or that nobody did.</summary>
    public string Standing(DateTimeOffset now) => (TakenAt, SeenAt) switch
    {
        ({ } taken, _) => $"{TakenByName ?? "同事"} 在处理（{SiteClock.Text(taken, now)}）",
        (_, { } seen) => $"{SeenByName ?? "同事"} 已看过（{SiteClock.Text(seen, now)}）",
        _ => "还没有人看",
    };

    /// <summary>The kind in Chinese.</summary>
    public string KindName => Kind switch
    {
        "emergency" => Urgent ? "紧急" : "报修",
        "handover" => "转人工",
        "voice" => "语音没有文字",
        "parked" => "没能处理的消息",
        "question" => "要答复的问题",
        "call" => "要打的电话",
        "undelivered" => "没送到的话",
        "system" => "系统",
        _ => Kind,
    };
}
