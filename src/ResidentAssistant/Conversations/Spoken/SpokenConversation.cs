using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;

namespace ResidentAssistant.Conversations;

/// <summary>A conversation that a colleague holds for somebody, opened; reading it is written down.</summary>
/// <param name="Id">The conversation's id.</param>
/// <param name="Speaker">Who speaks.</param>
/// <param name="Phone">Number the person gave.</param>
internal sealed record SpokenConversation(Guid Id, string Speaker, PhoneNumber? Phone)
{
    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Flat.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Flat as people read it.</summary>
    public required string Household { get; init; }

    /// <summary>Capacity as in the dialogs.</summary>
    public required string Capacity { get; init; }

    /// <summary>How the person is heard.</summary>
    public required string Way { get; init; }

    /// <summary>How the person was verified.</summary>
    public required string Verified { get; init; }

    /// <summary>Who began it.</summary>
    public required string BegunByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>Who types in it now.</summary>
    public Guid? Driver { get; init; }

    /// <summary>Name of that colleague.</summary>
    public string? DriverName { get; init; }

    /// <summary>When that colleague last typed.</summary>
    public DateTimeOffset? DrivenAt { get; init; }

    /// <summary>When it was ended, until it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What stands wherever the conversation is shown.</summary>
    public string Mark => $"代{Speaker}说：{SpokenWords.Heard(Way, Verified)}";

    /// <summary>The same where names are not shown in full.</summary>
    public string MaskedMark => $"代{People.MaskName(Speaker)}说：{SpokenWords.Heard(Way, Verified)}";

    /// <summary>What goes with every message of it.</summary>
    public SpokenFor For => new(Id, CommunityId, HouseholdId, Capacity, $"{Way}/{Verified}", Phone?.Digits);

    /// <summary>Another colleague types in it at this instant.</summary>
    public bool IsDrivenByAnother(Guid staffId, DateTimeOffset now) => Driver is { } driver && driver != staffId && DrivenAt > now - SpokenStore.Patience;
}

/// <summary>What is asked before the talk begins.</summary>
internal sealed record NewSpoken(Guid Form, Household Household, string Speaker, string Capacity, string Way, string Verified, PhoneNumber? Phone);
