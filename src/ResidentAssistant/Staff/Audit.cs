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
}

/// <summary>Writes down who read whose words, when and why, before they are shown. Rows are only ever added.</summary>
internal sealed class Audit(Database database, TimeProvider clock)
{
    /// <summary>Adds one row.</summary>
    public Task ReadAsync(CurrentStaff staff, AuditKind kind, AuditReason reason, AuditSubject subject, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return database.ExecuteAsync("""
            insert into audit_reads (id, at, staff_id, kind, conversation_id, person_id, household_id, item_id, reason)
            values (@id, @now, @staffId, @kind, @ConversationId, @PersonId, @HouseholdId, @ItemId, @reason)
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
        }, ct);
    }
}

/// <summary>Whose data was read.</summary>
internal sealed record AuditSubject(Guid? ConversationId = null, Guid? PersonId = null, Guid? HouseholdId = null, Guid? ItemId = null);
