using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Consent;

/// <summary>An intent about to be recorded.</summary>
internal sealed record NewIntent
{
    /// <summary>Shared by all risers answered at once.</summary>
    public required string Reference { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Riser.</summary>
    public required Guid RiserId { get; init; }

    /// <summary>Household, proven.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Person, when known.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>As the person said: owner, family, heir, lessee, tenant, other.</summary>
    public string? Capacity { get; init; }

    /// <summary>agree, refuse, undecided, conditional, withdrawn or disputed.</summary>
    public required string Answer { get; init; }

    /// <summary>What this speaker said where the answer is disputed because another person of the flat says otherwise.</summary>
    public string? Said { get; init; }

    /// <summary>Code of the reason given with a refusal, or for not having decided.</summary>
    public string? Reason { get; init; }

    /// <summary>The condition that was named; its words stand under this id.</summary>
    public Guid? ConditionId { get; init; }

    /// <summary>Disclosure that was acknowledged before.</summary>
    public string? DisclosureHash { get; init; }

    /// <summary>Dialog.</summary>
    public required string Dialog { get; init; }

    /// <summary>Hash of its text.</summary>
    public required string DialogVersion { get; init; }

    /// <summary>The question as it was read.</summary>
    public required string Asked { get; init; }

    /// <summary>Conversation.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>Turn.</summary>
    public required int Turn { get; init; }

    /// <summary>Channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The channel's id of the message.</summary>
    public string? MessageId { get; init; }

    /// <summary>The intent it replaces.</summary>
    public Guid? Supersedes { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>An intent said in this turn.</summary>
    public static NewIntent Of(ActionCall call, Turn turn, Guid riser, string reference, string answer, string asked, DateTimeOffset at) => new()
    {
        Reference = reference, CommunityId = turn.Conversation.CommunityId!.Value, RiserId = riser, HouseholdId = call.Id("household")!.Value, // proven, so both are known
        PersonId = turn.Conversation.PersonId, Capacity = call.Value("capacity"), Answer = answer, Dialog = call.Dialog, DialogVersion = call.Version,
        Asked = asked, ConversationId = turn.Conversation.Id, Turn = turn.Number, Channel = turn.Conversation.Channel,
        MessageId = turn.Message?.MessageId, RecordedAt = at,
    };
}

/// <summary>A disclosure was shown, or the person said that it was read.</summary>
internal sealed record ToldEvent(string Event, string Hash, Guid? CommunityId, Guid? HouseholdId, bool Proven,
    Guid ConversationId, int Turn, string Channel, string? MessageId, DateTimeOffset At)
{
    /// <summary>What happened in this turn.</summary>
    public static ToldEvent Of(string happened, string hash, ActionCall call, Turn turn) => new(happened, hash, turn.Conversation.CommunityId,
        call.Id("household"), HouseholdActions.IsProven(call, turn), turn.Conversation.Id, turn.Number, turn.Conversation.Channel, turn.Message?.MessageId, turn.Now);
}
