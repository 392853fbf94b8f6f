using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Knowledge;

/// <summary>One question in the resident's own words; opening it is written down. Here it is answered, and the reply kept as a draft for the next who asks.</summary>
[Requires(StaffAction.QuestionRead, Posting = StaffAction.QuestionAnswer)]
internal sealed partial class QuestionPage(QuestionStore questions, KnowledgeBank bank, KnowledgeStore store, StaffTurns turns, Transcript transcript, Audit audit,
    TimeProvider clock) : PageModel
{
    private const int LongestAnswer = 600;
    private const int LongestTitle = 20;

    /// <summary>The question.</summary>
    public Question Question { get; private set; } = null!; // set by FindAsync before the page is rendered

    /// <summary>Why the last act was not done.</summary>
    public string? Problem { get; private set; }

    /// <summary>What was typed and not sent.</summary>
    public string? Unsent { get; private set; }

    /// <summary>The answer whose value is not published.</summary>
    public KnowledgeEntry? Unpublished => Question.EntryId is { } id ? bank.Find(id)?.Entry : null;

    /// <summary>The words as a way to ask, without numbers.</summary>
    public string Phrasing => Numbers().Replace(Question.Words.ReplaceLineEndings(" "), "某");

    /// <summary>The beginning of it as a title.</summary>
    public string Title => Phrasing.Length <= LongestTitle ? Phrasing : Phrasing[..LongestTitle];

    /// <summary>This colleague may answer.</summary>
    public bool MayAnswer => HttpContext.Staff().May(StaffAction.QuestionAnswer);

    /// <summary>This colleague may make an answer of it.</summary>
    public bool MayKeep => HttpContext.Staff().May(StaffAction.KnowledgeEdit);

    /// <summary>This colleague may read the conversation.</summary>
    public bool MayReadTalk => HttpContext.Staff().May(StaffAction.ConversationRead);

    /// <summary>This colleague may read the answers.</summary>
    public bool MayReadAnswers => HttpContext.Staff().May(StaffAction.KnowledgeRead);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct)
    {
        await FindAsync(id, ct);
        await audit.ReadAsync(HttpContext.Staff(), AuditKind.Question, AuditReason.Queue, new AuditSubject(Question.ConversationId, Question.PersonId, Question.HouseholdId, Question.Id), ct);
    }

    /// <summary>Answers it, closes it, or keeps the reply as a draft.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, string? act, string? answer, string? title, string? phrasing, CancellationToken ct)
    {
        await FindAsync(id, ct);
        switch (act)
        {
            case "answer":
                Problem = await AnswerAsync(FormText.Tidy(answer), ct);
                break;
            case "close":
                if (Question.State == "open") await questions.FinishAsync(Question, null, HttpContext.Staff(), ct);
                else if (FormText.Tidy(answer).Length > 0) Problem = Second;
                break;
            case "keep" when Question is { State: "answered", KeptAs: null } && MayKeep:
                return await KeepAsync(FormText.Tidy(title), FormText.Tidy(phrasing), ct) is { } kept ? LocalRedirect($"/staff/knowledge/{kept}") : await AgainAsync(id, ct);
            default:
                throw new RefusedException("BadArgument", "这次提交不完整，请刷新页面再试。");
        }

        if (Problem is null) return LocalRedirect($"/staff/questions/{id}");
        Unsent = FormText.Plain(answer ?? "");
        return await AgainAsync(id, ct);
    }

    private async Task<IActionResult> AgainAsync(Guid id, CancellationToken ct)
    {
        await OnGetAsync(id, ct);
        Response.StatusCode = Problem == Second ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        return Page();
    }

    private const string Second = "这个问题，同事刚才已经办了，经过在下面。您写的没有发出去，也还在下面。";

    private async Task<string?> AnswerAsync(string said, CancellationToken ct)
    {
        if (Question.State != "open") return Question.Answer == said ? null : Second;
        if (said.Length is 0 or > LongestAnswer) return $"请写答复，最多 {LongestAnswer} 个字。";
        if (!FormText.IsPlain(said, lines: true)) return FormText.Refusal;
        var staff = HttpContext.Staff();
        var words = Question.Words.ReplaceLineEndings(" ");
        // The question's id is the message's identity: a form sent twice speaks once, and only then is the question done.
        var receipt = await turns.ReplyAsync(Question.ConversationId, staff.Name, $"您问的“{(words.Length <= 30 ? words : words[..30] + "…")}”，答复您：\n{said}", Question.Id.ToString("N"), ct);
        if (receipt is null) return "这段对话找不到了，请换个办法告诉住户。";
        // Two colleagues at once: what was said stands, not what was typed second.
        if (receipt.Duplicate && (await transcript.TurnAsync(Question.ConversationId, receipt.Turn, ct))?.Entries[0].Text is { } before)
        {
            var first = before[(before.IndexOf('\n', StringComparison.Ordinal) + 1)..];
            await questions.FinishAsync(Question, first, staff, ct);
            return first == said ? null : Second;
        }

        await questions.FinishAsync(Question, said, staff, ct);
        return null;
    }

    private async Task<string?> KeepAsync(string title, string phrasing, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        var form = new EntryForm
        {
            Id = "asked." + Question.Reference.ToLowerInvariant(), Intent = Question.Intent is { } intent && bank.Intents.Contains(intent) ? intent : "off_topic",
            Title = title, Questions = phrasing, Source = $"{staff.Name}的答复，{SiteClock.Day(Now):yyyy年M月d日}，出处待补", Short = Question.Answer,
        };
        if (form.Problems(bank.Intents, out var entry) is [var first, ..])
        {
            Problem = first;
            return null;
        }

        if (bank.Find(entry!.Id) is null) await store.WriteAsync(entry.Id, 0, EntryWriter.Write(form), null, staff, ct);
        await questions.KeptAsync(Question.Id, entry.Id, ct);
        await bank.RefreshAsync(ct);
        return entry.Id;
    }

    private async Task FindAsync(Guid id, CancellationToken ct) => Question = await questions.FindAsync(id, HttpContext.Staff().Scope, ct)
        ?? throw new RefusedException("NotFound", "没有找到这个问题，可能不在您负责的小区。", StatusCodes.Status404NotFound);

    // Flats and telephone numbers are nobody's phrasing.
    [GeneratedRegex("[0-9０-９][0-9０-９-]*", RegexOptions.None, 1000)]
    private static partial Regex Numbers();
}
