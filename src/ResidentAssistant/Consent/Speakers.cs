using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Conversations;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>Who of a household said what, so that a change of mind is told from a disagreement (ADR 0022).</summary>
/// <remarks>
/// Two words are one speaker's where the register's person is known for both and is the same; else where they come from one conversation, or from one user of one channel.
/// One person on two telephones therefore looks like two: then a colleague asks once too often, and no yes is counted that somebody at home does not share.
/// </remarks>
internal sealed class Speakers
{
    private readonly IReadOnlyList<Word> newestFirst;
    private readonly Word me;

    private Speakers(IReadOnlyList<Word> newestFirst, Conversation speaker)
    {
        this.newestFirst = newestFirst;
        me = new Word { Id = default, RiserId = default, Answer = "", PersonId = speaker.PersonId, ConversationId = speaker.Id, Channel = speaker.Channel, UserId = speaker.UserId, RecordedAt = default };
    }

    /// <summary>Reads what was said of a household, for the person who speaks now.</summary>
    public static async Task<Speakers> OfAsync(IReads reads, Conversation speaker, Guid householdId, CancellationToken ct) => new(await reads.QueryAsync<Word>("""
        select i.id, i.riser_id, coalesce(i.said, i.answer) as answer, i.person_id, i.conversation_id, c.channel, c.user_id, i.recorded_at
          from intents i left join conversations c on c.id = i.conversation_id
         where i.household_id = @householdId order by i.recorded_at desc, i.id desc
        """, new { householdId }, ct), speaker);

    /// <summary>The intent is the speaker's own.</summary>
    public bool IsOwn(Guid intentId) => newestFirst.Any(w => w.Id == intentId && IsOne(w, me));

    /// <summary>The other persons' newest words on a riser that say the opposite of a yes or a no. What a colleague has settled since silences those whom it did not follow.</summary>
    public IReadOnlyList<Word> Against(string answer, Guid riserId, LedgerEntry? settled)
    {
        if (answer is not ("agree" or "refuse")) return [];
        var heard = new List<Word>();
        foreach (var word in newestFirst.Where(w => w.RiserId == riserId && !IsOne(w, me)))
            if (!heard.Exists(h => IsOne(h, word))) heard.Add(word);
        return [.. heard.Where(w => w.Answer is "agree" or "refuse" && w.Answer != answer && (settled is null || w.RecordedAt > settled.RecordedAt || w.Answer == settled.Answer))];
    }

    private static bool IsOne(Word one, Word other) => one.PersonId is { } person && other.PersonId is { } another
        ? person == another
        : one.ConversationId == other.ConversationId || (one.UserId is { } user && user == other.UserId && one.Channel == other.Channel);

    /// <summary>What somebody said about a riser.</summary>
    internal sealed record Word
    {
        /// <summary>The intent.</summary>
        public required Guid Id { get; init; }

        /// <summary>Riser.</summary>
        public required Guid RiserId { get; init; }

        /// <summary>What this speaker said, whatever it came to for the household.</summary>
        public required string Answer { get; init; }

        /// <summary>Person, when known.</summary>
        public Guid? PersonId { get; init; }

        /// <summary>Conversation.</summary>
        public required Guid ConversationId { get; init; }

        /// <summary>Its channel.</summary>
        public string? Channel { get; init; }

        /// <summary>The channel's id of the person.</summary>
        public string? UserId { get; init; }

        /// <summary>When.</summary>
        public required DateTimeOffset RecordedAt { get; init; }
    }
}
