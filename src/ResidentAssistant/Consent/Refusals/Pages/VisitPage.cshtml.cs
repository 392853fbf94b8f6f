using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>The form of one visit, made for a phone at the door. Photos are kept first, and what is typed stays whatever happens.</summary>
[Requires(StaffAction.ConsentRecord, Posting = StaffAction.ConsentRecord)]
[RequestSizeLimit(Scans.RequestLimit)]
[RequestFormLimits(MultipartBodyLengthLimit = Scans.RequestLimit)]
internal sealed class VisitPage(Visits visits, VisitLog log, VisitPhotos photos, Database database, SourcedSettings settings, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>The household.</summary>
    public Household Home { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>How visits stand.</summary>
    public VisitStanding Standing { get; private set; } = VisitStanding.Nothing;

    /// <summary>Visits after which nobody goes any more, when published.</summary>
    public int? Most { get; private set; }

    /// <summary>What is in the form.</summary>
    public VisitDraft Draft { get; private set; } = null!; // likewise

    /// <summary>The sentence on funding, only while it holds.</summary>
    public FundingSentence? Sentence { get; private set; }

    /// <summary>Photos that are kept already.</summary>
    public IReadOnlyList<VisitPhoto> Kept { get; private set; } = [];

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>An empty form.</summary>
    public async Task OnGetAsync(Guid household, CancellationToken ct)
    {
        var seen = await ShowAsync(household, ct);
        Draft = VisitDraft.New(seen, HttpContext.Staff().Name, Now);
    }

    /// <summary>Keeps the photos and records the visit.</summary>
    public async Task<IActionResult> OnPostAsync(Guid household, VisitForm form, List<IFormFile> files, CancellationToken ct)
    {
        var seen = await ShowAsync(household, ct);
        var staff = HttpContext.Staff();
        Draft = form.Draft().Tidied();
        var faults = new List<string>();
        if (Draft.Id.Version != 7) throw new RefusedException("BadArgument", "这张表不完整，请从“上门”那一页重新打开。");
        foreach (var file in files.Where(f => f.Length > 0)) await KeepAsync(file, staff, faults, ct);
        Kept = await photos.OfAsync(Draft.Id, household, ct);
        // What was told must have held on the day of the visit, and still hold.
        var then = Draft.VisitedAt is { } at ? await FundingSentence.OnAsync(settings, Home.CommunityId, SiteClock.Day(at), ct) : null;
        faults.AddRange(Draft.Faults(Now, then == Sentence ? Sentence : null));
        var outcome = faults.Count > 0 ? null : await visits.RecordAsync(household, Draft, Sentence, Kept, staff, ct);
        if (outcome is VisitOutcome.Done) return LocalRedirect($"/staff/visits/records/{Draft.Id}");
        if (outcome is VisitOutcome.Changed changed) faults.Add(changed.Sentence);
        // The form goes on from what the colleague has now been shown.
        if (outcome is VisitOutcome.Changed) seen = await ShowAsync(household, ct);
        Draft = Draft with { Seen = seen };
        Problems = faults;
        Response.StatusCode = outcome is VisitOutcome.Changed ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task KeepAsync(IFormFile file, CurrentStaff staff, List<string> faults, CancellationToken ct)
    {
        try
        {
            if (file.Length > Scans.Limit) throw new RefusedException("TooLarge", "这张照片太大，最大 10 MB。请重新拍一张小一点的。");
            using var bytes = new MemoryStream((int)file.Length);
            await file.CopyToAsync(bytes, ct);
            await photos.AddAsync(Draft.Id, Home.Id, bytes.ToArray(), staff, ct);
        }
        catch (RefusedException refused)
        {
            faults.Add(refused.Message);
        }
    }

    private async Task<Guid> ShowAsync(Guid household, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        if (await new Register(database).HouseholdAsync(household, ct) is not { } home || !staff.Scope.Sees(home.CommunityId))
            throw new RefusedException("NotFound", "没有找到这一户，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        if (Home is null) await audit.ReadAsync(staff, AuditKind.Consent, AuditReason.Direct, new AuditSubject(HouseholdId: household), ct);
        Home = home;
        Standing = await log.StandingAsync(database, household, ct);
        Most = (await VisitCadence.OfAsync(settings, home.CommunityId, SiteClock.Day(Now), ct)).Most;
        Sentence = await FundingSentence.OnAsync(settings, home.CommunityId, SiteClock.Day(Now), ct);
        return await VisitLog.OfHouseholdAsync(database, household, ct) is [.., var last] ? last.Id : Guid.Empty;
    }
}

/// <summary>The fields of the form.</summary>
internal sealed record VisitForm
{
    /// <summary>Id of the visit.</summary>
    public Guid Id { get; init; }

    /// <summary>Act the form was made from.</summary>
    public Guid Seen { get; init; }

    /// <summary>Who went.</summary>
    public string? Went { get; init; }

    /// <summary>Day and time.</summary>
    public string? When { get; init; }

    /// <summary>Whom they met.</summary>
    public string? Met { get; init; }

    /// <summary>What was said.</summary>
    public string? Said { get; init; }

    /// <summary>Result.</summary>
    public string? Result { get; init; }

    /// <summary>Signed on paper.</summary>
    public bool OnPaper { get; init; }

    /// <summary>Hash of the sentence told.</summary>
    public string? Told { get; init; }

    /// <summary>The fields as a draft.</summary>
    public VisitDraft Draft() => new() { Id = Id, Seen = Seen, Went = Went ?? "", When = When ?? "", Met = Met ?? "", Said = Said ?? "", Result = Result, OnPaper = OnPaper, Told = Told };
}
