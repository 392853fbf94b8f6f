using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Knowledge;

/// <summary>The queue of questions without an answer; nobody's words are shown here.</summary>
[Requires(StaffAction.QuestionRead)]
internal sealed class QuestionsPage(QuestionStore questions, TimeProvider clock) : PageModel
{
    /// <summary>The questions.</summary>
    public IReadOnlyList<Question> Questions { get; private set; } = [];

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
        var found = await questions.ListAsync(HttpContext.Staff().Scope, Open, ct);
        Questions = [.. found.Take(QuestionStore.PageSize)];
        More = found.Count > QuestionStore.PageSize;
    }
}
