using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent;

/// <summary>One written application: its scans, its signature, and its end. What is typed stays when a colleague was faster; files are kept first.</summary>
[Requires(StaffAction.ConsentRead, Posting = StaffAction.ConsentRecord)]
[RequestSizeLimit(Scans.RequestLimit)]
[RequestFormLimits(MultipartBodyLengthLimit = Scans.RequestLimit)]
internal sealed class ApplicationPage(WrittenApplications applications, Scans scans, StaffActs acts, Database database, ConsentLog log, SourcedSettings settings, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>The application.</summary>
    public WrittenApplication Application { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>The household.</summary>
    public HouseholdLedger Ledger { get; private set; } = null!; // likewise

    /// <summary>Kept files.</summary>
    public IReadOnlyList<Scan> Kept { get; private set; } = [];

    /// <summary>What is in the form.</summary>
    public SigningDraft Draft { get; private set; } = null!; // likewise

    /// <summary>The reason typed for an end.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Which end was chosen.</summary>
    public string? End { get; private set; }

    /// <summary>Who may sign, as published; not set: a person decides.</summary>
    public SourcedSetting Signers { get; private set; } = null!; // set by ShowAsync

    /// <summary>How many of the co-owners sign, as published.</summary>
    public SourcedSetting CoOwners { get; private set; } = null!; // likewise

    /// <summary>Whether a signature drawn on a screen is taken.</summary>
    public bool TakesDrawn { get; private set; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>A withdrawal came after the works had entered.</summary>
    public bool Late { get; private set; }

    /// <summary>Riser by riser, how it stands.</summary>
    public IEnumerable<(string Label, PairState State)> States => Ledger.Risers.Select(r => (r.Label, Ledger.On(r.Id))).Where(x => x.Item2.ApplicationId == Application.Id);

    /// <summary>This application is the signed one on some riser.</summary>
    public bool IsSigned => States.Any(s => s.State.Signed);

    /// <summary>It was ended on a riser of it, and is the signed one on none: only a new paper can be signed.</summary>
    public bool IsEnded => !IsSigned && Own.Any(r => Ledger.HasEnded(r.Id, Application.Id));

    /// <summary>There is a riser of it that could be signed for.</summary>
    public bool CanSign => Own.Any(r => Ledger.On(r.Id) is var state && !(state.Signed && state.ApplicationId == Application.Id) && !Ledger.HasEnded(r.Id, Application.Id));

    /// <summary>This colleague may act.</summary>
    public bool MayRecord => HttpContext.Staff().May(StaffAction.ConsentRecord);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Ends that a person can record.</summary>
    public static IReadOnlyDictionary<string, string> Ends { get; } = new Dictionary<string, string>
    {
        [LedgerKinds.Withdrawn] = "住户撤回了", [LedgerKinds.Superseded] = "这份作废，另签一份", [LedgerKinds.Expired] = "过期了", [LedgerKinds.Again] = "内容有大的变化，要重签",
    };

    /// <summary>Shows the application.</summary>
    public async Task OnGetAsync(Guid id, bool late, CancellationToken ct)
    {
        Late = late;
        await ShowAsync(id, ct);
        Draft = new SigningDraft { Seen = Ledger.Seen, Signer = "", Capacity = null, Paper = null, Mandate = "", Decision = "", SignedOn = null, Witness = "", Told = false };
    }

    /// <summary>Keeps files, records a signature or an end.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, SigningForm form, List<IFormFile> files, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        var staff = HttpContext.Staff();
        Draft = form.Draft().Tidied();
        (Reason, End) = (FormText.Tidy(form.Reason), form.End);
        var faults = new List<string>();
        foreach (var file in files.Where(f => f.Length > 0)) await KeepAsync(file, staff, faults, ct);
        Kept = await scans.OfAsync(id, ct);
        ActOutcome? outcome = null;
        if (faults.Count == 0 && form.Act == "scan") return LocalRedirect($"/staff/consent/applications/{id}");
        if (form.Act == "sign")
        {
            faults.AddRange(Draft.Faults(SiteClock.Day(Now), SiteClock.Day(Application.MadeAt), Signers, CoOwners, Kept.Count(k => TakesDrawn || k.DrawnUnder is null)));
            if (faults.Count == 0) outcome = await acts.SignAsync(Application, Draft, Kept, new SigningRules(Signers as SourcedSetting.Set, CoOwners as SourcedSetting.Set), staff, ct);
        }
        else if (form.Act == "end")
        {
            if (End is null || !Ends.ContainsKey(End)) faults.Add("请选是哪一种。");
            if (Reason.Length is < 2 or > 300 || !FormText.IsPlain(Reason, lines: true)) faults.Add("请写明原因，2到300个字。");
            if (faults.Count == 0) outcome = await acts.EndAsync(Application, End!, Reason, form.Seen, staff, ct);
        }

        if (outcome is ActOutcome.Done done) return LocalRedirect($"/staff/consent/applications/{id}{(done.Late ? "?late=true" : "")}");
        if (outcome is ActOutcome.Changed changed) faults.Add(changed.Sentence);
        if (outcome is ActOutcome.TooOld) faults.Add("这份申请书上的六件事，后来有了大的变化。请打印新的申请书，给住户看过再签。");
        if (outcome is ActOutcome.Nothing) faults.Add("这份申请书现在不能这样记，请看上面的情况。");
        await ShowAsync(id, ct);
        // The form goes on from what the colleague has now been shown.
        Draft = Draft with { Seen = Ledger.Seen };
        Problems = faults.Count > 0 ? faults : ["这个按钮我不认识，请刷新页面再试。"];
        Response.StatusCode = outcome is ActOutcome.Changed ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        return Page();
    }

    private IEnumerable<Riser> Own => Ledger.Risers.Where(r => Application.Content.Risers.Contains(r.Label));

    private async Task KeepAsync(IFormFile file, CurrentStaff staff, List<string> faults, CancellationToken ct)
    {
        try
        {
            if (file.Length > Scans.Limit) throw new RefusedException("TooLarge", "这个文件太大，最大 10 MB。请重新拍一张小一点的。");
            using var bytes = new MemoryStream((int)file.Length);
            await file.CopyToAsync(bytes, ct);
            await scans.AddAsync(Application.Id, bytes.ToArray(), file.FileName, staff, ct);
        }
        catch (RefusedException refused)
        {
            faults.Add(refused.Message);
        }
    }

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        if (await applications.FindAsync(id, staff.Scope, ct) is not { } application || await HouseholdLedger.ReadAsync(log, database, application.HouseholdId, ct) is not { } ledger)
            throw new RefusedException("NotFound", "没有找到这份申请书，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        if (Application is null) await audit.ReadAsync(staff, AuditKind.Consent, AuditReason.Direct, new AuditSubject(HouseholdId: application.HouseholdId, ItemId: id), ct);
        (Application, Ledger) = (application, ledger);
        Kept = await scans.OfAsync(id, ct);
        Signers = await settings.FindAsync("consent.signers", application.CommunityId, SiteClock.Day(Now), ct);
        CoOwners = await settings.FindAsync("consent.co-owners", application.CommunityId, SiteClock.Day(Now), ct);
        TakesDrawn = await settings.FindAsync("consent.drawn-signature", application.CommunityId, SiteClock.Day(Now), ct) is SourcedSetting.Set { Value: SettingCatalogue.DrawnTaken };
    }
}

/// <summary>The fields of both forms.</summary>
internal sealed record SigningForm
{
    /// <summary><c>scan</c>, <c>sign</c> or <c>end</c>.</summary>
    public string? Act { get; init; }

    /// <summary>Entry the form was made from.</summary>
    public Guid Seen { get; init; }

    /// <summary>Who signed.</summary>
    public string? Signer { get; init; }

    /// <summary>Capacity.</summary>
    public Capacity? Capacity { get; init; }

    /// <summary>Paper that was looked at.</summary>
    public string? Paper { get; init; }

    /// <summary>Mandate.</summary>
    public string? Mandate { get; init; }

    /// <summary>Why this person may sign.</summary>
    public string? Decision { get; init; }

    /// <summary>Day on the paper.</summary>
    public DateOnly? SignedOn { get; init; }

    /// <summary>Witness.</summary>
    public string? Witness { get; init; }

    /// <summary>The six matters were read.</summary>
    public bool Told { get; init; }

    /// <summary>Which end.</summary>
    public string? End { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The fields as a draft.</summary>
    public SigningDraft Draft() => new()
    {
        Seen = Seen, Signer = Signer ?? "", Capacity = Capacity, Paper = Paper, Mandate = Mandate ?? "", Decision = Decision ?? "", SignedOn = SignedOn, Witness = Witness ?? "", Told = Told,
    };
}
