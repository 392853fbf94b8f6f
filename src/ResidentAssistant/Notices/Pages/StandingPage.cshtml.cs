using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Messaging.ToGroups;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Notices.Groups;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Notices;

/// <summary>How far a notice is known: household by household with the next step, calls to make, doors to knock at; and where it is amended or cancelled.</summary>
[Requires(StaffAction.NoticeRead, Posting = StaffAction.NoticeWrite)]
internal sealed class StandingPage(NoticeStore notices, NoticeDrafts drafts, ReachLedger ledger, NoticeLinks links, GroupSends sends, Register register, People people, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>Versions, newest first.</summary>
    public IReadOnlyList<NoticeVersion> Versions { get; private set; } = [];

    /// <summary>The newest.</summary>
    public NoticeVersion Notice => Versions[0];

    /// <summary>How many stand how, and what is still to be sent.</summary>
    public ReachCounts Counts { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Households with what was done.</summary>
    public IReadOnlyList<HouseholdReach> Households { get; private set; } = [];

    /// <summary>Numbers shown in the clear, by household; empty until somebody asks for the list of calls.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<PersonalData>> Numbers { get; private set; } = new Dictionary<Guid, IReadOnlyList<PersonalData>>();

    /// <summary>This colleague may write.</summary>
    public bool MayWrite => HttpContext.Staff().May(StaffAction.NoticeWrite);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Its texts for customer groups.</summary>
    public GroupsOfNotice Groups { get; private set; } = null!; // likewise

    /// <summary>Who says it.</summary>
    public string Committee { get; private set; } = "";

    /// <summary>What a colleague pastes into a group of residents: nobody's name, and the open address.</summary>
    public string GroupText => $"【{Notice.Title}】\n{Notice.Body}\n\n{NoticeText.Signed(Committee, Notice.PublishedAt)}\n在手机上看：{Address(links.Of(Notice.NoticeId))}";

    /// <summary>Households that stand so.</summary>
    public int Count(ReachStanding standing) => Households.Count(h => h.Standing == standing);

    /// <summary>Shows it.</summary>
    public Task OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    /// <summary>Tells whether the page has to be read anew.</summary>
    public async Task<IActionResult> OnGetMarkAsync(Guid id, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        return new JsonResult(new { mark = Counts.Mark });
    }

    /// <summary>Shows the numbers to call; each household whose number is shown is written down.</summary>
    public async Task<IActionResult> OnPostNumbersAsync(Guid id, Guid entrance, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        var shown = new Dictionary<Guid, IReadOnlyList<PersonalData>>();
        foreach (var household in Households.Where(h => h.EntranceId == entrance && h.Next is Way.Phone))
        {
            await audit.ReadAsync(HttpContext.Staff(), AuditKind.Person, AuditReason.Queue, new AuditSubject(HouseholdId: household.HouseholdId, ItemId: Notice.Id), ct);
            var numbers = new List<PersonalData>();
            foreach (var person in await people.OfHouseholdAsync(household.HouseholdId, ct))
                if (await people.OpenAsync(person.Id, ct) is { Phone: not null } open) numbers.Add(open);
            shown[household.HouseholdId] = numbers;
        }

        Numbers = shown;
        return Page();
    }

    /// <summary>Records what a colleague did: called, knocked, hung up.</summary>
    public async Task<IActionResult> OnPostRecordAsync(Guid id, Guid household, Way way, ReachState outcome, int number, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        if (number != Notice.Number) throw new RefusedException("ChangedSince", "这份通知刚才改过，请按新的说一遍再记。", StatusCodes.Status409Conflict);
        if (way is not (Way.Phone or Way.Door) || outcome is not (ReachState.Spoken or ReachState.NoAnswer) || Households.All(h => h.HouseholdId != household)) throw new RefusedException("BadArgument", "没看懂要记什么，请重新点一次。");
        await ledger.RecordAsync(Notice, household, way, outcome, HttpContext.Staff().Name, ct);
        return LocalRedirect($"/staff/notices/{id}#h-{household}");
    }

    /// <summary>A poster hangs at an entrance, or its group was written to. Posted is not told.</summary>
    public async Task<IActionResult> OnPostPostedAsync(Guid id, Guid entrance, int number, Way way, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        if (number != Notice.Number) throw new RefusedException("ChangedSince", "这份通知刚才改过，请换贴新的再记。", StatusCodes.Status409Conflict);
        if (way is not (Way.Poster or Way.Group)) throw new RefusedException("BadArgument", "没看懂要记什么，请重新点一次。");
        foreach (var household in Households.Where(h => h.EntranceId == entrance)) await ledger.RecordAsync(Notice, household.HouseholdId, way, ReachState.Posted, HttpContext.Staff().Name, ct);
        return LocalRedirect($"/staff/notices/{id}");
    }

    /// <summary>Reminds a group owner who has not tapped.</summary>
    public async Task<IActionResult> OnPostRemindAsync(Guid id, Guid send, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        if (Groups.Sends.All(s => s.Id != send)) throw new RefusedException("NotFound", "没有这件群发。请刷新看看。", StatusCodes.Status404NotFound);
        if (!await sends.RemindAsync(send, HttpContext.Staff().Name, ct)) throw new RefusedException("NotNow", $"群主已经点过了，或者一天里催过{GroupSends.MostReminders}回了。打个电话吧。", StatusCodes.Status409Conflict);
        return LocalRedirect($"/staff/notices/{id}#groups");
    }

    /// <summary>Begins an amendment or a cancellation.</summary>
    public async Task<IActionResult> OnPostChangeAsync(Guid id, NoticeChange change, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        if (change is not (NoticeChange.Amended or NoticeChange.Cancelled) || Notice.Change is NoticeChange.Cancelled) throw new RefusedException("BadArgument", "这份通知已经取消了。要再通知，请写一份新的。");
        var audience = await notices.AudienceAsync(id, ct);
        var draft = await drafts.BeginAsync(new NoticeDraft { Id = Guid.Empty, CommunityId = Notice.CommunityId, NoticeId = id, Change = change, Template = Notice.Template, Filled = await notices.FilledAsync(Notice.Id, ct), Audience = audience }, HttpContext.Staff(), ct);
        return LocalRedirect($"/staff/notices/drafts/{draft}");
    }

    private string Address(string path) => path.StartsWith('/') ? $"{Request.Scheme}://{Request.Host}{path}" : path;

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        Versions = await notices.VersionsAsync(id, ct);
        if (Versions.Count == 0 || !HttpContext.Staff().Scope.Sees(Notice.CommunityId)) throw new RefusedException("NotFound", "没有这份通知，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        Households = await ledger.OfAsync(id, Notice.Id, ct);
        Counts = (await ledger.CountsAsync(id, Notice.Id, ct))!; // an aggregate always has a row
        Groups = new GroupsOfNotice(id, await sends.OfAsync(Notice.Id, ct), MayWrite);
        Committee = (await register.CommunityAsync(Notice.CommunityId, ct))!.Committee; // a notice keeps its community
    }
}
