using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Plans;

/// <summary>One comment in the resident's own words; opening it is written down. Here it is answered, to the person and on the plan's page.</summary>
[Requires(StaffAction.QuestionRead, Posting = StaffAction.QuestionAnswer)]
internal sealed class CommentPage(CommentStore comments, StaffTurns turns, Transcript transcript, Audit audit, TimeProvider clock) : PageModel
{
    private const int LongestAnswer = 600;
    private const int LongestShown = 200;

    /// <summary>The comment.</summary>
    public PlanComment Comment { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Why the last act was not done.</summary>
    public string? Problem { get; private set; }

    /// <summary>What was typed as the answer and not sent.</summary>
    public string? Unsent { get; private set; }

    /// <summary>What was typed for the page and not sent.</summary>
    public string? UnsentShown { get; private set; }

    /// <summary>This colleague may answer.</summary>
    public bool MayAnswer => HttpContext.Staff().May(StaffAction.QuestionAnswer);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public Task OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    /// <summary>Answers it, or closes it without an answer.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, string? act, string? answer, string? shown, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        var (said, onPage) = (FormText.Tidy(answer), FormText.Tidy(shown));
        switch (act)
        {
            case "close":
                if (await comments.FinishAsync(Comment, null, null, HttpContext.Staff(), ct) || (said + onPage).Length == 0) return LocalRedirect($"/staff/plans/comments/{id}");
                Problem = Second;
                break;
            case "answer":
                Problem = await AnswerAsync(said, onPage, ct);
                break;
            default:
                throw new RefusedException("BadArgument", "这次提交不完整，请刷新页面再试。");
        }

        if (Problem is null) return LocalRedirect($"/staff/plans/comments/{id}");
        (Unsent, UnsentShown) = (FormText.Plain(answer ?? ""), FormText.Plain(shown ?? ""));
        Response.StatusCode = Problem == Second ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        if (Problem == Second) await ShowAsync(id, ct);
        return Page();
    }

    private const string Second = "这条意见，同事刚才已经办了，经过在下面。您写的没有发出去，也还在下面。";

    private async Task<string?> AnswerAsync(string said, string onPage, CancellationToken ct)
    {
        if (Comment.State != "open") return Comment.Answer == said ? null : Second;
        if (said.Length is 0 or > LongestAnswer) return $"请写答复，最多 {LongestAnswer} 个字。";
        if (onPage.Length > LongestShown) return $"写在方案页上的，最多 {LongestShown} 个字。";
        if (onPage.Length == 0 && Comment.ConversationId is null) return "这条是在方案页上写的，只能答在方案页上。请写一句意见大意，不写名字和门牌。";
        if (!FormText.IsPlain(said, lines: true) || !FormText.IsPlain(onPage, lines: true)) return FormText.Refusal;
        var staff = HttpContext.Staff();
        if (Comment.ConversationId is { } conversation)
        {
            // The comment's id is the message's identity: a form sent twice speaks once.
            var receipt = await turns.ReplyAsync(conversation, staff.Name, $"您对施工方案的意见（{Comment.Reference}），答复您：\n{said}", Comment.Id.ToString("N"), ct);
            if (receipt is null) return "这段对话找不到了，请换个办法告诉住户。";
            if (receipt.Duplicate && (await transcript.TurnAsync(conversation, receipt.Turn, ct))?.Entries[0].Text is { } before && before[(before.IndexOf('\n', StringComparison.Ordinal) + 1)..] is var first && first != said)
            {
                // What was said stands, not what was typed second.
                await comments.FinishAsync(Comment, first, null, staff, ct);
                return Second;
            }
        }

        return await comments.FinishAsync(Comment, said, onPage.Length == 0 ? null : onPage, staff, ct) || (await comments.FindAsync(Comment.Id, staff.Scope, ct))?.Answer == said ? null : Second;
    }

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        Comment = await comments.FindAsync(id, HttpContext.Staff().Scope, ct)
            ?? throw new RefusedException("NotFound", "没有找到这条意见，可能不在您负责的小区。", StatusCodes.Status404NotFound);
        await audit.ReadAsync(HttpContext.Staff(), AuditKind.Question, AuditReason.Queue, new AuditSubject(Comment.ConversationId, null, Comment.HouseholdId, Comment.Id), ct);
    }
}
