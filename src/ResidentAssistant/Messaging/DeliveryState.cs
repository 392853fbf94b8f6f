namespace ResidentAssistant.Messaging;

/// <summary>The fate of one outgoing message, word by word. Nothing else is ever written into <c>outbox.state</c>.</summary>
internal enum DeliveryState
{
    /// <summary>Written in its turn's transaction; nobody is sending it now. It is sent once it is due.</summary>
    Pending,

    /// <summary>Leased to a node that is sending it. If the lease ends without a result, the provider may or may not have it; it is sent again with the same id.</summary>
    Sending,

    /// <summary>The provider, or for a channel that fetches the conversation itself, has accepted it. The person may not have received it.</summary>
    Sent,

    /// <summary>The provider or the client reported that it reached the person's device.</summary>
    Delivered,

    /// <summary>The person opened or confirmed it.</summary>
    Read,

    /// <summary>The provider's answer was lost and repeating with the same id cannot tell: probably sent, unconfirmed.</summary>
    Unconfirmed,

    /// <summary>A rule of the provider or of ours forbids sending it; <c>reason</c> names the rule. A person must use another way.</summary>
    Stopped,

    /// <summary>The provider refused it for good, or every attempt failed; <c>reason</c> says how. A person must use another way.</summary>
    Failed,
}

/// <summary>What one attempt to send came to.</summary>
internal abstract record SendResult
{
    /// <summary>Accepted by the provider, with its id when it gave one.</summary>
    public sealed record Sent(string? ProviderId = null) : SendResult;

    /// <summary>Not now: try again after this time; the reason is for the ledger.</summary>
    public sealed record TryLater(TimeSpan After, string Reason) : SendResult;

    /// <summary>Probably sent: an answer was lost, and repeating with the same id told nothing more.</summary>
    public sealed record Unconfirmed(string Reason) : SendResult;

    /// <summary>Never: the rule that stops it.</summary>
    /// <param name="Rule">Its name, for the ledger.</param>
    /// <param name="Harmless">The person misses nothing, so nobody need tell him in another way.</param>
    public sealed record Stopped(string Rule, bool Harmless = false) : SendResult;

    /// <summary>The provider refused it for good.</summary>
    public sealed record Failed(string Reason) : SendResult;
}

/// <summary>A message on its way out: the entry and where it goes.</summary>
internal sealed record Outbound
{
    /// <summary>Id of the outbox row; the same at every attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>The conversation.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>The channel's own id of the conversation.</summary>
    public required string ConversationKey { get; init; }

    /// <summary>The channel's own id of the person.</summary>
    public required string UserId { get; init; }

    /// <summary>Where replies go, in the channel's own words.</summary>
    public string? Address { get; init; }

    /// <summary>It tells of an emergency and overtakes.</summary>
    public bool Urgent { get; init; }

    /// <summary>Turn it belongs to.</summary>
    public required int Turn { get; init; }

    /// <summary>Id in the channel of the message that caused the turn, when a person's message did.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>What is said.</summary>
    public required Entry Entry { get; init; }
}

/// <summary>A way to a person: one adapter per channel, chosen by name.</summary>
internal interface IChannel
{
    /// <summary>Name stored with conversations, such as <c>directline</c>.</summary>
    string Name { get; }

    /// <summary>Messages that nobody asked for keep to a pace here: <see cref="AllowAsync"/> is asked before each lot.</summary>
    bool Paced => false;

    /// <summary>How many of the <paramref name="wanted"/> messages that nobody asked for may be handed over now, so that answers and emergencies always find room under the provider's limits.</summary>
    Task<int> AllowAsync(int wanted, CancellationToken ct) => Task.FromResult(wanted);

    /// <summary>The client fetches the conversation by itself: a committed reply counts as <see cref="DeliveryState.Sent"/> and is not pushed.</summary>
    bool Fetches { get; }

    /// <summary>Sends one message; throws only when cancelled. A lost answer is <see cref="SendResult.TryLater"/>.</summary>
    Task<SendResult> SendAsync(Outbound message, CancellationToken ct);
}
