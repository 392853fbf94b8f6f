using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Knowledge.Retrieval;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Knowledge;

/// <summary>What dialogs do with the answers: say the one that fits, offer those that may fit, note what none fits.</summary>
internal sealed class KnowledgeActions(KnowledgeBank bank, AnswerTexts texts, Places places, QuestionStore questions) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("knowledge.answer", ["answered", "choices", "not-published", "none"], [], ["answer"]) { Offers = ["topics"] }, AnswerAsync),
        new(new ActionSignature("knowledge.reply", ["answered", "not-published", "none"], [], ["answer"]), ReplyAsync),
        new(new ActionSignature("knowledge.tell", ["answered", "not-published", "gone"], [], ["answer"]), TellAsync),
        new(new ActionSignature("knowledge.note", ["noted", "already"], [], ["reference"]), NoteAsync),
    ];

    /// <summary>The resident's words: those the dialog was started with, which may be a part of the message or an earlier one, else this turn's.</summary>
    private static string WordsOf(ActionCall call, Turn turn) =>
        call.Argument("words") is { Length: > 0 } words ? words : turn.Message is { Kind: EntryKind.Message, Text: { Length: > 0 } said } ? said : "";

    private async Task<ActionResult> AnswerAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var day = SiteClock.Day(turn.Now);
        var place = await places.OfAsync(turn.Conversation.CommunityId, bank.DiffersByPlace, turn.Open, ct);
        switch (bank.Index.Find(WordsOf(call, turn), call.Argument("intent"), day, place))
        {
            case Found.Answer(var entry, _) when bank.Find(entry.Id) is { } answer:
                return await SayAsync(answer, turn, day, ct);
            case Found.Choices(var entries, _):
                return ActionResult.Of("choices").Offering("topics", [.. entries.Select(e => new Choice(e.Id, e.Title))]);
            default:
                return ActionResult.Of("none");
        }
    }

    // Says only what surely fits and belongs to the matter that was heard; asks nothing back.
    private async Task<ActionResult> ReplyAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var day = SiteClock.Day(turn.Now);
        var place = await places.OfAsync(turn.Conversation.CommunityId, bank.DiffersByPlace, turn.Open, ct);
        return bank.Index.Find(WordsOf(call, turn), call.Argument("intent"), day, place) is Found.Answer(var entry, _) && entry.Intent == call.Argument("intent") && bank.Find(entry.Id) is { } answer
            ? await SayAsync(answer, turn, day, ct) : ActionResult.Of("none");
    }

    private async Task<ActionResult> TellAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var day = SiteClock.Day(turn.Now);
        var place = await places.OfAsync(turn.Conversation.CommunityId, bank.DiffersByPlace, turn.Open, ct);
        return call.Argument("id") is { } id && bank.Find(id) is { } answer && bank.MaySay(answer, day, place)
            ? await SayAsync(answer, turn, day, ct) : ActionResult.Of("gone");
    }

    private async Task<ActionResult> SayAsync(BankAnswer answer, Turn turn, DateOnly day, CancellationToken ct)
    {
        var worded = await texts.WordAsync(answer, turn.Conversation.CommunityId, day, turn.Open, ct);
        var (messages, citation) = texts.Said(worded, await places.InPathAsync(turn.Conversation.CommunityId, ct));
        turn.Cite(messages[0], citation);
        return ActionResult.Of(worded.Published ? "answered" : "not-published", ("answer", new SlotValue(answer.Entry.Id, answer.Entry.Title))).Saying([.. messages]);
    }

    private async Task<ActionResult> NoteAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        // After a tap the turn's own text is a button's label; the words stand in the argument.
        var words = call.Argument("words") ?? WordsOf(call, turn);
        if (words.Length == 0) throw new InvalidOperationException($"{call.Dialog} would note a question without words");
        var reason = call.Argument("reason") ?? "none";
        var reference = await questions.NoteAsync(turn, words, call.Argument("intent"), reason, reason == "not-published" ? call.Value("answer") : null, ct);
        return reference is null ? ActionResult.Of("already") : ActionResult.Of("noted", ("reference", SlotValue.Of(reference)));
    }
}
