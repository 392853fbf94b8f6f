using ResidentAssistant.Evidence;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>What people say about a flat that was not proven theirs: staff see it, it moves no state.</summary>
internal sealed class Claims(KeyRing keys, EvidenceLog evidence)
{
    private readonly Sealer phones = keys.For(People.WholeNumber);

    /// <summary>Adds a claim and its evidence with the turn's other writes: two inserts, no reads.</summary>
    public void Add(Batch writes, Claim claim)
    {
        var phone = claim.Phone;
        var id = Guid.CreateVersion7(claim.RecordedAt);
        writes.Add("""
            insert into claims (id, community_id, household_id, flat, capacity, answer, reason, phone, phone_hash, phone_tail_hash,
                                disclosure_hash, dialog, dialog_version, conversation_id, turn, channel, message_id, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            """,
            id, Null.Or(claim.CommunityId), Null.Or(claim.HouseholdId), Null.Or(claim.Flat), Null.Or(claim.Capacity), Null.Or(claim.Answer), Null.Or(claim.Reason),
            Null.Or(phone is null ? null : phones.SealText(phone.Digits)),
            Null.Or(phone is null ? null : keys.HashOf(People.WholeNumber, phone.Digits)),
            Null.Or(phone is null ? null : keys.HashOf(People.LastDigits, phone.LastFour)),
            Null.Or(claim.DisclosureHash), claim.Dialog, claim.DialogVersion, claim.ConversationId, claim.Turn, claim.Channel, Null.Or(claim.MessageId), claim.RecordedAt);
        // The flat and the number as they were typed stand in the transcript, whose digest is evidence too.
        var fields = new Dictionary<string, object?>
        {
            ["answer"] = claim.Answer, ["capacity"] = claim.Capacity, ["channel"] = claim.Channel, ["conversation"] = claim.ConversationId, ["dialog"] = claim.Dialog,
            ["disclosure"] = claim.DisclosureHash, ["reason"] = claim.Reason, ["turn"] = claim.Turn, ["version"] = claim.DialogVersion,
        };
        if (claim.Spoken is not null) fields["spoken"] = claim.Spoken;
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = claim.CommunityId ?? Guid.Empty, Kind = "claim", HouseholdId = claim.HouseholdId, At = claim.RecordedAt, Fields = fields,
        });
    }
}

/// <summary>One claim; every personal part may be missing.</summary>
internal sealed record Claim
{
    /// <summary>Community, when known.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Household the flat belongs to, when it is in the register.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>The flat as said, canonical: 3-2-501.</summary>
    public string? Flat { get; init; }

    /// <summary>What the person says to be: owner, family, heir, lessee, tenant, other.</summary>
    public string? Capacity { get; init; }

    /// <summary>What was answered, when something was.</summary>
    public string? Answer { get; init; }

    /// <summary>Code of the reason given with a refusal.</summary>
    public string? Reason { get; init; }

    /// <summary>Telephone number; stored sealed, with keyed hashes of the number and of its last four digits.</summary>
    public PhoneNumber? Phone { get; init; }

    /// <summary>Disclosure that was shown before.</summary>
    public string? DisclosureHash { get; init; }

    /// <summary>Dialog it was said in.</summary>
    public required string Dialog { get; init; }

    /// <summary>Hash of that dialog's text.</summary>
    public required string DialogVersion { get; init; }

    /// <summary>Conversation.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>Turn.</summary>
    public required int Turn { get; init; }

    /// <summary>Channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The channel's id of the message.</summary>
    public string? MessageId { get; init; }

    /// <summary>How a colleague heard it and verified the speaker, where one wrote it down: <c>phone/none</c>.</summary>
    public string? Spoken { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
}
