using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Works.Care;

/// <summary>One case: its plan, who signed it off, and behind a button of its own what was said of the person's health. What was typed stays when it is refused.</summary>
[Requires(StaffAction.CareRead, Posting = StaffAction.CareWrite)]
internal sealed class CarePage(CareBook book, CareActs acts, HealthNotes health, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>The case.</summary>
    public CareCase Care { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>That a health note is kept; null: none.</summary>
    public HealthNote? Note { get; private set; }

    /// <summary>Its words, once somebody asked for them.</summary>
    public string? Health { get; private set; }

    /// <summary>What was typed of a health note and not kept.</summary>
    public string Typed { get; private set; } = "";

    /// <summary>What was typed and not recorded.</summary>
    public CareForm Form { get; private set; } = new();

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Who looks.</summary>
    public CurrentStaff Staff => HttpContext.Staff();

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Words typed for a new plan, or those of the plan before.</summary>
    public string? Planned(string? typed, string name) => Form.Kind == CareKinds.Planned ? typed : Care.Steps.LastOrDefault(s => s.Kind == CareKinds.Planned)?.Said(name);

    /// <summary>Shows it.</summary>
    public Task OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    /// <summary>Records one step.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CareForm form, int seen, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        Form = form.Tidied();
        Problems = [.. Form.Faults()];
        return Problems.Count > 0 ? Shown(StatusCodes.Status400BadRequest) : await ActAsync(id, () => acts.StepAsync(id, seen, Form, Staff, ct), ct);
    }

    /// <summary>Keeps what was said of the person's health, with the consent to it.</summary>
    public async Task<IActionResult> OnPostNoteAsync(Guid id, string? words, string? by, string? way, bool agreed, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        MustSeeHealth();
        Typed = FormText.Plain(FormText.Tidy(words));
        if (Care.State == CareState.Closed) Problems = ["已经不用安排了，健康情况就不留了。"];
        else if (!agreed || !HealthNotes.Consenters.ContainsKey(by ?? "") || !CareKinds.Ways.ContainsKey(way ?? "")) Problems = ["要本人（或者监护人）单独同意了，才能记健康情况。请选谁同意的、怎么同意的，再打勾。"];
        else if (Typed.Length is < 2 or > HealthNotes.Longest) Problems = [$"请写 2 到 {HealthNotes.Longest} 个字。"];
        return Problems.Count > 0 ? Shown(StatusCodes.Status400BadRequest) : await ActAsync(id, () => health.WriteAsync(Care, Typed, by!, way!, Staff, ct), ct);
    }

    /// <summary>Shows the words of the health note; the reading is written down first.</summary>
    public async Task<IActionResult> OnPostReadAsync(Guid id, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        MustSeeHealth();
        Health = await health.ReadAsync(Care, Staff, ct);
        return Page();
    }

    /// <summary>The consent was withdrawn: the note goes.</summary>
    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        MustSeeHealth();
        return await ActAsync(id, () => health.WithdrawAsync(Care, Staff, ct), ct);
    }

    private void MustSeeHealth()
    {
        if (!Staff.May(StaffAction.CareHealth)) throw new RefusedException("Forbidden", "健康情况只有居委会和街道的同事能看。", StatusCodes.Status403Forbidden);
    }

    private async Task<IActionResult> ActAsync(Guid id, Func<Task> act, CancellationToken ct)
    {
        try
        {
            await act();
            return LocalRedirect($"/staff/care/{id}");
        }
        catch (RefusedException refused)
        {
            await ShowAsync(id, ct);
            Problems = [refused.Message];
            return Shown(refused.Status);
        }
    }

    private PageResult Shown(int status)
    {
        Response.StatusCode = status;
        return Page();
    }

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        var first = Care is null;
        Care = await book.FindAsync(id, Staff.Scope, ct) ?? throw new RefusedException("NotFound", "没有找到，可能不在您负责的小区。", StatusCodes.Status404NotFound);
        if (first) await audit.ReadAsync(Staff, AuditKind.Care, AuditReason.Direct, new AuditSubject(null, null, Care.HouseholdId, Care.Id), ct);
        Note = Staff.May(StaffAction.CareHealth) ? await health.OfAsync(id, ct) : null;
    }
}
