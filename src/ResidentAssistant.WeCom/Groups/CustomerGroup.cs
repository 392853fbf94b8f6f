namespace ResidentAssistant.WeCom.Groups;

/// <summary>A customer group: made by a member of the corp, with residents in it.</summary>
/// <param name="ChatId">Its id.</param>
/// <param name="Name">Its name, perhaps empty.</param>
/// <param name="Owner">Userid of the member who owns it.</param>
public sealed record CustomerGroup(string ChatId, string Name, string Owner);

/// <summary>Groups of one page, and where the next begins; null at the end.</summary>
public sealed record CustomerGroupPage(IReadOnlyList<string> ChatIds, string? NextCursor);

/// <summary>A mass message as the vendor knows it: a task for its sender, who sends it with one tap or not at all.</summary>
/// <param name="MsgId">Its id.</param>
/// <param name="Text">What it says.</param>
public sealed record MassMessage(string MsgId, string Text);

/// <summary>What became of a mass message in one group.</summary>
public enum MassResult
{
    /// <summary>The sender has not tapped.</summary>
    Waiting = 0,

    /// <summary>It stands in the group.</summary>
    Sent = 1,

    /// <summary>The vendor could not send it.</summary>
    Failed = 2,

    /// <summary>The group has had its mass messages of the day or month.</summary>
    TooMany = 3,
}
