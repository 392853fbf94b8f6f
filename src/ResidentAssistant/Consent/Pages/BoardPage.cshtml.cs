using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Consent;

/// <summary>How far the risers of a community are, or those of one building, drawn floor by floor, and what would help each household next.</summary>
[Requires(StaffAction.ConsentRead)]
internal sealed class BoardPage(BoardReader boards) : PageModel
{
    /// <summary>What is shown.</summary>
    public BoardView View { get; private set; } = null!; // set before the page is rendered

    /// <summary>What was done.</summary>
    public string? Done { get; private set; }

    /// <summary>This colleague may act.</summary>
    public bool MayRecord => HttpContext.Staff().May(StaffAction.ConsentRecord);

    /// <summary>This colleague may print letters.</summary>
    public bool MaySendLetters => HttpContext.Staff().May(StaffAction.RegisterEdit);

    /// <summary>This colleague may approve the words of the application.</summary>
    public bool MayApprove => HttpContext.Staff().May(StaffAction.ConsentApprove);

    /// <summary>Shows the board.</summary>
    public async Task OnGetAsync([FromQuery] BoardFilter filter, int? called, CancellationToken ct)
    {
        Done = called is { } count ? $"已放进电话清单 {count} 户，在“今日待办”里。已经签好的、请我们不要再来的，没有放进去。" : null;
        View = await boards.ReadAsync(filter, HttpContext.Staff(), ct);
    }
}
