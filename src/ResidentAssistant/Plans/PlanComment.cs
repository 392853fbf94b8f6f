namespace ResidentAssistant.Plans;

/// <summary>What a resident said about a plan, opened; reading it is written down.</summary>
/// <param name="Id">Id.</param>
/// <param name="Reference">What people say: P-0007.</param>
/// <param name="Words">The resident's words.</param>
/// <param name="Answer">What was answered.</param>
internal sealed record PlanComment(Guid Id, string Reference, string Words, string? Answer)
{
    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Its name.</summary>
    public required string Community { get; init; }

    /// <summary>The version it is about.</summary>
    public required int Number { get; init; }

    /// <summary>Conversation; null: written on the page.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>The flat, when it is known.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>Its label.</summary>
    public string? Household { get; init; }

    /// <summary>open, answered or closed.</summary>
    public required string State { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Who answered or closed it.</summary>
    public string? AnsweredByName { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>How the page puts it; null: not on the page.</summary>
    public string? Shown { get; init; }

    /// <summary>The state in Chinese.</summary>
    public string StateName => State switch { "open" => "等答复", "answered" => "已答复", _ => "不用答复" };
}

/// <summary>A comment as everybody may read it: put into words by a colleague, without name or flat.</summary>
internal sealed record ShownComment
{
    /// <summary>The comment.</summary>
    public required string Shown { get; init; }

    /// <summary>The answer.</summary>
    public required string ShownAnswer { get; init; }

    /// <summary>The version it was about.</summary>
    public required int Number { get; init; }

    /// <summary>When it was answered.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }
}
