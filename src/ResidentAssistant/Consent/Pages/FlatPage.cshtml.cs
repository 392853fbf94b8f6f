using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent;

/// <summary>One household: how it stands on each riser, everything that led there, and what can be done. Every opening is written down.</summary>
[Requires(StaffAction.ConsentRead, Posting = StaffAction.ConsentRecord)]
internal sealed class FlatPage(Database database, ConsentLog log, WrittenApplications applications, StaffActs acts, ConditionStore conditions, ConditionAnswers replies, HouseholdNotes notes,
    Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>The household.</summary>
    public HouseholdLedger Ledger { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Sealed words beside the acts, by the act's id.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string>> Details { get; private set; } = new Dictionary<Guid, IReadOnlyDictionary<string, string>>();

    /// <summary>Its applications, newest first.</summary>
    public IReadOnlyList<WrittenApplication> Written { get; private set; } = [];

    /// <summary>Conditions it named, newest first.</summary>
    public IReadOnlyList<Condition> Conditions { get; private set; } = [];

    /// <summary>What it wishes beside its answer.</summary>
    public IReadOnlyList<Wish> Wishes { get; private set; } = [];

    /// <summary>What it sees of its pipes.</summary>
    public IReadOnlyList<PipeSurvey> Pipes { get; private set; } = [];

    /// <summary>The answer to a condition that was typed and not sent.</summary>
    public (Guid Condition, string Words)? Unsent { get; private set; }

    /// <summary>What would help most.</summary>
    public NextStep Next { get; private set; } = new(0, "");

    /// <summary>What is wrong with what was typed.</summary>
    public string? Problem { get; private set; }

    /// <summary>The reason that was typed.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The answer that was chosen.</summary>
    public string? Answer { get; private set; }

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>This colleague may act.</summary>
    public bool MayRecord => HttpContext.Staff().May(StaffAction.ConsentRecord);

    /// <summary>This colleague may read conversations.</summary>
    public bool MayReadTalk => HttpContext.Staff().May(StaffAction.ConversationRead);

    /// <summary>The answer is disputed on some riser.</summary>
    public bool IsDisputed => Ledger.Risers.Any(r => Ledger.On(r.Id).Answer is Consent.Ledger.Answer.Disputed);

    /// <summary>It wants to withdraw, on some riser, after the works have entered.</summary>
    public bool IsLate => Ledger.Risers.Any(r => Ledger.On(r.Id).LateWithdrawalAt is not null);

    /// <summary>The log by what was said or recorded at once, newest first: one line over all its risers.</summary>
    public IEnumerable<IReadOnlyList<LedgerEntry>> History => Ledger.Entries.GroupBy(e => (e.RecordedAt, e.Kind, e.Reference, e.Answer)).Select(g => (IReadOnlyList<LedgerEntry>)[.. g]).Reverse();

    /// <summary>Which risers entries are about.</summary>
    public string Where(IReadOnlyList<LedgerEntry> entries)
    {
        var labels = Ledger.Risers.Where(r => entries.Any(e => e.RiserId == r.Id)).Select(r => r.Label).ToList();
        return labels.Count == 0 ? "名册里已经没有的立管" : labels.Count == Ledger.Risers.Count && labels.Count > 1 ? "这一户的全部立管" : string.Join("、", labels);
    }

    /// <summary>Shows the household.</summary>
    public Task OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    /// <summary>Settles a dispute.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, Guid seen, string? answer, string? reason, CancellationToken ct)
    {
        (Reason, Answer) = (FormText.Tidy(reason), answer);
        var sound = answer is "agree" or "refuse" or "undecided" or "none" && Reason.Length is >= 2 and <= 300 && FormText.IsPlain(Reason, lines: true);
        var outcome = sound ? await acts.SettleAsync(id, answer!, Reason, seen, HttpContext.Staff(), ct) : null;
        if (outcome is ActOutcome.Done) return LocalRedirect($"/staff/consent/flats/{id}");
        Problem = outcome switch
        {
            ActOutcome.Changed changed => changed.Sentence,
            ActOutcome.Nothing => "这一户现在没有要核对的回答。",
            _ => "请选按哪一种记，再写明您是怎么核对的，2到300个字。",
        };
        Response.StatusCode = outcome is ActOutcome.Changed ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        await ShowAsync(id, ct);
        return Page();
    }

    /// <summary>Notes that a late withdrawal was talked over.</summary>
    public async Task<IActionResult> OnPostLateAsync(Guid id, Guid seen, string? reason, CancellationToken ct)
    {
        Reason = FormText.Tidy(reason);
        var outcome = Reason.Length is >= 2 and <= 300 && FormText.IsPlain(Reason, lines: true) ? await acts.SettleLateAsync(id, Reason, seen, HttpContext.Staff(), ct) : null;
        if (outcome is ActOutcome.Done) return LocalRedirect($"/staff/consent/flats/{id}");
        Problem = outcome switch
        {
            ActOutcome.Changed changed => changed.Sentence,
            ActOutcome.Nothing => "这一户现在没有要商量的撤回。",
            _ => "请写明跟谁商量的、怎么说定的，2到300个字。",
        };
        Response.StatusCode = outcome is ActOutcome.Changed ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        await ShowAsync(id, ct);
        return Page();
    }

    /// <summary>Answers a condition, or closes it without a reply.</summary>
    public async Task<IActionResult> OnPostConditionAsync(Guid id, Guid condition, string? act, string? words, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        var staff = HttpContext.Staff();
        if (Conditions.FirstOrDefault(c => c.Id == condition) is not { } found || act is not ("answer" or "close")) throw new RefusedException("BadArgument", "这次提交不完整，请刷新页面再试。");
        var said = FormText.Tidy(words);
        var late = found.State != "open" && !(act == "answer" ? found.State == "answered" && found.Answer == said && found.AnsweredByName == staff.Name : said.Length == 0);
        if (late) Problem = ConditionAnswers.Late;
        else if (act == "close") late = !await conditions.FinishAsync(found, null, staff, ct) && said.Length > 0;
        else Problem = await replies.AnswerAsync(found, said, staff, ct);
        if (Problem is null && !late) return LocalRedirect($"/staff/consent/flats/{id}");
        Problem ??= ConditionAnswers.Late;
        Unsent = (condition, FormText.Plain(said));
        Response.StatusCode = late || Problem == ConditionAnswers.Late ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        if (Problem == ConditionAnswers.Late) Conditions = await conditions.OfHouseholdAsync(id, ct);
        return Page();
    }

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        if (await HouseholdLedger.ReadAsync(log, database, id, ct) is not { } ledger || !staff.Scope.Sees(ledger.Household.CommunityId))
            throw new RefusedException("NotFound", "没有找到这一户，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        await audit.ReadAsync(staff, AuditKind.Consent, AuditReason.Direct, new AuditSubject(HouseholdId: id), ct);
        Ledger = ledger;
        Details = await log.DetailsAsync(id, ct);
        Conditions = await conditions.OfHouseholdAsync(id, ct);
        Wishes = await notes.WishesAsync(id, ct);
        Pipes = await notes.PipesAsync(id, ct);
        Written = await applications.OfHouseholdAsync(id, staff.Scope, ct);
        var told = await Told.IsAsync(database, ledger.Household.CommunityId, id, ct);
        Next = NextStep.Of(ledger.Risers.Select(r => ledger.On(r.Id)), told, ledger.Household.NotReachableSince is not null,
            VisitStanding.Of(await VisitLog.OfHouseholdAsync(database, id, ct), ledger.Entries).Quiet);
    }
}
