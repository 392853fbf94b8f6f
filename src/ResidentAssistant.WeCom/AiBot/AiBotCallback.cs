namespace ResidentAssistant.WeCom.AiBot;

/// <summary>The smart robot: its id and the secret of its long connection.</summary>
public sealed class AiBotApp(string botId, string secret)
{
    /// <summary>Id of the robot.</summary>
    public string BotId { get; } = botId;

    internal string Secret { get; } = secret;

    /// <inheritdoc />
    public override string ToString() => $"robot {BotId}";
}

/// <summary>State of a long connection.</summary>
public enum AiBotState
{
    /// <summary>On the way.</summary>
    Connecting,

    /// <summary>Subscribed; messages arrive.</summary>
    Subscribed,

    /// <summary>Lost; it is opened again.</summary>
    Lost,

    /// <summary>A newer connection of the same robot took its place; this one has ended.</summary>
    Replaced,

    /// <summary>Id or secret is not accepted; this one has ended.</summary>
    Refused,
}

/// <summary>Kind of a conversation with the robot.</summary>
public enum AiBotChat
{
    /// <summary>The vendor finds out.</summary>
    Either = 0,

    /// <summary>With one member.</summary>
    Single = 1,

    /// <summary>A group.</summary>
    Group = 2,
}

/// <summary>A message or event for the robot.</summary>
public sealed record AiBotCallback
{
    /// <summary>Id of the request; replies carry it.</summary>
    public required string RequestId { get; init; }

    /// <summary>Identity of the message, the same in every repetition.</summary>
    public required string MessageId { get; init; }

    /// <summary>Group, when it comes from one.</summary>
    public string? ChatId { get; init; }

    /// <summary>Kind of the conversation.</summary>
    public required AiBotChat Chat { get; init; }

    /// <summary>The member who wrote or tapped.</summary>
    public string? Userid { get; init; }

    /// <summary>text, mixed, voice, image, file, video or event.</summary>
    public required string MsgType { get; init; }

    /// <summary>The words of a text, of the texts of a mixed message, or of a voice message; in a group they begin with @ and the robot's name.</summary>
    public string? Text { get; init; }

    /// <summary>Name of an event: <c>enter_chat</c>, <c>template_card_event</c>, <c>feedback_event</c>.</summary>
    public string? Event { get; init; }

    /// <summary>Key of the tapped button.</summary>
    public string? EventKey { get; init; }

    /// <summary>Task id of the card.</summary>
    public string? TaskId { get; init; }

    /// <summary>The vendor's JSON of the body.</summary>
    public required string Json { get; init; }
}
