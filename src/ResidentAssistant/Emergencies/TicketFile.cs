using ResidentAssistant.Emergencies.Escalation;

namespace ResidentAssistant.Emergencies;

/// <summary>A ticket with everything that happened to it.</summary>
internal sealed record TicketFile
{
    /// <summary>Our id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people say: E-0042.</summary>
    public required string Reference { get; init; }

    /// <summary>Community, once it is known.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Its name.</summary>
    public string? Community { get; init; }

    /// <summary>Building.</summary>
    public Guid? BuildingId { get; init; }

    /// <summary>Entrance.</summary>
    public Guid? EntranceId { get; init; }

    /// <summary>Flat it happens in.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>The flat as it was said, for colleagues only.</summary>
    public string? Flat { get; init; }

    /// <summary>“3号楼2单元”: what a page and the open data may say.</summary>
    public string? Entrance { get; init; }

    /// <summary>Conversation it was reported in.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>Code of its class.</summary>
    public required string Class { get; init; }

    /// <summary>State as stored.</summary>
    public required TicketState State { get; init; }

    /// <summary>The ticket it follows.</summary>
    public Guid? MainId { get; init; }

    /// <summary>An exercise.</summary>
    public bool Drill { get; init; }

    /// <summary>Number of its newest act: what a form was made from.</summary>
    public required int Number { get; init; }

    /// <summary>Where the water comes from.</summary>
    public string? Source { get; init; }

    /// <summary>Whether it still runs.</summary>
    public string? Running { get; init; }

    /// <summary>yes: somebody there is alone, unwell or cannot walk.</summary>
    public string? Alone { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>When the ladder looks at it again.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When that was decided.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>Tickets that follow it.</summary>
    public long Followers { get; init; }

    /// <summary>What happened, in order.</summary>
    public IReadOnlyList<TicketAct> Acts { get; init; } = [];

    /// <summary>The class.</summary>
    public FaultClass Fault => FaultClass.Find(Class) ?? new FaultClass(Class, "urgent", "报修");

    /// <summary>Folded from the acts.</summary>
    public Timeline Timeline => new(OpenedAt, Acts);

    /// <summary>Where it is.</summary>
    public Place Place => new(CommunityId, BuildingId, EntranceId, HouseholdId);

    /// <summary>“柳荫里小区 3号楼2单元”, without the flat.</summary>
    public string Where => Community is null ? "还不知道是哪个小区" : Entrance is null ? Community : $"{Community} {Entrance}";

    /// <summary>What a page calls it: an exercise says so first, many reports are counted.</summary>
    public string Title => $"{(Drill ? "【演练】" : "")}{Fault.Title}{(Followers > 0 ? $"（{Followers + 1} 家报）" : "")}";
}
