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
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("consent.wish", ["done"], ["household", "more"], []), WishAsync),
        new(new ActionSignature("consent.care", ["noted", "none"], ["household"], []), CareAsync),
    ];

    private Task<ActionResult> WishAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var kind = call.Value("more")!;
        // Both say something about a person: only the evidence keeps them, sealed.
        var (name, words) = kind == "care" ? ("care", call.Value("care") ?? "other") : ("words", call.Value("wish"));
        var proven = Note(call, turn, kind, name, words);
        var title = kind switch { "care" => "住户家里有人要照顾，请上门了解", "restore" => "住户对恢复有想法，请看一看", _ => "住户另有想法，请看一看" };
        Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId!.Value, turn.Conversation.Id, proven ? title : $"{title}（没认过门）", call.Value("reference"), turn.Now); // a flat of the register has a community
        return Task.FromResult(ActionResult.Done);
    }

    // Told among questions, which are on the desk already; for a proven household the need keeps people out of the flat until somebody has looked.
    private Task<ActionResult> CareAsync(ActionCall call, Turn turn, CancellationToken ct) =>
        Task.FromResult(ActionResult.Of(call.Id("household") is not null && HouseholdActions.IsProven(call, turn) && Note(call, turn, "care", "care", "other") ? "noted" : "none"));

    private bool Note(ActionCall call, Turn turn, string kind, string name, string? words)
    {
        var (id, household, proven) = (Guid.CreateVersion7(turn.Now), call.Id("household")!.Value, HouseholdActions.IsProven(call, turn));
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
        return proven;
    }
}
