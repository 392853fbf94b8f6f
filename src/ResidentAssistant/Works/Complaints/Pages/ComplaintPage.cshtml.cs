using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Conversations;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Works.Complaints;

/// <summary>One complaint in the resident's own words; opening it is written down. What was typed stays when a colleague was faster.</summary>
[Requires(StaffAction.ComplaintRead, Posting = StaffAction.ComplaintAnswer)]
internal sealed class ComplaintPage(ComplaintStore complaints, ComplaintActs acts, SourcedSettings settings, Audit audit, TimeProvider clock) : PageModel
{
    private const int LongestReason = 300;

    private string? typedAct;
    private string? typed;

    /// <summary>The complaint.</summary>
    public Complaint Complaint { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Why the last act was not done.</summary>
    public string? Problem { get; private set; }

    /// <summary>The party that was chosen and not recorded.</summary>
    public string? Party { get; private set; }

    /// <summary>What can be copied for the city hotline.</summary>
    public string Hotline => HotlineText.Of(Complaint);

    /// <summary>How a colleague heard it, where one wrote it down.</summary>
    public string? Spoken => Complaint.Spoken?.Split('/') is [var way, var verified] ? $"工作人员代说：{SpokenWords.Heard(way, verified)}" : null;

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>What was typed for that act and not recorded.</summary>
    public string? WordsOf(string act) => typedAct == act ? typed : null;

    /// <summary>Shows it.</summary>
    public Task OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    /// <summary>Records one step.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, string? act, int seen, string? words, string? party, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        if (act is not (ComplaintKinds.Answered or ComplaintKinds.Assigned or ComplaintKinds.Settled or ComplaintKinds.Reopened)) throw new RefusedException("BadArgument", "这次提交不完整，请刷新页面再试。");
        (typedAct, typed, Party) = (act, FormText.Plain(FormText.Tidy(words)), party);
        var longest = act == ComplaintKinds.Answered ? ComplaintStore.Longest : LongestReason;
        Problem = typed.Length < 2 || typed.Length > longest ? $"请写一句，最多 {longest} 个字。" : !FormText.IsPlain(FormText.Tidy(words), lines: true) ? FormText.Refusal : null;
        if (Problem is null && act == ComplaintKinds.Assigned && (party is null or "unknown" || !ComplaintParty.Labels.ContainsKey(party))) Problem = "请选由谁来办。";
        if (Problem is not null)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var today = SiteClock.Day(Now);
        var outcome = await acts.ActAsync(id, seen, new ComplaintStep
        {
            Kind = act, Words = typed, Party = act == ComplaintKinds.Assigned ? new(party!, null) : null,
            Due = act == ComplaintKinds.Reopened && await settings.FindAsync("complaint.answer", Complaint.CommunityId, today, ct) is SourcedSetting.Set set ? today.AddDays(set.Number) : null,
        }, HttpContext.Staff(), ct);
        if (outcome is ComplaintAct.Done) return LocalRedirect($"/staff/complaints/{id}");
        await ShowAsync(id, ct);
        Problem = outcome is ComplaintAct.Changed ? "刚才有同事办过这件事，或者住户又说了话，请看下面的经过。您写的还留着，没有记下。" : "这件事现在不能这样记，请看下面的经过。";
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        var first = Complaint is null;
        var staff = HttpContext.Staff();
        Complaint = await complaints.FindAsync(id, staff.Scope, ct) ?? throw new RefusedException("NotFound", "没有找到这件投诉，可能不在您负责的小区。", StatusCodes.Status404NotFound);
        if (first) await audit.ReadAsync(staff, AuditKind.Question, AuditReason.Direct, new AuditSubject(Complaint.ConversationId, null, Complaint.HouseholdId, Complaint.Id), ct);
    }
}
