using System.Globalization;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Complaints;

/// <summary>What dialogs do with complaints: write one down with a number, say how it stands, take the resident's word whether it is settled.</summary>
internal sealed class ComplaintActions(ComplaintStore complaints, SourcedSettings settings) : IDialogActions
{
    private static readonly TimeSpan OneBreath = TimeSpan.FromMinutes(30);

    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("complaint.file", ["made", "added", "bare", "short"], [], ["reference"]), FileAsync),
        new(new ActionSignature("complaint.place", ["dated", "undated"], ["reference"], ["whose", "due"]), PlaceAsync),
        new(new ActionSignature("complaint.current", ["open", "answered", "settled", "none"], [], ["reference", "standing", "whose"]), CurrentAsync),
        new(new ActionSignature("complaint.settle", ["done"], ["reference"], []), (call, turn, ct) => WordAsync(call, turn, ComplaintKinds.Settled, ct)),
        new(new ActionSignature("complaint.reopen", ["done"], ["reference"], []), (call, turn, ct) => WordAsync(call, turn, ComplaintKinds.Reopened, ct)),
        new(new ActionSignature("complaint.hotline", ["ready", "none"], [], ["hotline"]), HotlineAsync),
    ];

    private async Task<ActionResult> FileAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var words = (call.Argument("words") ?? "").Trim();
        if (words.Length > ComplaintStore.Longest) words = words[..ComplaintStore.Longest];
        var transaction = await turn.TransactionAsync(ct);
        // Who is angry says it in several messages: all of it is one complaint.
        if ((await complaints.On(transaction).OfAsync(turn.Conversation.Id, ct)).FirstOrDefault(c => c.State == ComplaintState.Open && turn.Now - c.LastSaid < OneBreath) is { } before)
        {
            if (!IsBare(words)) await StepAsync(turn, before.Id, new ComplaintStep { Kind = ComplaintKinds.Added, Words = words }, ct);
            return ActionResult.Of("added", ("reference", SlotValue.Of(before.Reference)));
        }

        if (call.Argument("asked") is null && IsBare(words)) return ActionResult.Of(words.Contains("投诉", StringComparison.Ordinal) ? "bare" : "short");
        var conversation = turn.Conversation;
        var complaint = new Complaint
        {
            Id = Guid.CreateVersion7(turn.Now), Reference = await References.NextAsync(transaction, 'C', ct), CommunityId = conversation.CommunityId, HouseholdId = conversation.HouseholdId,
            Proven = conversation is { Proven: true, HouseholdId: not null }, ConversationId = conversation.Id, Spoken = turn.Message?.Spoken?.Mark, Words = words, MadeAt = turn.Now,
            FirstParty = conversation.HouseholdId is { } home ? await ComplaintParty.OfAsync(transaction, home, turn.Now, ct) : ComplaintParty.Unknown, FirstDue = await DueAsync(turn, ct),
        };
        await complaints.AddAsync(transaction, turn.Writes, complaint, conversation.Channel, turn.Number, ct);
        Desk.Add(turn.Writes, "question", urgent: false, conversation.CommunityId, conversation.Id, "住户投诉，请看是谁的事、给个答复", complaint.Reference, turn.Now);
        return ActionResult.Of("made", ("reference", SlotValue.Of(complaint.Reference)));
    }

    private async Task<ActionResult> PlaceAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var complaint = await NamedAsync(call, turn, ct);
        if (complaint.HouseholdId is null && turn.Conversation is { HouseholdId: { } home } conversation)
        {
            await StepAsync(turn, complaint.Id, new ComplaintStep
            {
                Kind = ComplaintKinds.Placed, CommunityId = conversation.CommunityId, HouseholdId = home, Party = await ComplaintParty.OfAsync(await turn.TransactionAsync(ct), home, turn.Now, ct), Due = await DueAsync(turn, ct),
            }, ct);
            turn.Writes.Add("update desk_items set community_id = $2 where reference = $1 and community_id is null", complaint.Reference, Null.Or(conversation.CommunityId));
            complaint = await NamedAsync(call, turn, ct);
        }

        (string, SlotValue)[] slots = [("whose", SlotValue.Of(complaint.Party.Told)), ("due", SlotValue.Of($"{complaint.Due:yyyy年M月d日}"))];
        return ActionResult.Of(complaint.Due is null ? "undated" : "dated", slots);
    }

    private async Task<ActionResult> CurrentAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var all = await complaints.On(turn.Open).OfAsync(turn.Conversation.Id, ct);
        // What waits for the resident's word first, then what waits for an answer, then the last that was settled.
        if ((all.FirstOrDefault(c => c.State == ComplaintState.Answered) ?? all.FirstOrDefault(c => c.State == ComplaintState.Open) ?? (all is [var newest, ..] ? newest : null)) is not { } complaint) return ActionResult.Of("none");
        var standing = complaint switch
        {
            { State: ComplaintState.Open, Due: { } due } => $"{complaint.State.Told()}，照公布的时限是{due.ToString("yyyy年M月d日", CultureInfo.InvariantCulture)}以前",
            _ => complaint.State.Told(),
        };
        return ActionResult.Of(complaint.State switch { ComplaintState.Open => "open", ComplaintState.Answered => "answered", _ => "settled" },
            ("reference", SlotValue.Of(complaint.Reference)), ("standing", SlotValue.Of(standing)), ("whose", SlotValue.Of(complaint.Party.Told)));
    }

    private async Task<ActionResult> WordAsync(ActionCall call, Turn turn, string kind, CancellationToken ct)
    {
        var complaint = await NamedAsync(call, turn, ct);
        var reopened = kind == ComplaintKinds.Reopened;
        var words = call.Argument("words") ?? "";
        if (words.Length > ComplaintStore.Longest) words = words[..ComplaintStore.Longest];
        await StepAsync(turn, complaint.Id, new ComplaintStep { Kind = kind, Words = words, Due = reopened ? await DueAsync(turn, ct) : null }, ct);
        if (reopened) Desk.Add(turn.Writes, "question", urgent: false, complaint.CommunityId, turn.Conversation.Id, "住户说投诉的事没解决，请接着办", complaint.Reference, turn.Now);
        else turn.Writes.Add("update desk_items set done_at = $2 where done_at is null and reference = $1", complaint.Reference, turn.Now);
        return ActionResult.Done;
    }

    private async Task<ActionResult> HotlineAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var all = await complaints.On(turn.Open).OfAsync(turn.Conversation.Id, ct);
        return (all.FirstOrDefault(c => c.State != ComplaintState.Settled) ?? (all is [var newest, ..] ? newest : null)) is { } complaint ? ActionResult.Of("ready", ("hotline", SlotValue.Of(HotlineText.Of(complaint)))) : ActionResult.Of("none");
    }

    // A step of the resident; a colleague who acted at the same moment only moves its number, and what stands so already is not written again.
    private async Task StepAsync(Turn turn, Guid id, ComplaintStep draft, CancellationToken ct)
    {
        var transaction = await turn.TransactionAsync(ct);
        for (var tries = 0; tries < 3; tries++)
        {
            var complaint = await complaints.On(transaction).OneAsync(id, ct);
            if (!complaint.Allows(draft.Kind)) return;
            var step = draft with { Id = Guid.CreateVersion7(turn.Now), Number = complaint.Seen + 1, ConversationId = turn.Conversation.Id, At = turn.Now };
            if (await complaints.AddAsync(transaction, turn.Writes, complaint, step, ct)) return;
        }

        throw new InvalidOperationException("a complaint was changed by others three times at once");
    }

    private async Task<Complaint> NamedAsync(ActionCall call, Turn turn, CancellationToken ct) =>
        (await complaints.On(turn.Open).OfAsync(turn.Conversation.Id, ct)).First(c => c.Reference == call.Value("reference"));

    private async Task<DateOnly?> DueAsync(Turn turn, CancellationToken ct)
    {
        var today = SiteClock.Day(turn.Now);
        return await settings.On(turn.Open).FindAsync("complaint.answer", turn.Conversation.CommunityId, today, ct) is SourcedSetting.Set set ? today.AddDays(set.Number) : null;
    }

    // “我要投诉” says that, and not yet of what; “说不清” is no complaint that anybody could look into.
    private static bool IsBare(string words) => words.Replace("投诉", "", StringComparison.Ordinal).Trim('我', '要', '想', '得', '你', '们', '举', '报', '。', '！', '!', '，', ',', ' ', '了').Length < 4;
}
