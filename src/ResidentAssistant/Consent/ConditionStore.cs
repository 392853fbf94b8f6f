using ResidentAssistant.Conversations;
using ResidentAssistant.Evidence;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>What households want settled before they say yes. Words and answers stand in the evidence alone; the desk shows only that somebody waits.</summary>
internal sealed class ConditionStore(Database database, EvidenceLog evidence, TimeProvider clock)
{
    /// <summary>Notes a condition with the turn and gives back its id; without a reference it is the claim of somebody whose flat is not proven.</summary>
    public Guid Add(Turn turn, Guid householdId, string? reference, string words)
    {
        var conversation = turn.Conversation;
        var community = conversation.CommunityId!.Value; // a flat of the register has one
        var id = Guid.CreateVersion7(turn.Now);
        var item = Desk.Add(turn.Writes, "question", urgent: false, community, conversation.Id, reference is null ? "没认过门的人提了一个条件，请答复" : "住户提了一个条件，请答复", reference, turn.Now);
        turn.Writes.Add("""
            insert into consent_conditions (id, reference, community_id, household_id, proven, conversation_id, made_at, desk_item, state) values ($1, $2, $3, $4, $5, $6, $7, $8, 'open')
            """, id, Null.Or(reference), community, householdId, reference is not null, conversation.Id, turn.Now, item);
        evidence.Add(turn.Writes, new EvidenceRecord
        {
            Id = id, CommunityId = community, Kind = "consent.condition", HouseholdId = householdId, At = turn.Now,
            Fields = new Dictionary<string, object?> { ["reference"] = reference, ["proven"] = reference is not null, ["conversation"] = conversation.Id.ToString(), ["turn"] = (long)turn.Number, ["channel"] = conversation.Channel },
            Personal = new Dictionary<string, string> { ["condition"] = words },
        });
        return id;
    }

    /// <summary>Conditions of a household, newest first; whoever shows them writes the audit row first.</summary>
    public async Task<IReadOnlyList<Condition>> OfHouseholdAsync(Guid householdId, CancellationToken ct)
    {
        var rows = await database.QueryAsync<Condition>("""
            select id, reference, community_id, household_id, conversation_id, proven, made_at, desk_item, state, answer_id, answered_by_name, answered_at
              from consent_conditions where household_id = @householdId order by made_at desc limit 20
            """, new { householdId }, ct);
        var found = new List<Condition>(rows.Count);
        foreach (var row in rows)
            found.Add(row with { Words = await WordsAsync(row.Id, ct), Answer = row.AnswerId is { } answer ? await WordsAsync(answer, ct) : null });
        return found;
    }

    /// <summary>Marks a condition as answered with these words, or as closed without a reply when null. False when a colleague was first.</summary>
    public async Task<bool> FinishAsync(Condition condition, string? answer, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var answerId = answer is null ? (Guid?)null : Guid.CreateVersion7(now);
        await using var transaction = await database.BeginAsync(ct);
        var done = await transaction.ExecuteAsync("""
            update consent_conditions set state = @state, answer_id = @answerId, answered_by = @staffId, answered_by_name = @staffName, answered_at = @now where id = @Id and state = 'open'
            """, new { condition.Id, state = answer is null ? "closed" : "answered", answerId, staffId = staff.Id, staffName = staff.Name, now }, ct) == 1;
        if (!done) return false;
        await transaction.ExecuteAsync("""
            update desk_items set seen_at = coalesce(seen_at, @now), seen_by = coalesce(seen_by, @staffId), done_at = @now, done_by = @staffId where id = @DeskItem and done_at is null
            """, new { condition.DeskItem, now, staffId = staff.Id }, ct);
        var writes = new Batch();
        evidence.Add(writes, new EvidenceRecord
        {
            Id = answerId ?? Guid.CreateVersion7(now), CommunityId = condition.CommunityId, Kind = answer is null ? "consent.condition-closed" : "consent.condition-answered", HouseholdId = condition.HouseholdId, At = now,
            Fields = new Dictionary<string, object?> { ["condition"] = condition.Id.ToString(), ["staff"] = staff.Id.ToString() },
            Personal = answer is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["answer"] = answer },
        });
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<string?> WordsAsync(Guid id, CancellationToken ct) => (await evidence.PersonalAsync(database, id, ct)) is [var field, ..] ? field.Words : null;
}

/// <summary>A condition and what became of it.</summary>
internal sealed record Condition
{
    /// <summary>Its id, also of its evidence.</summary>
    public required Guid Id { get; init; }

    /// <summary>Reference of the intent.</summary>
    public string? Reference { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Household.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Conversation the answer goes to.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>The flat is proven.</summary>
    public required bool Proven { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Item on the desk.</summary>
    public required Guid DeskItem { get; init; }

    /// <summary>open, answered, closed.</summary>
    public required string State { get; init; }

    /// <summary>Evidence that keeps the answer.</summary>
    public Guid? AnswerId { get; init; }

    /// <summary>Who answered.</summary>
    public string? AnsweredByName { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The person's words; null once they are erased.</summary>
    public string? Words { get; init; }

    /// <summary>What was answered.</summary>
    public string? Answer { get; init; }
}
