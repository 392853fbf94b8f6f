using ResidentAssistant.Storage;

namespace ResidentAssistant.Staff;

/// <summary>What kind of personal data was read; names are stored.</summary>
internal enum AuditKind
{
    /// <summary>The words of a conversation.</summary>
    Transcript,

    /// <summary>A photo or file a resident sent.</summary>
    Photo,

    /// <summary>A person's phone or other particulars.</summary>
    Person,

    /// <summary>A question in a person's own words.</summary>
    Question,

    /// <summary>A household's answers and its written application.</summary>
    Consent,

    /// <summary>Names and numbers of a whole community, taken out as a workbook.</summary>
    Register,

    /// <summary>A household's wish above the standard.</summary>
    Upgrade,

    /// <summary>What is done for a person who needs care during the works.</summary>
    Care,

    /// <summary>What was said of a person's health.</summary>
    Health,

    /// <summary>The work in a household's flat, and who is at home.</summary>
    Entry,

    /// <summary>What was reported of a fault: the flat, the words, the number to call.</summary>
    Emergency,
}

/// <summary>What the read was for; names are stored.</summary>
internal enum AuditReason
{
    /// <summary>Opened from the list of outcomes.</summary>
    Outcome,

    /// <summary>Opened from a matter on the desk.</summary>
    Desk,

    /// <summary>Seen while holding the conversation.</summary>
    Holding,

    /// <summary>Opened by its address.</summary>
    Direct,

    /// <summary>Opened to be answered.</summary>
    Queue,

    /// <summary>Opened on the flat's page of the register.</summary>
    Register,

    /// <summary>Seen while speaking for the person.</summary>
    Speaking,
}

/// <summary>Writes down who read whose words, when and why, before they are shown. Rows are only ever added.</summary>
internal sealed class Audit(Database database, TimeProvider clock)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Reads in scope, newest first, at most one more than <see cref="PageSize"/>; the scope is the conversation's community.</summary>
    public Task<IReadOnlyList<AuditLine>> ListAsync(StaffScope scope, Guid? before, CancellationToken ct) => database.QueryAsync<AuditLine>($"""
        select a.id, a.at, a.kind, a.reason, a.conversation_id, s.name as staff_name, h.label as household
          from audit_reads a left join staff_accounts s on s.id = a.staff_id left join households h on h.id = a.household_id
          left join conversations c on c.id = a.conversation_id
         where {scope.Condition(database.Dialect, "coalesce(c.community_id, h.community_id, a.community_id)")} {(before is null ? "" : "and a.id < @before")}
         order by a.id desc limit @limit
        """, new { communities = scope.Communities, before, limit = PageSize + 1 }, ct);

    /// <summary>Adds one row.</summary>
    public Task ReadAsync(CurrentStaff staff, AuditKind kind, AuditReason reason, AuditSubject subject, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return database.ExecuteAsync("""
            insert into audit_reads (id, at, staff_id, kind, conversation_id, person_id, household_id, item_id, community_id, reason)
            values (@id, @now, @staffId, @kind, @ConversationId, @PersonId, @HouseholdId, @ItemId, @CommunityId, @reason)
            """, new
        {
            id = Guid.CreateVersion7(now),
            now,
            staffId = staff.Id,
            kind = kind.ToString(),
            reason = reason.ToString(),
            subject.ConversationId,
            subject.PersonId,
            subject.HouseholdId,
            subject.ItemId,
            subject.CommunityId,
        }, ct);
    }
}

/// <summary>Whose data was read.</summary>
internal sealed record AuditSubject(Guid? ConversationId = null, Guid? PersonId = null, Guid? HouseholdId = null, Guid? ItemId = null, Guid? CommunityId = null);

/// <summary>One read in the list.</summary>
internal sealed record AuditLine
{
    /// <summary>Id; ids grow with time.</summary>
    public required Guid Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind.</summary>
    public required AuditKind Kind { get; init; }

    /// <summary>What for.</summary>
    public required AuditReason Reason { get; init; }

    /// <summary>Conversation.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>Who.</summary>
    public string? StaffName { get; init; }

    /// <summary>Whose.</summary>
    public string? Household { get; init; }

    /// <summary>The kind in Chinese.</summary>
    public string KindName => Kind switch { AuditKind.Transcript => "对话", AuditKind.Photo => "照片或文件", AuditKind.Question => "问的话", AuditKind.Consent => "同意登记", AuditKind.Register => "整个登记册（导出）", AuditKind.Upgrade => "超标准的要求", AuditKind.Care => "照顾的安排", AuditKind.Health => "健康情况", AuditKind.Entry => "进户记录", AuditKind.Emergency => "报修", _ => "姓名和电话" };

    /// <summary>The reason in Chinese.</summary>
    public string ReasonName => Reason switch { AuditReason.Outcome => "对话记录", AuditReason.Desk => "今日待办", AuditReason.Holding => "正在接待", AuditReason.Queue => "等答复的问题", AuditReason.Register => "登记册", AuditReason.Speaking => "代住户说", _ => "直接打开" };
}
