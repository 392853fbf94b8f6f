using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>A household's refusal: its visits, its wish to be left alone, and the closing by a person who may.</summary>
[Requires(StaffAction.ConsentRead, Posting = StaffAction.ConsentRecord)]
internal sealed class RefusalPage(Visits visits, RefusalActs refusals, ConsentLog log, Database database, SourcedSettings settings, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>The household with its states.</summary>
    public HouseholdLedger Ledger { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>What was recorded of visits, newest first.</summary>
    public IReadOnlyList<VisitAct> Acts { get; private set; } = [];

    /// <summary>How visits stand.</summary>
    public VisitStanding Standing { get; private set; } = VisitStanding.Nothing;

    /// <summary>How often visits are made, as published.</summary>
    public VisitCadence Cadence { get; private set; } = null!; // likewise

    /// <summary>Newest act on visits that the forms were made from.</summary>
    public Guid Seen { get; private set; }

    /// <summary>What was typed, by the act it was typed for.</summary>
    public (string Act, string Reason, string Early) Typed { get; private set; } = ("", "", "");

    /// <summary>What was typed into a form that a colleague's act has done away with; null while the form is still there to hold it.</summary>
    public string? Left => Typed.Act switch
    {
        VisitAct.Ended => !Standing.Quiet,
        VisitAct.Again => Standing.Quiet,
        "close" => MayClose && Refuses,
        _ => MayClose && IsClosed,
    } ? null : $"{Typed.Reason}\n{Typed.Early}".Trim();

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>This colleague may record visits and wishes.</summary>
    public bool MayRecord => HttpContext.Staff().May(StaffAction.ConsentRecord);

    /// <summary>This colleague may close and open again.</summary>
    public bool MayClose => HttpContext.Staff().May(StaffAction.RefusalClose);

    /// <summary>The refusal stands on some riser.</summary>
    public bool Refuses => Ledger.Risers.Any(r => VisitCadence.Refuses(Ledger.On(r.Id)));

    /// <summary>Some riser is closed.</summary>
    public bool IsClosed => Ledger.Risers.Any(r => Ledger.On(r.Id).ClosedAt is not null);

    /// <summary>Why it may be closed without a further word, or why not.</summary>
    public bool IsEarly => Cadence.Most is not { } most || Standing.Met < most;

    /// <summary>What is to be done about visits.</summary>
    public VisitTask? Task { get; private set; }

    /// <summary>Shows the household.</summary>
    public Task OnGetAsync(Guid household, CancellationToken ct) => ShowAsync(household, ct);

    /// <summary>Notes a wish, closes, or opens again.</summary>
    public async Task<IActionResult> OnPostAsync(Guid household, string? act, Guid seen, string? reason, string? early, CancellationToken ct)
    {
        await ShowAsync(household, ct);
        var staff = HttpContext.Staff();
        Typed = (act ?? "", FormText.Tidy(reason), FormText.Tidy(early));
        if (act is "close" or "reopen" && !MayClose) throw new RefusedException("Forbidden", "记为不再实施、重新打开，由街道来办。", StatusCodes.Status403Forbidden);
        var faults = FaultsOf(Typed.Act);
        var conflict = faults.Count > 0 ? null : act switch
        {
            VisitAct.Ended or VisitAct.Again => await visits.NoteAsync(household, act, Typed.Reason, seen, staff, ct) is VisitOutcome.Changed changed ? changed.Sentence : null,
            "close" => SentenceOf(await refusals.CloseAsync(household, Typed.Reason, Typed.Early, seen, staff, ct), "这一户现在没有记着的不同意，不能记为不再实施。"),
            _ => SentenceOf(await refusals.ReopenAsync(household, Typed.Reason, seen, staff, ct), "这一户没有记为不再实施，不用重新打开。"),
        };
        if (faults.Count == 0 && conflict is null) return LocalRedirect($"/staff/visits/{household}");
        await ShowAsync(household, ct);
        Problems = conflict is null ? faults : [conflict];
        Response.StatusCode = conflict is null ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict;
        return Page();
    }

    private List<string> FaultsOf(string act)
    {
        var faults = new List<string>();
        if (act is not (VisitAct.Ended or VisitAct.Again or "close" or "reopen")) faults.Add("这个按钮我不认识，请刷新页面再试。");
        if (Typed.Reason.Length is < 2 or > 300 || Typed.Early.Length > 300) faults.Add(act is VisitAct.Ended or VisitAct.Again ? "请写他怎么说的、怎么知道的，2到300个字。" : "请写明原因，2到300个字。");
        if (act == "close" && IsEarly && Typed.Early.Length < 2) faults.Add(Cadence.Most is { } most ? $"公布的是上门沟通 {most} 次，现在见到人 {Standing.Met} 次。请写明为什么现在就记。" : "上门几次还没有公布。请写明为什么现在就记。");
        if (!FormText.IsPlain(Typed.Reason, lines: true) || !FormText.IsPlain(Typed.Early, lines: true)) faults.Add(FormText.Refusal);
        return faults;
    }

    private static string? SentenceOf(ActOutcome outcome, string nothing) => outcome switch { ActOutcome.Changed changed => changed.Sentence, ActOutcome.Nothing => nothing, _ => null };

    private async Task ShowAsync(Guid household, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        if (await HouseholdLedger.ReadAsync(log, database, household, ct) is not { } ledger || !staff.Scope.Sees(ledger.Household.CommunityId))
            throw new RefusedException("NotFound", "没有找到这一户，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        if (Ledger is null) await audit.ReadAsync(staff, AuditKind.Consent, AuditReason.Direct, new AuditSubject(HouseholdId: household), ct);
        Ledger = ledger;
        var acts = await VisitLog.OfHouseholdAsync(database, household, ct);
        Acts = [.. acts.Reverse()];
        Seen = acts.Count > 0 ? acts[^1].Id : Guid.Empty;
        Standing = VisitStanding.Of(acts, ledger.Entries);
        Cadence = await VisitCadence.OfAsync(settings, ledger.Household.CommunityId, SiteClock.Day(Now), ct);
        Task = (await RefusalList.ReadAsync(log, database, Cadence, ledger.Household.CommunityId, ledger.Household.BuildingId, Now, ct)).FirstOrDefault(l => l.Place.HouseholdId == household)?.Task;
    }
}
