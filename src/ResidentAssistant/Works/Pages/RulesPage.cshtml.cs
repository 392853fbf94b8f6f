using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works;

/// <summary>The rules of a site: hours, days kept free, teams, steps; each with who set it and where it comes from.</summary>
[Requires(StaffAction.WorksRead, Posting = StaffAction.WorksPlan)]
internal sealed class RulesPage(SiteRules rules, Register register) : PageModel
{
    // The order of domain knowledge, shown as an example only: nothing is planned with it until a person saves it with a source.
    private static readonly WorkStep[] Example =
    [
        new("看现场拍照", 1, WaterUse.Runs, false), new("铺保护、拆旧管", 2, WaterUse.OffByDay, true), new("装新管", 2, WaterUse.OffByDay, true),
        new("打压试水", 1, WaterUse.OffByDay, true), new("封堵恢复", 4, WaterUse.Runs, false),
    ];

    /// <summary>Community.</summary>
    public Community Community { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Its buildings.</summary>
    public IReadOnlyList<Building> Buildings { get; private set; } = [];

    /// <summary>The rules now.</summary>
    public Site Site { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Steps in the form.</summary>
    public IReadOnlyList<WorkStep> Steps { get; private set; } = [];

    /// <summary>Why nothing was done.</summary>
    public string? Problem { get; private set; }

    /// <summary>What was typed, so that a refusal loses nothing.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; private set; } = new Dictionary<string, string>();

    /// <summary>This colleague may change them.</summary>
    public bool MayPlan => HttpContext.Staff().May(StaffAction.WorksPlan);

    /// <summary>Number of a building.</summary>
    public string PlaceOf(Guid? buildingId) => buildingId is null ? "全小区" : Buildings.FirstOrDefault(b => b.Id == buildingId)?.Label ?? "";

    /// <summary>What was typed in a field.</summary>
    public string TypedIn(string field) => Typed.GetValueOrDefault(field, "");

    /// <summary>Shows them.</summary>
    public Task OnGetAsync(Guid community, CancellationToken ct) => ShowAsync(community, ct);

    /// <summary>Sets hours.</summary>
    public Task<IActionResult> OnPostHoursAsync(Guid community, Guid? building, string? hours, string? source, CancellationToken ct) =>
        DoAsync(community, () => rules.SetHoursAsync(community, Known(building), Plain("hours", hours), Plain("source", source), HttpContext.Staff(), ct), ct);

    /// <summary>Keeps days free.</summary>
    public Task<IActionResult> OnPostFreeAsync(Guid community, Guid? building, DateOnly? from, DateOnly? to, string? reason, CancellationToken ct) =>
        DoAsync(community, () => rules.KeepFreeAsync(community, Known(building), from ?? throw new RefusedException("BadArgument", "请选日子。"), to ?? from.Value, Plain("reason", reason), HttpContext.Staff(), ct), ct);

    /// <summary>Adds a team.</summary>
    public Task<IActionResult> OnPostTeamAsync(Guid community, string? name, string? phone, CancellationToken ct) =>
        DoAsync(community, () => rules.AddTeamAsync(community, Plain("name", name), Plain("phone", phone), HttpContext.Staff(), ct), ct);

    /// <summary>A team stays away on a day.</summary>
    public Task<IActionResult> OnPostAwayAsync(Guid community, Guid team, DateOnly? day, CancellationToken ct) =>
        DoAsync(community, () => rules.TeamAwayAsync(community, team, day ?? throw new RefusedException("BadArgument", "请选日子。"), HttpContext.Staff(), ct), ct);

    /// <summary>Takes something back.</summary>
    public Task<IActionResult> OnPostEndAsync(Guid community, RuleKind kind, Guid rule, CancellationToken ct) =>
        DoAsync(community, () => rules.EndAsync(community, kind, rule, ct), ct);

    /// <summary>Sets the steps; rows without a name are left out.</summary>
    public Task<IActionResult> OnPostStepsAsync(Guid community, string[] step, int[] slots, WaterUse[] water, bool[] every, string? source, CancellationToken ct)
    {
        Steps = [.. step.Select((name, row) => new WorkStep(FormText.Plain(FormText.Tidy(name)), slots.ElementAtOrDefault(row), water.ElementAtOrDefault(row), every.ElementAtOrDefault(row))).Where(s => s.Name.Length > 0)];
        return DoAsync(community, () => rules.SetStepsAsync(community, Steps, Plain("steps-source", source), HttpContext.Staff(), ct), ct);
    }

    private async Task<IActionResult> DoAsync(Guid community, Func<Task> act, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        try
        {
            await act();
            return LocalRedirect($"/staff/works/rules?community={community}");
        }
        catch (RefusedException refused)
        {
            (Problem, Response.StatusCode) = (refused.Message, refused.Status);
            return Page();
        }
    }

    private Guid? Known(Guid? building) => building is null || Buildings.Any(b => b.Id == building) ? building : throw new RefusedException("BadArgument", "没有这栋楼。");

    private string Plain(string field, string? text)
    {
        var plain = FormText.Plain(FormText.Tidy(text));
        Typed = new Dictionary<string, string>(Typed) { [field] = plain };
        return plain;
    }

    private async Task ShowAsync(Guid community, CancellationToken ct)
    {
        Community = (HttpContext.Staff().Scope.Sees(community) ? await register.CommunityAsync(community, ct) : null)
            ?? throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        Buildings = await register.BuildingsAsync(community, ct);
        Site = await rules.OfAsync(community, ct);
        if (Steps.Count == 0) Steps = Site.Steps.Count > 0 ? Site.Steps : Example;
    }
}
