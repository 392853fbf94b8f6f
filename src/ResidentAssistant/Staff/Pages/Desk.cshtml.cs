using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ResidentAssistant.Staff;

/// <summary>What waits for a colleague, urgent first.</summary>
[Requires(StaffAction.DeskRead, Posting = StaffAction.DeskDone)]
internal sealed class DeskPage(DeskStore desk, TimeProvider clock) : PageModel
{
    /// <summary>Who looks.</summary>
    public CurrentStaff Staff => HttpContext.Staff();

    /// <summary>What is open.</summary>
    public IReadOnlyList<DeskItem> Open { get; private set; } = [];

    /// <summary>What was done within a day.</summary>
    public IReadOnlyList<DeskItem> Done { get; private set; } = [];

    /// <summary>How many are urgent.</summary>
    public int Urgent => Open.Count(item => item.Urgent);

    /// <summary>Changes when the list does.</summary>
    public string Mark => DeskEndpoints.MarkOf(Open);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows the desk.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var urgentOnly = !Staff.May(StaffAction.DeskReadAll);
        Open = await desk.OpenAsync(Staff.Scope, urgentOnly, ct);
        Done = await desk.DoneAsync(Staff.Scope, urgentOnly, ct);
    }

    /// <summary>Marks an item; doing it twice changes nothing.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, string? mark, CancellationToken ct)
    {
        var found = mark switch
        {
            "seen" => await desk.SeenAsync(id, Staff, ct),
            "taken" => await desk.TakenAsync(id, Staff, ct),
            "done" => await desk.DoneAsync(id, Staff, ct),
            _ => throw new RefusedException("BadArgument", "这个按钮我不认识，请刷新页面再试。"),
        };
        return found ? LocalRedirect("/staff") : throw new RefusedException("NotFound", "没有找到这件事，可能不在您负责的小区。", StatusCodes.Status404NotFound);
    }
}
