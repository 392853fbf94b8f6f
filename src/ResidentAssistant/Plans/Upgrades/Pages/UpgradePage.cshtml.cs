using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Conversations;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Plans.Upgrades;

/// <summary>One wish with its steps; opening it is written down. What was typed stays when a colleague was faster.</summary>
[Requires(StaffAction.UpgradeRead, Posting = StaffAction.UpgradeRead)]
[RequestSizeLimit(Scans.RequestLimit)]
[RequestFormLimits(MultipartBodyLengthLimit = Scans.RequestLimit)]
internal sealed class UpgradePage(UpgradeStore upgrades, UpgradeFiles files, UpgradeActs acts, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>The wish.</summary>
    public Upgrade Upgrade { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Its files.</summary>
    public IReadOnlyList<UpgradeFile> Files { get; private set; } = [];

    /// <summary>What was typed and not recorded.</summary>
    public UpgradeForm Form { get; private set; } = new();

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Who looks.</summary>
    public CurrentStaff Staff => HttpContext.Staff();

    /// <summary>How a colleague heard it, where one wrote it down.</summary>
    public string? Spoken => Upgrade.Spoken?.Split('/') is [var way, var verified] ? $"工作人员代说：{SpokenWords.Heard(way, verified)}" : null;

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public Task OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    /// <summary>Records one step.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, UpgradeForm form, List<IFormFile> files, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        Form = form with { Words = FormText.Plain(FormText.Tidy(form.Words)), Receipt = FormText.Plain(FormText.Tidy(form.Receipt)), Amount = FormText.Plain(FormText.Tidy(form.Amount)) };
        var act = Form.Act == "early" ? UpgradeKinds.Released : Form.Act;
        var needed = Form.Act switch { "early" => StaffAction.UpgradeReleaseEarly, UpgradeKinds.Released => StaffAction.UpgradeRelease, _ => StaffAction.UpgradeRecord };
        if (!Staff.May(needed)) throw new RefusedException("Forbidden", "您不能办这一步，请找街道的同事。", StatusCodes.Status403Forbidden);
        var (kept, faults) = await KeptAsync(files, ct);
        faults.AddRange(Form.Faults(Upgrade, kept.Count, SiteClock.Day(Now)));
        UpgradeAct? outcome = null;
        if (faults.Count == 0)
            outcome = await acts.ActAsync(id, Form.Seen, new UpgradeStep
            {
                Id = default, Number = 0, Kind = act!, Early = Form.Act == "early", Words = Form.Words!, AmountFen = act is UpgradeKinds.Quoted or UpgradeKinds.Paid ? Yuan.TryParse(Form.Amount) : null,
                Day = Form.Day, Receipt = act == UpgradeKinds.Paid ? Form.Receipt : null, At = default,
            }, kept, Staff, ct);
        if (outcome is UpgradeAct.Done) return LocalRedirect($"/staff/upgrades/{id}");
        await ShowAsync(id, ct);
        Problems = outcome switch
        {
            UpgradeAct.Changed => ["刚才有同事办过这件事，请看下面的经过。您写的还留着，没有记下。选过的文件要再选一次。"],
            UpgradeAct.NotNow => ["这件事现在不能这样记，请看下面的经过。"],
            _ => faults,
        };
        Response.StatusCode = outcome is null ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict;
        return Page();
    }

    private static async Task<(List<KeptFile> Kept, List<string> Faults)> KeptAsync(List<IFormFile> files, CancellationToken ct)
    {
        var (kept, faults) = (new List<KeptFile>(), new List<string>());
        if (files.Count > UpgradeFiles.Most) return (kept, [$"一次最多 {UpgradeFiles.Most} 个文件。"]);
        foreach (var file in files.Where(f => f.Length > 0))
        {
            try
            {
                if (file.Length > Scans.Limit) throw new RefusedException("TooLarge", "这个文件太大，最大 10 MB。");
                using var bytes = new MemoryStream((int)file.Length);
                await file.CopyToAsync(bytes, ct);
                kept.Add(UpgradeFiles.Accept(bytes.ToArray(), file.FileName));
            }
            catch (RefusedException refused)
            {
                faults.Add(refused.Message);
            }
        }

        return (kept, faults);
    }

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        var first = Upgrade is null;
        Upgrade = await upgrades.FindAsync(id, Staff.Scope, ct) ?? throw new RefusedException("NotFound", "没有找到这个要求，可能不在您负责的小区。", StatusCodes.Status404NotFound);
        if (first) await audit.ReadAsync(Staff, AuditKind.Upgrade, AuditReason.Direct, new AuditSubject(Upgrade.ConversationId, null, Upgrade.HouseholdId, Upgrade.Id), ct);
        Files = await files.OfAsync(id, ct);
    }
}
