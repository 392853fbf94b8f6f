namespace ResidentAssistant.Messaging.ToStaff;

/// <summary>A way to colleagues: one adapter each for the app, the group robots and the aibot.</summary>
internal interface IStaffWay
{
    /// <summary>Name stored with messages: <see cref="StaffWays"/>.</summary>
    string Name { get; }

    /// <summary>This node can send by it now; what waits for it is left to another node or another time.</summary>
    bool Ready { get; }

    /// <summary>Targets that serve everybody and are paged besides the colleagues themselves: the names of the duty groups.</summary>
    IReadOnlyList<string> Groups { get; }

    /// <summary>The provider's limits on one call to the target.</summary>
    IReadOnlyList<Pace> PacesOf(string target, StaffWords words);

    /// <summary>Sends the messages to their one target in one call; more than one only when all are pages. Throws only when cancelled.</summary>
    Task<StaffSent> SendAsync(string target, IReadOnlyList<StaffMessage> messages, CancellationToken ct);
}

/// <summary>Names of the ways to colleagues.</summary>
internal static class StaffWays
{
    /// <summary>A member's WeCom, through the app.</summary>
    public const string App = "app";

    /// <summary>A telephone call to a member, through the app.</summary>
    public const string Phone = "phone";

    /// <summary>A group's robot.</summary>
    public const string Robot = "robot";

    /// <summary>The aibot, in the chat where it was asked.</summary>
    public const string AiBot = "aibot";
}

/// <summary>What came of one call.</summary>
/// <param name="Result">As for messages to residents; a <see cref="SendResult.TryLater"/> whose reason is a rule's name blocks that rule.</param>
/// <param name="ResponseCode">Permission to change the card that was sent.</param>
internal sealed record StaffSent(SendResult Result, string? ResponseCode = null);

/// <summary>A message on its way to a colleague.</summary>
internal sealed record StaffMessage(Guid Id, bool Urgent, int Attempts, DateTimeOffset CreatedAt, StaffWords Words);
