using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>Which letter proved which flat in which conversation; what was proven holds as long as the letter does and nobody has left the flat since.</summary>
internal static class Proofs
{
    /// <summary>True in SQL where what a conversation <c>c</c> proved still holds.</summary>
    public const string Hold = "exists (select 1 from standing_proofs s where s.conversation_id = c.id and s.household_id = c.household_id)";

    /// <summary>Adds a proof with the turn that gave it.</summary>
    public static void Add(Batch writes, Guid conversationId, Guid householdId, Guid letterId, DateTimeOffset at) => writes.Add(
        "insert into household_proofs (id, conversation_id, household_id, letter_id, at) values ($1, $2, $3, $4, $5)", Guid.CreateVersion7(at), conversationId, householdId, letterId, at);
}
