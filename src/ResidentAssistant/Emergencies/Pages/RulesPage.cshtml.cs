using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;

namespace ResidentAssistant.Emergencies;

/// <summary>Who is on duty, and who is called after whom.</summary>
[Requires(StaffAction.EmergencyRead, Posting = StaffAction.EmergencyRules)]
internal sealed class RulesPage(DutyRoster roster, Policies policies, Register register, TimeProvider clock) : PageModel
{
    /// <summary>The severities with their names.</summary>
    public static readonly IReadOnlyList<(string Key, string Name)> Severities = [("danger", "有危险的"), ("urgent", "急的"), ("normal", "一般的")];

    /// <summary>Communities in scope.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>The one that is looked at.</summary>
    public Community Community { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>People on duty.</summary>
    public IReadOnlyList<DutyPerson> People { get; private set; } = [];

    /// <summary>Where somebody can be on duty.</summary>
    public IReadOnlyList<DutyPlace> Places { get; private set; } = [];

    /// <summary>Parties, each with who would be called now.</summary>
    public IReadOnlyList<(string Party, IReadOnlyList<Contact> Now)> OnDuty { get; private set; } = [];

    /// <summary>Entrances whose property company or owner has a confirmed duty number, of all entrances.</summary>
    public IReadOnlyDictionary<string, (int Known, int All)> Confirmed { get; private set; } = new Dictionary<string, (int, int)>();

    /// <summary>The ladders, newest version first.</summary>
    public IReadOnlyDictionary<string, PolicyVersion> Ladders { get; private set; } = new Dictionary<string, PolicyVersion>();

    /// <summary>Versions before.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PolicyVersion>> History { get; private set; } = new Dictionary<string, IReadOnlyList<PolicyVersion>>();

    /// <summary>Why nothing was done, line by line.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>What was typed, so that a refusal loses nothing.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; private set; } = new Dictionary<string, string>();

    /// <summary>This colleague may change them.</summary>
    public bool MaySet => HttpContext.Staff().May(StaffAction.EmergencyRules);

    /// <summary>What was typed in a field.</summary>
    public string TypedIn(string field) => Typed.GetValueOrDefault(field, "");

    /// <summary>Shows them.</summary>
    /// <param name="edit">Line of the roster to be changed: the form holds what stands there.</param>
    public async Task OnGetAsync(Guid? community, Guid? edit, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        if (MaySet && People.FirstOrDefault(p => p.Id == edit) is { } one)
            Typed = new Dictionary<string, string>
            {
                ["instead"] = one.Id.ToString(), ["party"] = one.Party, ["name"] = one.Name, ["phone"] = one.Phone ?? "", ["member"] = one.Member ?? "", ["days"] = DutyDays.Words(one.Days), ["hours"] = one.Hours,
                ["place"] = one.Building is null ? "" : $"{one.Building}/{one.Entrance}", ["substitute"] = one.Substitute ? "true" : "",
            };
    }

    /// <summary>Writes a new version of a ladder.</summary>
    public Task<IActionResult> OnPostLadderAsync(Guid community, string? severity, int seen, string? steps, string? reason, CancellationToken ct)
    {
        Typed = new Dictionary<string, string> { [$"steps-{severity}"] = Lines(steps), [$"reason-{severity}"] = Line(reason) };
        return DoAsync(community, () => Line(reason).Length < 2 ? throw new RefusedException("BadArgument", "请写一句：为什么改，谁定的。")
            : policies.SetAsync(community, severity ?? "", seen, Lines(steps), Line(reason), HttpContext.Staff(), ct), ct);
    }

    /// <summary>Puts one person on the roster, or in the place of a line that is changed.</summary>
    public async Task<IActionResult> OnPostAddAsync(Guid community, Guid? instead, string? place, string? party, string? name, string? phone, string? member, string? days, string? hours, bool substitute, CancellationToken ct)
    {
        Typed = new Dictionary<string, string> { ["party"] = Line(party), ["name"] = Line(name), ["phone"] = Line(phone), ["member"] = Line(member), ["days"] = Line(days), ["hours"] = Line(hours), ["place"] = Line(place), ["substitute"] = substitute ? "true" : "", ["instead"] = instead?.ToString() ?? "" };
        var (building, entrance) = Line(place).Split('/') is [var b, var e] ? (b, e) : (Line(place), "");
        var (person, fault) = RosterText.Person(community, await roster.PlacesAsync(community, ct), building, entrance, Line(party), Line(name), Line(phone), Line(member), Line(days), Line(hours), substitute);
        return await DoAsync(community, () => person is null ? throw new RefusedException("BadArgument", fault!)
            : instead is { } old ? roster.ReplaceAsync(community, old, person, HttpContext.Staff(), ct) : roster.AddAsync([person], HttpContext.Staff(), ct), ct);
    }

    /// <summary>Takes rows pasted from a spreadsheet, all of them or none.</summary>
    public async Task<IActionResult> OnPostImportAsync(Guid community, string? rows, CancellationToken ct)
    {
        Typed = new Dictionary<string, string> { ["rows"] = FormText.Plain((rows ?? "").Replace("\t", "    ", StringComparison.Ordinal)) };
        var faults = new List<string>();
        var text = rows ?? "";
        var people = text.Length > 100_000 ? [] : RosterText.Read(text, community, await roster.PlacesAsync(community, ct), faults);
        if (text.Length > 100_000) faults.Add("太多了，请分几回贴。");
        if (faults.Count == 0) return await DoAsync(community, () => roster.AddAsync(people, HttpContext.Staff(), ct), ct);
        Typed = new Dictionary<string, string> { ["rows"] = text };
        return await RefuseAsync(community, [.. faults.Take(20)], StatusCodes.Status400BadRequest, ct);
    }

    /// <summary>Takes somebody off the roster.</summary>
    public Task<IActionResult> OnPostEndAsync(Guid community, Guid person, CancellationToken ct) => DoAsync(community, () => roster.EndAsync(community, person, ct), ct);

    private async Task<IActionResult> DoAsync(Guid community, Func<Task> act, CancellationToken ct)
    {
        if (!HttpContext.Staff().Scope.Sees(community)) throw new RefusedException("NotFound", "没有找到这个小区，可能不在您负责的范围。", StatusCodes.Status404NotFound);
        try
        {
            await act();
            return LocalRedirect($"/staff/emergencies/rules?community={community}");
        }
        catch (RefusedException refusal)
        {
            return await RefuseAsync(community, [refusal.Message], refusal.Status, ct);
        }
    }

    private async Task<IActionResult> RefuseAsync(Guid community, IReadOnlyList<string> problems, int status, CancellationToken ct)
    {
        Problems = problems;
        Response.StatusCode = status;
        await ShowAsync(community, ct);
        return Page();
    }

    private static string Line(string? text) => FormText.Plain(FormText.Tidy(text)).Replace('\n', ' ');

    private static string Lines(string? text) => FormText.Plain(FormText.Tidy(text));

    private async Task ShowAsync(Guid? community, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        Community = Communities.FirstOrDefault(c => c.Id == community) ?? (community is null && Communities is [var first, ..] ? first : null) ?? throw new RefusedException("NotFound", "没有找到这个小区，可能不在您负责的范围。", StatusCodes.Status404NotFound);
        People = await roster.ListAsync(Community.Id, ct);
        Places = await roster.PlacesAsync(Community.Id, ct);
        var now = clock.GetUtcNow();
        var onDuty = new List<(string, IReadOnlyList<Contact>)>();
        foreach (var party in Targets.Parties) onDuty.Add((party, await roster.OnDutyAsync(new Place(Community.Id, null, null, null), party, substitutes: false, now, ct)));
        OnDuty = onDuty;
        Confirmed = await roster.ConfirmedAsync(Community.Id, ct);
        var (ladders, history) = (new Dictionary<string, PolicyVersion>(), new Dictionary<string, IReadOnlyList<PolicyVersion>>());
        foreach (var (key, _) in Severities)
        {
            ladders[key] = await policies.NewestAsync(Community.Id, key, ct);
            history[key] = await policies.HistoryAsync(Community.Id, key, ct);
        }

        (Ladders, History) = (ladders, history);
    }
}
