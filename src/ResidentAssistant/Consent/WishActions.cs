using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Evidence;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>What a household wishes beside its answer: somebody needs care, restoration, anything else. Of illness nothing is written down; a colleague asks at home.</summary>
internal sealed class WishActions(EvidenceLog evidence) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions => [new(new ActionSignature("consent.wish", ["done"], ["household", "more"], []), WishAsync)];

    private Task<ActionResult> WishAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var (kind, id) = (call.Value("more")!, Guid.CreateVersion7(turn.Now));
        // Both say something about a person: only the evidence keeps them, sealed.
        var (name, words) = kind == "care" ? ("care", call.Value("care") ?? "other") : ("words", call.Value("wish"));
        var (household, proven) = (call.Id("household")!.Value, HouseholdActions.IsProven(call, turn));
        var community = turn.Conversation.CommunityId!.Value; // a flat of the register has one
        turn.Writes.Add("""
            insert into household_wishes (id, community_id, household_id, kind, proven, conversation_id, turn, channel, message_id, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """, id, community, household, kind, proven, turn.Conversation.Id, turn.Number, turn.Conversation.Channel, Null.Or(turn.Message?.MessageId), turn.Now);
        evidence.Add(turn.Writes, new EvidenceRecord
        {
            Id = id, CommunityId = community, Kind = "household.wish", HouseholdId = household, At = turn.Now,
            Fields = new Dictionary<string, object?> { ["wish"] = kind, ["proven"] = proven, ["conversation"] = turn.Conversation.Id.ToString(), ["turn"] = (long)turn.Number, ["channel"] = turn.Conversation.Channel },
            Personal = words is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [name] = words },
        });
        var title = kind switch { "care" => "住户家里有人要照顾，请上门了解", "restore" => "住户对恢复有想法，请看一看", _ => "住户另有想法，请看一看" };
        Desk.Add(turn.Writes, "question", urgent: false, community, turn.Conversation.Id, proven ? title : $"{title}（没认过门）", call.Value("reference"), turn.Now);
        return Task.FromResult(ActionResult.Done);
    }
}
