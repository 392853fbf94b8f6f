using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>Which households a visit may be made to, which not yet, and which are to be left alone.</summary>
[Requires(StaffAction.ConsentRead)]
internal sealed class VisitsPage(Database database, ConsentLog log, Register register, SourcedSettings settings, TimeProvider clock) : PageModel
{
    /// <summary>Communities this colleague may look at.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>The one looked at.</summary>
    public Community Community { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>Its buildings.</summary>
    public IReadOnlyList<Building> Buildings { get; private set; } = [];

    /// <summary>The building looked at; null: all.</summary>
    public Guid? Building { get; private set; }

    /// <summary>How often visits are made, as published.</summary>
    public VisitCadence Cadence { get; private set; } = null!; // likewise

    /// <summary>The households.</summary>
    public IReadOnlyList<RefusalLine> Lines { get; private set; } = [];

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>This colleague may record visits.</summary>
    public bool MayRecord => HttpContext.Staff().May(StaffAction.ConsentRecord);

    /// <summary>The sections of the page that are not empty, in order.</summary>
    public IEnumerable<(string Title, string Note, IReadOnlyList<RefusalLine> Lines)> Sections =>
        new (string Title, string Note, IReadOnlyList<RefusalLine> Lines)[]
        {
            ("现在可以去的", "去以前先打个电话，问方便不方便。", [.. Lines.Where(l => l.Task is VisitTask.Due)]),
            ("还没到日子的", "两次上门之间要隔够天数。", [.. Lines.Where(l => l.Task is VisitTask.Later).OrderBy(l => ((VisitTask.Later)l.Task!).From)]),
            ("够次数了，请定", "不再安排上门。要不要记为不再实施，由街道来定。", [.. Lines.Where(l => l.Task is VisitTask.Decide)]),
            ("不同意的", "次数和间隔还没有公布，不安排上门。", [.. Lines.Where(l => l.Task is VisitTask.NotSet)]),
            ("请我们不要再来的", "不上门，不打电话催。他自己再说起，才能去。", [.. Lines.Where(l => l.Task is VisitTask.Asked)]),
            ("已经记为不再实施的", "不用再去。他自己改了主意再说。", [.. Lines.Where(l => l.Task is null)]),
        }.Where(s => s.Lines.Count > 0);

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(Guid? community, Guid? building, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        Community = (community is { } asked ? Communities.FirstOrDefault(c => c.Id == asked) : Communities.Count > 0 ? Communities[0] : null)
            ?? throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        Buildings = await register.BuildingsAsync(Community.Id, ct);
        Building = Buildings.Any(b => b.Id == building) ? building : null;
        Cadence = await VisitCadence.OfAsync(settings, Community.Id, SiteClock.Day(Now), ct);
        Lines = await RefusalList.ReadAsync(log, database, Cadence, Community.Id, Building, Now, ct);
    }
}
