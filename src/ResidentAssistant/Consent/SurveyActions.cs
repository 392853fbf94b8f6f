using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>What residents see of their pipes: age, material, faults, photos; a new row each time, an unproven person's marked as a claim.</summary>
internal sealed class SurveyActions(Register register, EvidenceLog evidence) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions => [new(new ActionSignature("survey.pipes", ["done"], ["household"], ["rooms"]), PipesAsync)];

    private async Task<ActionResult> PipesAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var household = call.Id("household")!.Value;
        var kinds = RiserWords.Chosen(await register.On(turn.Open).RisersOfAsync(household, ct), call).Select(r => r.Kind).Distinct().ToList();
        foreach (var kind in kinds) Add(call, turn, household, kind);
        return ActionResult.Of("done", ("rooms", new("rooms", string.Join("和", kinds.Select(RiserWords.Room)))));
    }

    private void Add(ActionCall call, Turn turn, Guid household, RiserKind kind)
    {
        var (id, proven) = (Guid.CreateVersion7(turn.Now), HouseholdActions.IsProven(call, turn));
        var community = turn.Conversation.CommunityId!.Value; // a flat of the register has one
        string[] faults = [.. new[] { call.Value("fault"), call.Value("fault-more") }.Where(f => f is not (null or "none")).Select(f => f!).Distinct()];
        var (age, material, photos) = (call.Value("age") ?? "unknown", call.Value("material") ?? "unknown", call.Value("photo"));
        var found = faults.Length == 0 ? "none" : string.Join(' ', faults);
        turn.Writes.Add("""
            insert into pipe_surveys (id, community_id, household_id, room, age, material, faults, photos, proven, conversation_id, turn, channel, message_id, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """, id, community, household, kind.ToString(), age, material, found, Null.Or(photos), proven, turn.Conversation.Id, turn.Number, turn.Conversation.Channel, Null.Or(turn.Message?.MessageId), turn.Now);
        evidence.Add(turn.Writes, new EvidenceRecord
        {
            Id = id, CommunityId = community, Kind = "survey.pipes", HouseholdId = household, At = turn.Now,
            Fields = new Dictionary<string, object?>
            {
                ["room"] = kind.ToString(), ["age"] = age, ["material"] = material, ["faults"] = found, ["photos"] = photos, ["proven"] = proven,
                ["conversation"] = turn.Conversation.Id.ToString(), ["turn"] = (long)turn.Number, ["channel"] = turn.Conversation.Channel,
            },
        });
    }
}
