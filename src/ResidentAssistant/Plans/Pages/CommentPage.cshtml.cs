using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Plans;

/// <summary>One comment in the resident's own words; opening it is written down. Here it is answered, to the person and on the plan's page.</summary>
[Requires(StaffAction.QuestionRead, Posting = StaffAction.QuestionAnswer)]
internal sealed class CommentPage(CommentStore comments, CommentReplies replies, Audit audit, TimeProvider clock) : PageModel
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

    /// <summary>What was typed as the answer on the page and not sent.</summary>
    public string? UnsentShownAnswer { get; private set; }

    /// <summary>This colleague may answer.</summary>
    public bool MayAnswer => HttpContext.Staff().May(StaffAction.QuestionAnswer);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public Task OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    /// <summary>Answers it, or closes it without an answer.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, string? act, string? answer, string? shown, string? shownAnswer, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        var (said, onPage, publicly) = (FormText.Tidy(answer), FormText.Tidy(shown), FormText.Tidy(shownAnswer));
        switch (act)
        {
            case "close":
                if (await comments.FinishAsync(Comment, null, HttpContext.Staff(), ct) || (said + onPage + publicly).Length == 0) return LocalRedirect($"/staff/plans/comments/{id}");
                Problem = Second;
                break;
            case "answer":
                Problem = await AnswerAsync(said, onPage, publicly, ct);
                break;
            default:
                throw new RefusedException("BadArgument", "这次提交不完整，请刷新页面再试。");
        }

        if (Problem is null) return LocalRedirect($"/staff/plans/comments/{id}");
        (Unsent, UnsentShown, UnsentShownAnswer) = Problem == Gone ? (null, null, null) : (FormText.Plain(answer ?? ""), FormText.Plain(shown ?? ""), FormText.Plain(shownAnswer ?? ""));
        Response.StatusCode = Problem == Second ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        if (Problem is Second or Gone) await ShowAsync(id, ct);
        return Page();
    }

    private const string Second = "这条意见，同事刚才已经办了，经过在下面。您写的没有发出去，也还在下面。";

    private const string Gone = "答复记下了，可是这段对话找不到了，没有发出去。请换个办法告诉住户。";

    private async Task<string?> AnswerAsync(string said, string onPage, string publicly, CancellationToken ct)
    {
        if (Comment.State != "open") return Comment.Answer == said ? null : Second;
        if (said.Length is 0 or > LongestAnswer) return $"请写答复，最多 {LongestAnswer} 个字。";
        if (onPage.Length > LongestShown) return $"写在方案页上的，最多 {LongestShown} 个字。";
        if (onPage.Length == 0 && Comment.ConversationId is null) return "这条是在方案页上写的，只能答在方案页上。请写一句意见大意，不写名字和门牌。";
        if (Comment.ConversationId is null) publicly = said;
        if (publicly.Length > LongestAnswer) return $"答复在方案页上的写法，最多 {LongestAnswer} 个字。";
        if (Comment.ConversationId is not null && (onPage.Length == 0) != (publicly.Length == 0)) return "要给大家看，意见和答复就都要另写一句，不写名字和门牌；不给大家看，两处都空着。";
        if (!FormText.IsPlain(said + onPage + publicly, lines: true)) return FormText.Refusal;
        var staff = HttpContext.Staff();
        var done = await comments.FinishAsync(Comment, new CommentAnswer(said, onPage.Length == 0 ? null : onPage, onPage.Length == 0 ? null : publicly), staff, ct);
        var now = (await comments.FindAsync(Comment.Id, staff.Scope, ct))!; // it was found above, and comments are not removed
        if (!done) return now.Answer == said ? null : Second;
        return now.ConversationId is null || await replies.SayAsync(now, ct) ? null : Gone;
    }

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        Comment = await comments.FindAsync(id, HttpContext.Staff().Scope, ct)
            ?? throw new RefusedException("NotFound", "没有找到这条意见，可能不在您负责的小区。", StatusCodes.Status404NotFound);
        await audit.ReadAsync(HttpContext.Staff(), AuditKind.Question, AuditReason.Queue, new AuditSubject(Comment.ConversationId, null, Comment.HouseholdId, Comment.Id), ct);
    }
}
