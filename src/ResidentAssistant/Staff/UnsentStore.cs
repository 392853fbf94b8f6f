using ResidentAssistant.Messaging;
using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Staff;

/// <summary>Messages that did not go as they should, to colleagues and to residents, with the rule or fault that is the reason.</summary>
internal sealed class UnsentStore(Database database, TimeProvider clock)
{
    /// <summary>Lines of a list.</summary>
    public const int Most = 100;

    private static readonly TimeSpan Shown = TimeSpan.FromDays(7);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <summary>To colleagues, newest first: what was stopped or failed within a week, and what has been waiting for more than a minute.</summary>
    public Task<IReadOnlyList<Unsent>> ToColleaguesAsync(StaffScope scope, CancellationToken ct) => database.QueryAsync<Unsent>($"""
        select m.id, m.way, m.target, m.state, m.reason, m.created_at, m.due_at, d.title, d.reference, s.name as receiver
          from staff_messages m left join desk_items d on d.id = m.desk_item_id left join staff_accounts s on lower(s.wecom_userid) = lower(m.target)
         where ((m.state in ('Unconfirmed', 'Stopped', 'Failed') and m.finished_at > @since and (m.reason is null or m.reason <> 'taken'))
                or (m.state in ('Pending', 'Sending') and m.created_at < @late))
           and {scope.Condition(database.Dialect, "d.community_id")}
         order by m.created_at desc, m.id desc limit @limit
        """, Args(scope), ct);

    /// <summary>To residents, likewise.</summary>
    public Task<IReadOnlyList<Unsent>> ToResidentsAsync(StaffScope scope, CancellationToken ct) => database.QueryAsync<Unsent>($"""
        select o.id, o.channel as way, o.channel as target, o.state, o.reason, o.created_at, o.due_at, o.conversation_id, h.label as receiver
          from outbox o join conversations c on c.id = o.conversation_id left join households h on h.id = c.household_id
         where ((o.state in ('Unconfirmed', 'Stopped', 'Failed') and o.finished_at > @since)
                or (o.state in ('Pending', 'Sending') and o.created_at < @late))
           and {scope.Condition(database.Dialect, "c.community_id")}
         order by o.created_at desc, o.id desc limit @limit
        """, Args(scope), ct);

    private object Args(StaffScope scope) =>
        new { communities = scope.Communities, since = clock.GetUtcNow() - Shown, late = clock.GetUtcNow() - Late, limit = Most };
}

/// <summary>One such message.</summary>
internal sealed record Unsent
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Way or channel.</summary>
    public required string Way { get; init; }

    /// <summary>Member, robot or chat.</summary>
    public required string Target { get; init; }

    /// <summary>State.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>Rule or fault.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is tried again, while it waits.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The colleague or the flat, when known.</summary>
    public string? Receiver { get; init; }

    /// <summary>What it is about.</summary>
    public string? Title { get; init; }

    /// <summary>Its reference.</summary>
    public string? Reference { get; init; }

    /// <summary>The resident's conversation.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>Nothing is lost yet.</summary>
    public bool Waits => State is DeliveryState.Pending or DeliveryState.Sending;

    /// <summary>The state in Chinese.</summary>
    public string StateName => State switch
    {
        DeliveryState.Unconfirmed => "说不准",
        DeliveryState.Stopped => "不让发",
        DeliveryState.Failed => "没发成",
        _ => "等着发",
    };

    /// <summary>Whom it was for, in Chinese.</summary>
    public string To => Way switch
    {
        StaffWays.Robot => $"群“{Target}”",
        StaffWays.App => Receiver ?? $"企业微信 {Target}",
        StaffWays.AiBot => "问助手的群或同事",
        _ => Receiver ?? "还不知道是哪一户",
    };
}
