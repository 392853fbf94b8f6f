namespace ResidentAssistant.Messaging;

/// <summary>What a channel took in: already checked for size and form, not yet understood.</summary>
internal sealed record InboundMessage
{
    /// <summary>Name of the channel, such as <c>directline</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>The channel's own id of the conversation.</summary>
    public required string ConversationKey { get; init; }

    /// <summary>Identity of this message in the channel: the same id twice has one effect.</summary>
    public required string MessageId { get; init; }

    /// <summary>The channel's own id of the person.</summary>
    public required string UserId { get; init; }

    /// <summary>Who speaks: the person, a colleague who writes in the channel's own client, or the channel itself.</summary>
    public Speaker From { get; init; } = Speaker.Resident;

    /// <summary>Name of the colleague who speaks, as the channel knows it.</summary>
    public string? Name { get; init; }

    /// <summary>A colleague holds the conversation in the channel's own client: the assistant listens for emergencies and is silent else.</summary>
    public bool HeldElsewhere { get; init; }

    /// <summary>Community the channel's account serves, as the settings name it.</summary>
    public string? Community { get; init; }

    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>The words; of a voice message what a machine heard; for an event its name, such as <c>joined</c>; for what could not be read, what it was.</summary>
    public string? Text { get; init; }

    /// <summary>Prompt whose button was tapped, where the channel carries it.</summary>
    public string? Prompt { get; init; }

    /// <summary>Value of the tapped button.</summary>
    public string? Value { get; init; }

    /// <summary>Files that came with it; they are stored in the same transaction.</summary>
    public IReadOnlyList<InboundFile> Files { get; init; } = [];

    /// <summary>The channel's own JSON that must come back to its client untouched.</summary>
    public string? ClientData { get; init; }

    /// <summary>Where replies go, in the channel's own words; replaces what the conversation had.</summary>
    public string? Address { get; init; }

    /// <summary>Code of the household's letter, when the chat was opened through its QR.</summary>
    public string? LetterCode { get; init; }

    /// <summary>For whom a colleague writes this, when somebody calls or comes who does not write himself.</summary>
    public SpokenFor? Spoken { get; init; }
}

/// <summary>Somebody who speaks and a colleague who writes it down. What is said so is never the proven word of a household.</summary>
/// <param name="ConversationId">The conversation, which is nobody else's.</param>
/// <param name="CommunityId">Community.</param>
/// <param name="HouseholdId">The flat the person says to speak for.</param>
/// <param name="Capacity">In what capacity, as the dialogs name it.</param>
/// <param name="Mark">How it was heard and how the person was verified, for the records: <c>phone/none</c>.</param>
/// <param name="Phone">The number the person calls from, digits only.</param>
internal sealed record SpokenFor(Guid ConversationId, Guid CommunityId, Guid HouseholdId, string Capacity, string Mark, string? Phone)
{
    /// <summary>Channel of these conversations.</summary>
    public const string ChannelName = "staff";
}

/// <summary>A file taken in: at most 10 MB, of an accepted media type.</summary>
internal sealed record InboundFile(Guid Id, string ContentType, string Name, byte[] Content);

/// <summary>What became of a message: the conversation, the turn that took it, and the entries of that turn.</summary>
/// <param name="Duplicate">The message had been taken before; the entries are those of then.</param>
internal sealed record TurnReceipt(Guid ConversationId, string ConversationKey, int Turn, IReadOnlyList<Entry> Entries, bool Duplicate);

/// <summary>Takes one message through one turn: when it returns, the turn is committed. Provided by Conversations, called by Channels.</summary>
/// <remarks>Throws <see cref="RefusedException"/> for what must not be taken, anything else is a fault and nothing was stored.</remarks>
internal delegate Task<TurnReceipt> TakeTurn(InboundMessage message, CancellationToken ct);

/// <summary>Tells whether words report an emergency, before any turn: what waits in a queue is sorted by it. Provided by Conversations, called by Channels.</summary>
internal delegate bool HearUrgency(string? text);

/// <summary>Writes down what is said in a voice message, or gives null when nothing can be made out. Optional: an installation may have none.</summary>
internal delegate Task<string?> RecogniseSpeech(InboundFile voice, CancellationToken ct);
