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
        select id, reference, riser_id, answer, disclosure_hash, recorded_at from intents i
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
                                 dialog, dialog_version, asked, asked_hash, conversation_id, turn, channel, message_id, supersedes, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
            """,
            id, intent.Reference, intent.CommunityId, intent.RiserId, intent.HouseholdId, intent.PersonId, intent.Capacity,
            intent.Answer, intent.Reason, intent.DisclosureHash, intent.Dialog, intent.DialogVersion, intent.Asked, asked,
            intent.ConversationId, intent.Turn, intent.Channel, intent.MessageId, intent.Supersedes, intent.RecordedAt);
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = intent.CommunityId, Kind = "consent.intent", HouseholdId = intent.HouseholdId, RiserId = intent.RiserId, At = intent.RecordedAt,
            Fields = new Dictionary<string, object?>
            {
                ["answer"] = intent.Answer, ["reference"] = intent.Reference, ["capacity"] = intent.Capacity, ["reason"] = intent.Reason, ["disclosure"] = intent.DisclosureHash, ["dialog"] = intent.Dialog,
                ["version"] = intent.DialogVersion, ["asked"] = asked, ["conversation"] = intent.ConversationId.ToString(), ["turn"] = (long)intent.Turn, ["channel"] = intent.Channel, ["supersedes"] = intent.Supersedes?.ToString(),
            },
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

    /// <summary>agree, refuse, withdrawn or disputed.</summary>
    public required string Answer { get; init; }

    /// <summary>Disclosure it was given on.</summary>
    public string? DisclosureHash { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>It is an answer: neither taken back nor denied.</summary>
    public bool Stands => Answer is "agree" or "refuse";
}

/// <summary>An intent about to be recorded.</summary>
internal sealed record NewIntent
{
    /// <summary>Shared by all risers answered at once.</summary>
    public required string Reference { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Riser.</summary>
    public required Guid RiserId { get; init; }

    /// <summary>Household, proven.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Person, when known.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>As the person said: owner, family, heir, lessee, tenant, other.</summary>
    public string? Capacity { get; init; }

    /// <summary>agree, refuse, withdrawn or disputed.</summary>
    public required string Answer { get; init; }

    /// <summary>Code of the reason given with a refusal.</summary>
    public string? Reason { get; init; }

    /// <summary>Disclosure that was acknowledged before.</summary>
    public string? DisclosureHash { get; init; }

    /// <summary>Dialog.</summary>
    public required string Dialog { get; init; }

    /// <summary>Hash of its text.</summary>
    public required string DialogVersion { get; init; }

    /// <summary>The question as it was read.</summary>
    public required string Asked { get; init; }

    /// <summary>Conversation.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>Turn.</summary>
    public required int Turn { get; init; }

    /// <summary>Channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The channel's id of the message.</summary>
    public string? MessageId { get; init; }

    /// <summary>The intent it replaces.</summary>
    public Guid? Supersedes { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>A disclosure was shown, or the person said that it was read.</summary>
internal sealed record ToldEvent(string Event, string Hash, Guid? CommunityId, Guid? HouseholdId, bool Proven,
    Guid ConversationId, int Turn, string Channel, string? MessageId, DateTimeOffset At);
