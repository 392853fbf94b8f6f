using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Evidence;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;
using ResidentAssistant.Works.Care;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works.Entries;

/// <summary>The work in one flat, made for a phone at the door: arrived, photos, pressure test, restored, left. Every opening is written down.</summary>
[Requires(StaffAction.EntryRead, Posting = StaffAction.EntryRecord)]
internal sealed class FlatWorkPage(Database database, EntryLog log, EntryTimes times, EntryPhotos photos, FlatActs acts, CareBook care, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>The flat.</summary>
    public FlatWork Work { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Its photos.</summary>
    public IReadOnlyList<EntryPhoto> Photos { get; private set; } = [];

    /// <summary>Words about people, by the act's id.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<PersonalField>> Words { get; private set; } = new Dictionary<Guid, IReadOnlyList<PersonalField>>();

    /// <summary>What the team must know of who needs care here.</summary>
    public IReadOnlyList<CrewNote> Crew { get; private set; } = [];

    /// <summary>Other stretches that a colleague can give, by visit.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<WorkSlot>> Free { get; private set; } = new Dictionary<Guid, IReadOnlyList<WorkSlot>>();

    /// <summary>Why nothing was recorded.</summary>
    public string? Problem { get; private set; }

    /// <summary>What was typed for the test.</summary>
    public (string Megapascal, string Minutes, string? Held) Test { get; private set; } = ("", "", null);

    /// <summary>Day at the site.</summary>
    public DateOnly Today { get; } = SiteClock.Day(clock.GetUtcNow());

    /// <summary>Visits, today's first, then those ahead, then those of before.</summary>
    public IEnumerable<EntryTime> Times => Work.Times.OrderBy(t => t.Day == Today ? 0 : t.Day > Today ? 1 : 2).ThenBy(t => t.BeginsAt);

    /// <summary>The visit for which the large button stands: where the team is, else the next of today.</summary>
    public EntryTime? Now => Work.Times.FirstOrDefault(Work.IsInside) ?? Work.Times.FirstOrDefault(t => t.Day == Today && Work.On(t, EntryKinds.Left) is null);

    /// <summary>This colleague records.</summary>
    public bool MayRecord => HttpContext.Staff().May(StaffAction.EntryRecord);

    /// <summary>This colleague checks.</summary>
    public bool MayCheck => HttpContext.Staff().May(StaffAction.EntryCheck);

    /// <summary>What the button of a visit says.</summary>
    public string ActOn(EntryTime time) => Work.IsInside(time) ? "走了" : Work.On(time, EntryKinds.Left) is not null ? "又来了" : time.Day == Today ? "到了" : "补记到了";

    /// <summary>Words of an act as one text.</summary>
    public string WordsOf(EntryAct? act) => act is not null && Words.TryGetValue(act.Id, out var words) ? string.Join("，", words.Select(w => w.Words)) : "";

    /// <summary>Shows the flat.</summary>
    public Task OnGetAsync(Guid riser, Guid household, CancellationToken ct) => ShowAsync(riser, household, ct);

    /// <summary>The team is in the flat.</summary>
    public Task<IActionResult> OnPostArriveAsync(Guid riser, Guid household, Guid time, int seen, CancellationToken ct) =>
        DoAsync(riser, household, () => acts.ArriveAsync(new(riser, household, seen), time, HttpContext.Staff(), ct), ct);

    /// <summary>The team has left.</summary>
    public Task<IActionResult> OnPostLeaveAsync(Guid riser, Guid household, Guid time, int seen, CancellationToken ct) =>
        DoAsync(riser, household, () => acts.LeaveAsync(new(riser, household, seen), time, HttpContext.Staff(), ct), ct);

    /// <summary>The pipes were put under pressure.</summary>
    public Task<IActionResult> OnPostTestAsync(Guid riser, Guid household, string? megapascal, string? minutes, string? held, int seen, CancellationToken ct)
    {
        Test = (FormText.Plain(FormText.Tidy(megapascal)), FormText.Plain(FormText.Tidy(minutes)), held);
        return DoAsync(riser, household, () =>
        {
            if (!decimal.TryParse(Test.Megapascal, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var pressure) || !int.TryParse(Test.Minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var span) || held is not ("yes" or "no"))
                throw new RefusedException("BadArgument", "请写压力和时间，只写数字，再选掉没掉压。");
            return acts.TestAsync(new(riser, household, seen), pressure, span, held == "yes", HttpContext.Staff(), ct);
        }, ct);
    }

    /// <summary>Keeps photos of one stage.</summary>
    public Task<IActionResult> OnPostPhotosAsync(Guid riser, Guid household, string? stage, List<IFormFile> files, CancellationToken ct) => DoAsync(riser, household, async () =>
    {
        if (files.All(f => f.Length == 0)) throw new RefusedException("BadArgument", "还没有选照片。");
        foreach (var file in files.Where(f => f.Length > 0))
        {
            if (file.Length > Scans.Limit) throw new RefusedException("TooLarge", "这张照片太大，最大 10 MB。请重新拍一张小一点的。");
            using var bytes = new MemoryStream((int)file.Length);
            await file.CopyToAsync(bytes, ct);
            await photos.AddAsync(Work, stage ?? "", bytes.ToArray(), HttpContext.Staff(), ct);
        }
    }, ct);

    /// <summary>Everything is restored.</summary>
    public Task<IActionResult> OnPostRestoreAsync(Guid riser, Guid household, int seen, CancellationToken ct) =>
        DoAsync(riser, household, () => acts.RestoreAsync(new(riser, household, seen), HttpContext.Staff(), ct), ct);

    /// <summary>Gives the household another time.</summary>
    public Task<IActionResult> OnPostMoveAsync(Guid riser, Guid household, Guid time, DateTime begins, int seen, CancellationToken ct) =>
        DoAsync(riser, household, () => acts.MoveAsync(new(riser, household, seen), time, begins, HttpContext.Staff(), ct), ct);

    private async Task<IActionResult> DoAsync(Guid riser, Guid household, Func<Task> act, CancellationToken ct)
    {
        await ShowAsync(riser, household, ct);
        try
        {
            await act();
            return LocalRedirect($"/staff/entries/{riser}/{household}");
        }
        catch (RefusedException refused)
        {
            await ShowAsync(riser, household, ct);
            Problem = refused.Message;
            Response.StatusCode = refused.Status;
            return Page();
        }
    }

    private async Task ShowAsync(Guid riser, Guid household, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        if (await log.FindAsync(database, riser, household, ct) is not { } work || !staff.Scope.Sees(work.CommunityId))
            throw new RefusedException("NotFound", "没有找到这一户，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        if (Work is null) await audit.ReadAsync(staff, AuditKind.Entry, AuditReason.Direct, new AuditSubject(HouseholdId: household), ct);
        Work = work;
        Photos = await photos.OfAsync(work, ct);
        Crew = [.. (await care.OnRiserAsync(work.CommunityId, riser, ct)).Where(n => n.HouseholdId == household)];
        Words = await log.WordsAsync(work, ct);
        var free = new Dictionary<Guid, IReadOnlyList<WorkSlot>>();
        if (MayRecord)
            foreach (var time in work.Ahead(clock.GetUtcNow()))
                if (await times.GivenAsync(database, time, clock.GetUtcNow(), ct) is { Count: > 0 } slots) free[time.Id] = slots;
        Free = free;
    }
}
