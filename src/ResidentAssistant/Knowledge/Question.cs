namespace ResidentAssistant.Knowledge;

/// <summary>A question that no approved answer said, with the resident's own words and, once given, the reply.</summary>
internal sealed record Question(Guid Id, string Reference, string Words, string? Answer)
{
    /// <summary>Community, when known.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Its name.</summary>
    public string? Community { get; init; }

    /// <summary>Flat the person speaks for.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>The flat, as people read it.</summary>
    public string? Household { get; init; }

    /// <summary>Person, when known.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>Conversation in which it was asked.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>Intent heard in it.</summary>
    public string? Intent { get; init; }

    /// <summary><c>none</c>, <c>not-published</c> or <c>not-meant</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The answer whose value is not published.</summary>
    public string? EntryId { get; init; }

    /// <summary><c>open</c>, <c>answered</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>What waits at the desk because of it.</summary>
    public Guid? DeskItem { get; init; }

    /// <summary>Who answered or closed it.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The answer made of it.</summary>
    public string? KeptAs { get; init; }

    /// <summary>The reason in Chinese.</summary>
    public string ReasonName => Reason switch
    {
        "not-published" => "要用的数还没公布",
        "not-meant" => "给出的几条都不是",
        "special-needs" => "家里有人要照顾",
        _ => "没有对上的答案",
    };
}
