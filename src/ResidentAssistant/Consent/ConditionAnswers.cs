using ResidentAssistant.Conversations;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent;

/// <summary>Answers a condition in the conversation it was said in. Nothing is asked of the person: the answer informs, and they may say anew what they think.</summary>
internal sealed class ConditionAnswers(ConditionStore conditions, StaffTurns turns)
{
    /// <summary>Longest answer, in characters.</summary>
    public const int Longest = 600;

    /// <summary>What the second of two colleagues reads.</summary>
    public const string Late = "同事刚才已经办了，您写的没有发出去，还留在下面。";

    /// <summary>Says the answer to the person and marks the condition; what is wrong, or null.</summary>
    public async Task<string?> AnswerAsync(Condition condition, string said, CurrentStaff staff, CancellationToken ct)
    {
        if (condition.State != "open") return null;
        if (said.Length is 0 or > Longest) return $"请写答复，最多 {Longest} 个字。";
        if (!FormText.IsPlain(said, lines: true)) return FormText.Refusal;
        var words = condition.Words?.ReplaceLineEndings(" ") ?? "";
        // The condition's id is the message's identity: a form sent twice speaks once, and only then is it done.
        var text = $"您提的条件“{(words.Length <= 30 ? words : words[..30] + "…")}”，答复您：\n{said}\n同不同意，还是您自己定，不着急。想说了，打“换管子”。";
        var receipt = condition.Proven
            ? await turns.ReplyAsync(condition.ConversationId, condition.HouseholdId, staff.Name, text, condition.Id.ToString("N"), ct)
            : await turns.ReplyAsync(condition.ConversationId, staff.Name, text, condition.Id.ToString("N"), ct);
        if (receipt is null) return "在对话里告诉不了：对话找不到了，或者说这话的人不再是这一户的（信换过，或者有人搬走了）。请换个办法告诉住户。";
        // A colleague was first: what was said stands, not what was typed second.
        if (receipt.Duplicate) return Late;
        await conditions.FinishAsync(condition, said, staff, ct);
        return null;
    }
}
