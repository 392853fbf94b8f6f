using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Conversations;

/// <summary>The turn an action runs in: who speaks, when, and the writes that will commit with it.</summary>
internal sealed class Turn(Conversation conversation, InboundMessage? message, int number, DateTimeOffset now, Func<CancellationToken, Task<Transaction>> begin)
{
    private readonly Dictionary<string, Citation> citations = new(StringComparer.Ordinal);
    private Transaction? transaction;

    /// <summary>The conversation as it is in this turn; an action that learns who speaks replaces it.</summary>
    public Conversation Conversation { get; set; } = conversation;

    /// <summary>The message that caused the turn, or null when a timer or a colleague did.</summary>
    public InboundMessage? Message { get; } = message;

    /// <summary>Number of the turn in its conversation.</summary>
    public int Number { get; } = number;

    /// <summary>The instant of the turn, UTC.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>Writes that need no answer; they commit with the turn in one round trip.</summary>
    public Batch Writes { get; } = new();

    /// <summary>Notes what a text rests on that this turn is going to say.</summary>
    public void Cite(string text, Citation citation) => citations[text] = citation;

    /// <summary>What a text rests on, or null.</summary>
    public Citation? CitationOf(string text) => citations.Count == 0 ? null : citations.GetValueOrDefault(text);

    /// <summary>The turn's transaction once an action has opened it: whoever reads from then on reads on it, never beside it.</summary>
    public Transaction? Open => transaction;

    /// <summary>The turn's transaction, begun on first use, for actions that must read and write under it. Never do slow work in it.</summary>
    public async Task<Transaction> TransactionAsync(CancellationToken ct) => transaction ??= await begin(ct);
}

/// <summary>A conversation's standing: who, where, and whether a colleague holds it.</summary>
internal sealed record Conversation
{
    /// <summary>Our id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Channel name.</summary>
    public required string Channel { get; init; }

    /// <summary>The channel's own id.</summary>
    public required string Key { get; init; }

    /// <summary>The channel's own id of the person.</summary>
    public required string UserId { get; init; }

    /// <summary>Community, when known.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Flat the person speaks for, proven or claimed.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>Person in the register, when known.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The flat was proven by the letter's code or by a staff member.</summary>
    public bool Proven { get; init; }

    /// <summary>It was proven once and is no longer: the letter was revoked or replaced, or somebody has left the flat since.</summary>
    public bool Lapsed { get; init; }

    /// <summary>Staff member who holds the conversation; null: the assistant speaks.</summary>
    public Guid? HeldBy { get; init; }

    /// <summary>When a colleague last spoke or took it, while held.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>Number of the last turn; 0: not stored yet.</summary>
    public required int Version { get; init; }

    /// <summary>Where replies go.</summary>
    public string? Address { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Instant of the last entry.</summary>
    public required DateTimeOffset LastAt { get; init; }
}

/// <summary>One named thing a dialog may do, with what the static check knows of it.</summary>
internal sealed record DialogAction(ActionSignature Signature, Func<ActionCall, Turn, CancellationToken, Task<ActionResult>> RunAsync);

/// <summary>The actions of one feature; every implementation registered is known to the dialogs.</summary>
internal interface IDialogActions
{
    /// <summary>The actions, each with a name such as <c>consent.record</c>.</summary>
    IEnumerable<DialogAction> Actions { get; }
}
