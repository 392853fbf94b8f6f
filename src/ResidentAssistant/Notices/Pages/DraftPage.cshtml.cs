using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Notices.Groups;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;

namespace ResidentAssistant.Notices;

/// <summary>Where a notice is written: whom it is for, what is filled in, how it will look, what is still wrong; and where it is published.</summary>
[Requires(StaffAction.NoticeRead, Posting = StaffAction.NoticeWrite)]
internal sealed class DraftPage(NoticeDrafts drafts, Composer composer, NoticeGroups groups, Database database, TimeProvider clock) : PageModel
{
    /// <summary>The draft as it would be read.</summary>
    public Composed Composed { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>The draft.</summary>
    public NoticeDraft Draft => Composed.Draft;

    /// <summary>Why nothing was done.</summary>
    public string? Problem { get; private set; }

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>The time typed at which it shall publish itself.</summary>
    public string At { get; private set; } = "";

    /// <summary>Customer groups of the community with what they may still have.</summary>
    public IReadOnlyList<GroupRoom> Rooms { get; private set; } = [];

    /// <summary>It was just saved.</summary>
    public bool Saved { get; private set; }

    /// <summary>This colleague may write.</summary>
    public bool MayWrite => HttpContext.Staff().May(StaffAction.NoticeWrite);

    /// <summary>This colleague did not write it, so may be the second person.</summary>
    public bool MayApprove => MayWrite && Draft.MadeBy != HttpContext.Staff().Id;

    /// <summary>What was filled in.</summary>
    public string Filled(string field) => Draft.Filled.GetValueOrDefault(field, "");

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid id, bool saved, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        Saved = saved;
    }

    /// <summary>Keeps what was typed.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, int seen, Guid[] riser, Guid[] entrance, Guid[] building, bool everybody, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        var typed = Draft with { Version = seen, Filled = Typed(), Audience = Audiences.Known(new Audience { Risers = riser, Entrances = entrance, Buildings = building, Everybody = everybody }, Composed.Choices) };
        if (await drafts.SaveAsync(typed, HttpContext.Staff(), ct)) return LocalRedirect($"/staff/notices/drafts/{id}?saved=true");
        // What was typed stays on the page; the next try builds on the newer one.
        Problem = $"刚才{Draft.MadeByName}改过这份通知，您写的还在下面，没有存。看好了再点一次“存下来看看”。";
        Composed = await composer.OfAsync(typed with { Version = Draft.Version }, ct);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    /// <summary>A second person has read it.</summary>
    public Task<IActionResult> OnPostApproveAsync(Guid id, int seen, CancellationToken ct) => DoAsync(id, async () =>
    {
        if (!await drafts.ApproveAsync(id, seen, HttpContext.Staff(), ct)) throw new RefusedException("ChangedSince", "这份通知刚才改过，或者是您自己写的。请看过新的再点。", StatusCodes.Status409Conflict);
        return $"/staff/notices/drafts/{id}";
    }, ct);

    /// <summary>Publishes it.</summary>
    public Task<IActionResult> OnPostPublishAsync(Guid id, int seen, CancellationToken ct) =>
        DoAsync(id, async () => $"/staff/notices/{(await composer.PublishAsync(id, seen, HttpContext.Staff(), ct)).NoticeId}", ct);

    /// <summary>Sets the time at which it publishes itself.</summary>
    public Task<IActionResult> OnPostScheduleAsync(Guid id, int seen, string? at, CancellationToken ct)
    {
        At = at ?? "";
        return DoAsync(id, async () =>
        {
            if (NoticeText.Time(At) is not { } time) throw new RefusedException("BadArgument", "请选日子和钟点。");
            await composer.ScheduleAsync(id, seen, SiteClock.Instant(time), HttpContext.Staff(), ct);
            return $"/staff/notices/drafts/{id}";
        }, ct);
    }

    /// <summary>Takes that time back.</summary>
    public Task<IActionResult> OnPostUnscheduleAsync(Guid id, int seen, CancellationToken ct) => DoAsync(id, async () =>
    {
        if (!await drafts.ScheduleAsync(id, seen, null, HttpContext.Staff(), ct)) throw new RefusedException("ChangedSince", "刚才有同事改过或者发过这份通知，请看过新的再点。", StatusCodes.Status409Conflict);
        return $"/staff/notices/drafts/{id}";
    }, ct);

    /// <summary>Throws it away.</summary>
    public Task<IActionResult> OnPostDropAsync(Guid id, int seen, CancellationToken ct) => DoAsync(id, async () =>
    {
        if (!await drafts.DropAsync(id, seen, ct)) throw new RefusedException("ChangedSince", "刚才有同事改过这份通知，请看过新的再说。", StatusCodes.Status409Conflict);
        return $"/staff/notices?community={Draft.CommunityId}";
    }, ct);

    private async Task<IActionResult> DoAsync(Guid id, Func<Task<string>> act, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        try
        {
            return LocalRedirect(await act());
        }
        catch (RefusedException refused)
        {
            (Problem, Response.StatusCode) = (refused.Message, refused.Status);
            return Page();
        }
    }

    private Dictionary<string, string> Typed() => Composed.Form.Fields.Select(f => f.Name).Append(NoticeDraft.Why)
        .ToDictionary(name => name, name => FormText.Plain(FormText.Tidy(Request.Form[$"f-{name}"])), StringComparer.Ordinal);

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        if (await drafts.FindAsync(id, ct) is not { } draft || !HttpContext.Staff().Scope.Sees(draft.CommunityId))
            throw new RefusedException("NotFound", "没有这份没发的通知。可能已经发了，或者不要了。", StatusCodes.Status404NotFound);
        Composed = await composer.OfAsync(draft, ct);
        Rooms = await groups.RoomsAsync(database, draft.CommunityId, ct);
    }
}
