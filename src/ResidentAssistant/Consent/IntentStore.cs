using System.Security.Cryptography;
using System.Text;
using ResidentAssistant.Evidence;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>The intents of households, row after row, and what they were shown before.</summary>
internal static class IntentStore
{
    /// <summary>The newest intent of a flat on each of its risers.</summary>
    public static Task<IReadOnlyList<Intent>> CurrentAsync(Transaction transaction, Guid householdId, CancellationToken ct) => transaction.QueryAsync<Intent>("""
        select id, reference, riser_id, answer, said, disclosure_hash, recorded_at from intents i
         where household_id = @householdId
           and not exists (select 1 from intents n where n.household_id = i.household_id and n.riser_id = i.riser_id
                              and (n.recorded_at > i.recorded_at or (n.recorded_at = i.recorded_at and n.id > i.id)))
         order by riser_id
        """, new { householdId }, ct);

    /// <summary>Adds one intent and its evidence with the turn's other writes.</summary>
    public static void Add(Batch writes, EvidenceLog evidence, NewIntent intent)
    {
        var id = Guid.CreateVersion7(intent.RecordedAt);
        var asked = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(intent.Asked)));
        writes.Add("""
            insert into intents (id, reference, community_id, riser_id, household_id, person_id, capacity, answer, reason, disclosure_hash,
                                 dialog, dialog_version, asked, asked_hash, conversation_id, turn, channel, message_id, supersedes, recorded_at, said)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
            """,
            id, intent.Reference, intent.CommunityId, intent.RiserId, intent.HouseholdId, intent.PersonId, intent.Capacity,
            intent.Answer, intent.Reason, intent.DisclosureHash, intent.Dialog, intent.DialogVersion, intent.Asked, asked,
            intent.ConversationId, intent.Turn, intent.Channel, intent.MessageId, intent.Supersedes, intent.RecordedAt, intent.Said);
        var fields = new Dictionary<string, object?>
        {
            ["answer"] = intent.Answer, ["reference"] = intent.Reference, ["capacity"] = intent.Capacity, ["reason"] = intent.Reason, ["disclosure"] = intent.DisclosureHash, ["dialog"] = intent.Dialog,
            ["version"] = intent.DialogVersion, ["asked"] = asked, ["conversation"] = intent.ConversationId.ToString(), ["turn"] = (long)intent.Turn, ["channel"] = intent.Channel, ["supersedes"] = intent.Supersedes?.ToString(),
        };
        if (intent.Said is { } said) fields["said"] = said;
        if (intent.ConditionId is { } condition) fields["condition"] = condition.ToString();
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = intent.CommunityId, Kind = "consent.intent", HouseholdId = intent.HouseholdId, RiserId = intent.RiserId, At = intent.RecordedAt, Fields = fields,
        });
    }

    /// <summary>Adds that a disclosure was shown or acknowledged, with its evidence; its text is kept once under its hash.</summary>
    public static void Told(Batch writes, EvidenceLog evidence, ToldEvent told, string? body)
    {
        var id = Guid.CreateVersion7(told.At);
        if (body is not null)
            writes.Add("insert into disclosure_texts (hash, body, recorded_at) values ($1, $2, $3) on conflict (hash) do nothing", told.Hash, body, told.At);
        writes.Add("""
            insert into disclosures_shown (id, event, hash, community_id, household_id, proven, conversation_id, turn, channel, message_id, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, id, told.Event, told.Hash, told.CommunityId, told.HouseholdId, told.Proven,
            told.ConversationId, told.Turn, told.Channel, told.MessageId, told.At);
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = told.CommunityId ?? Guid.Empty, Kind = $"disclosure.{told.Event}", HouseholdId = told.HouseholdId, At = told.At,
            Fields = new Dictionary<string, object?>
            {
                ["disclosure"] = told.Hash, ["proven"] = told.Proven, ["conversation"] = told.ConversationId.ToString(), ["turn"] = (long)told.Turn, ["channel"] = told.Channel,
            },
        });
    }
}

/// <summary>What a household said about one riser, as it counts now.</summary>
internal sealed record Intent
{
    /// <summary>Our id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people say: Y-0012.</summary>
    public required string Reference { get; init; }

    /// <summary>Riser.</summary>
    public required Guid RiserId { get; init; }

    /// <summary>agree, refuse, undecided, conditional, withdrawn or disputed.</summary>
    public required string Answer { get; init; }

    /// <summary>What the speaker said, where another person of the flat says otherwise.</summary>
    public string? Said { get; init; }

    /// <summary>Disclosure it was given on.</summary>
    public string? DisclosureHash { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>It is an answer: neither taken back nor denied.</summary>
    public bool Stands => Answer is "agree" or "refuse" or "undecided" or "conditional" || IsAgainst;

    /// <summary>Two persons of the flat disagree, and nobody has settled it.</summary>
    public bool IsAgainst => Answer is "disputed" && Said is not null;
}
