using System.Text.Json.Serialization;

namespace ResidentAssistant.Messaging;

/// <summary>One thing said or done in a turn, as it stands in the transcript.</summary>
internal sealed record Entry
{
    /// <summary>Place within the turn, from 0; the entry that caused the turn is 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int Position { get; init; }

    /// <summary>Who it comes from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Speaker From { get; init; }

    /// <summary>What it is.</summary>
    public EntryKind Kind { get; init; }

    /// <summary>When, UTC; strictly increasing within a conversation, in steps of at least a millisecond.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required DateTimeOffset At { get; init; }

    /// <summary>The words, or the name of an event.</summary>
    public string? Text { get; init; }

    /// <summary>Buttons under the message.</summary>
    public IReadOnlyList<Button>? Buttons { get; init; }

    /// <summary>Id of the prompt that asks, or that a tap answers.</summary>
    public string? Prompt { get; init; }

    /// <summary>Value of a tapped button.</summary>
    public string? Value { get; init; }

    /// <summary>Photos and files.</summary>
    public IReadOnlyList<AttachmentInfo>? Attachments { get; init; }

    /// <summary>The channel's own JSON that must come back to its client untouched.</summary>
    public string? ClientData { get; init; }

    /// <summary>Name shown beside it: the colleague who speaks.</summary>
    public string? Name { get; init; }

    /// <summary>What an answer rests on.</summary>
    public Citation? Cites { get; init; }

    /// <summary>The channel's id of the message that this entry is, when it came from the channel.</summary>
    public string? MessageId { get; init; }
}

/// <summary>Who speaks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Speaker>))]
internal enum Speaker
{
    /// <summary>The person in the chat.</summary>
    Resident,

    /// <summary>The program.</summary>
    Assistant,

    /// <summary>A colleague at the desk.</summary>
    Staff,

    /// <summary>A timer or the installation itself; never shown to the person.</summary>
    System,
}

/// <summary>What an entry is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EntryKind>))]
internal enum EntryKind
{
    /// <summary>Words, with or without buttons and photos.</summary>
    Message,

    /// <summary>A tapped button; <see cref="Entry.Text"/> is its label where known.</summary>
    Tap,

    /// <summary>A voice message; <see cref="Entry.Text"/> is what a machine heard, where one listens.</summary>
    Voice,

    /// <summary>Something that happened: joined, reminder due, taken over, given back.</summary>
    Event,

    /// <summary>Something that could not be read; <see cref="Entry.Text"/> says what it was.</summary>
    Unreadable,
}

/// <summary>A button: what it sends and what it shows.</summary>
internal sealed record Button(string Value, string Label);

/// <summary>A stored file by its id.</summary>
internal sealed record AttachmentInfo(Guid Id, string ContentType, string Name, long Size);
