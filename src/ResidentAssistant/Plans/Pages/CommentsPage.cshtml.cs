using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Plans;

/// <summary>What residents said about plans, as a queue; nobody's words are shown here.</summary>
[Requires(StaffAction.QuestionRead)]
internal sealed class CommentsPage(CommentStore comments, TimeProvider clock) : PageModel
{
    /// <summary>The comments.</summary>
    public IReadOnlyList<PlanComment> Comments { get; private set; } = [];

    /// <summary>Those that wait; else those that are done.</summary>
    public bool Open { get; private set; } = true;

    /// <summary>There are more.</summary>
    public bool More { get; private set; }

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows the queue.</summary>
    public async Task OnGetAsync(int? done, CancellationToken ct)
    {
        Open = done is not 1;
        var found = await comments.ListAsync(HttpContext.Staff().Scope, Open, ct);
        Comments = [.. found.Take(CommentStore.PageSize)];
        More = found.Count > CommentStore.PageSize;
    }
}
