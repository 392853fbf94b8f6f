namespace ResidentAssistant.Works.Complaints;

/// <summary>A complaint with all that happened to it; how it stands is what the steps make of it.</summary>
internal sealed record Complaint
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people say: C-0007.</summary>
    public required string Reference { get; init; }

    /// <summary>Community, once known.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Flat, once known.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>Flat as people read it.</summary>
    public string? Household { get; init; }

    /// <summary>The flat was proven when it was said.</summary>
    public required bool Proven { get; init; }

    /// <summary>Conversation it was said in.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>How a colleague heard it, where one wrote it down.</summary>
    public string? Spoken { get; init; }

    /// <summary>The resident's words.</summary>
    public required string Words { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Who had to do something when it was made.</summary>
    public required ComplaintParty FirstParty { get; init; }

    /// <summary>By when it was to be answered when it was made.</summary>
    public DateOnly? FirstDue { get; init; }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<ComplaintStep> Steps { get; init; } = [];

    /// <summary>Number of the newest step: what a form was made from.</summary>
    public int Seen => Steps.Count;

    /// <summary>Who has to do something now.</summary>
    public ComplaintParty Party => Steps.LastOrDefault(s => s.Party is not null)?.Party ?? FirstParty;

    /// <summary>By when it is to be answered; null: no limit is set.</summary>
    public DateOnly? Due => Steps.LastOrDefault(s => s.Kind is ComplaintKinds.Reopened or ComplaintKinds.Placed) is { } again ? again.Due : FirstDue;

    /// <summary>The answer that counts.</summary>
    public ComplaintStep? Answer => Steps.LastOrDefault(s => s.Kind == ComplaintKinds.Answered);

    /// <summary>When it came to stand as it does.</summary>
    public DateTimeOffset Since => Steps.LastOrDefault(s => s.Kind is ComplaintKinds.Answered or ComplaintKinds.Settled or ComplaintKinds.Reopened)?.At ?? MadeAt;

    /// <summary>When the resident last said something about it.</summary>
    public DateTimeOffset LastSaid => Steps.LastOrDefault(s => s.StaffId is null)?.At ?? MadeAt;

    /// <summary>Where it stands.</summary>
    public ComplaintState State => Steps.Aggregate(ComplaintState.Open, (state, step) => step.Kind switch
    {
        ComplaintKinds.Answered => ComplaintState.Answered,
        ComplaintKinds.Settled => ComplaintState.Settled,
        ComplaintKinds.Reopened => ComplaintState.Open,
        _ => state,
    });

    /// <summary>It waits for an answer longer than the limit allows.</summary>
    public bool IsLate(DateOnly today) => State == ComplaintState.Open && Due is { } due && today > due;

    /// <summary>The step can come now.</summary>
    public bool Allows(string kind) => kind switch
    {
        ComplaintKinds.Added => State == ComplaintState.Open,
        ComplaintKinds.Placed => HouseholdId is null,
        ComplaintKinds.Assigned => State != ComplaintState.Settled,
        ComplaintKinds.Answered => State == ComplaintState.Open,
        ComplaintKinds.Settled => State != ComplaintState.Settled,
        ComplaintKinds.Reopened => State != ComplaintState.Open,
        _ => false,
    };
}

/// <summary>One thing that happened to a complaint.</summary>
internal sealed record ComplaintStep
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>Place in the order, from 1.</summary>
    public int Number { get; init; }

    /// <summary>What: see <see cref="ComplaintKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Community, where the flat was said.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Flat that was said.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>Who has to do something from now on.</summary>
    public ComplaintParty? Party { get; init; }

    /// <summary>New day by which it is to be answered.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>What was added, answered, or why.</summary>
    public string Words { get; init; } = "";

    /// <summary>Colleague; null: the resident.</summary>
    public Guid? StaffId { get; init; }

    /// <summary>Name of the colleague.</summary>
    public string? StaffName { get; init; }

    /// <summary>Conversation, when the resident said it.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}
