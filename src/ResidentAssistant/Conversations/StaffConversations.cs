using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Conversations;

/// <summary>A conversation as colleagues see it: where it stands, and what became of messages. Words come from the transcript.</summary>
internal sealed class StaffConversations(Database database)
{
    /// <summary>Where the conversation stands, or null when it does not exist or is out of scope.</summary>
    public Task<ConversationHead?> HeadAsync(Guid id, StaffScope scope, CancellationToken ct) => database.FirstAsync<ConversationHead>($"""
        select c.id, c.channel, c.household_id, c.person_id, c.proven and {Proofs.Hold} as proven, c.held_by, c.held_at, c.version, c.started_at, c.last_at,
               h.label as household, m.name as community, s.name as held_by_name
          from conversations c left join households h on h.id = c.household_id left join communities m on m.id = c.community_id
          left join staff_accounts s on s.id = c.held_by
         where c.id = @id and {scope.Condition(database.Dialect, "c.community_id")}
        """, new { id, communities = scope.Communities }, ct);

    /// <summary>What became of messages that did not simply arrive.</summary>
    public Task<IReadOnlyList<DeliveryNote>> NotesAsync(Guid id, CancellationToken ct) => database.QueryAsync<DeliveryNote>("""
        select turn, position, state, reason from outbox
         where conversation_id = @id and state not in ('Sent', 'Delivered', 'Read') order by turn, position
        """, new { id }, ct);
}

/// <summary>Where a conversation stands.</summary>
internal sealed record ConversationHead
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Flat the person speaks for.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>Person, when known.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The flat is proven.</summary>
    public required bool Proven { get; init; }

    /// <summary>Who holds it.</summary>
    public Guid? HeldBy { get; init; }

    /// <summary>Name of who holds it.</summary>
    public string? HeldByName { get; init; }

    /// <summary>When that colleague last spoke.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>Number of the last turn.</summary>
    public required int Version { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Last entry.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Flat, as people read it.</summary>
    public string? Household { get; init; }

    /// <summary>Community.</summary>
    public string? Community { get; init; }

    /// <summary>Changes with every turn and with who holds it.</summary>
    public string Mark => $"{Version}.{HeldBy:N}";
}

/// <summary>A message that is on its way or was stopped.</summary>
internal sealed record DeliveryNote
{
    /// <summary>Turn.</summary>
    public required int Turn { get; init; }

    /// <summary>Position in the turn.</summary>
    public required int Position { get; init; }

    /// <summary>Delivery state.</summary>
    public required string State { get; init; }

    /// <summary>What stopped it.</summary>
    public string? Reason { get; init; }

    /// <summary>What staff read.</summary>
    public string Sentence => State switch
    {
        "Pending" or "Sending" => "正在发送",
        "Unconfirmed" => "不确定对方收到没有，请换个办法再问一声",
        _ => $"没有发出去，请换个办法告诉住户{(Reason is null ? "" : $"（{SendingRules.Words(Reason)}）")}",
    };
}
