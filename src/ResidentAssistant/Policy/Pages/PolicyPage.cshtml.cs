using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Policy;

/// <summary>What has been decided, by whom, where it is written and until when; and the form to write a decision down.</summary>
[Requires(StaffAction.PolicyRead, Posting = StaffAction.PolicySet)]
internal sealed class PolicyPage(SourcedSettings settings, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Communities this colleague may look at.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>Community looked at; null: the whole installation.</summary>
    public Guid? CommunityId { get; private set; }

    /// <summary>The settings in groups.</summary>
    public IReadOnlyList<IGrouping<string, SourcedSetting>> Groups { get; private set; } = [];

    /// <summary>How many are not set.</summary>
    public int NotSet { get; private set; }

    /// <summary>What was typed and could not be written down.</summary>
    public SettingDraft? Unsaved { get; private set; }

    /// <summary>Why not.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>This colleague answers for every community.</summary>
    public bool Everywhere => HttpContext.Staff().Scope.Everywhere;

    /// <summary>This colleague may write here.</summary>
    public bool MaySet => HttpContext.Staff().May(StaffAction.PolicySet);

    /// <summary>The day at the site.</summary>
    public DateOnly Today { get; } = SiteClock.Day(clock.GetUtcNow());

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    private ILookup<string, SettingRevision> History { get; set; } = Array.Empty<SettingRevision>().ToLookup(r => r.Key);

    /// <summary>Decisions about a setting at this level, newest first.</summary>
    public IReadOnlyList<SettingRevision> HistoryOf(SettingDefinition definition) => [.. History[definition.Key]];

    /// <summary>What stands in the form of a setting.</summary>
    public SettingDraft FormOf(SourcedSetting setting)
    {
        if (Unsaved?.Key == setting.Definition.Key) return Unsaved;
        var set = setting as SourcedSetting.Set;
        return new SettingDraft
        {
            Key = setting.Definition.Key, Seen = HistoryOf(setting.Definition) is [var newest, ..] ? newest.Revision : 0, Value = set?.Value,
            Source = "", DecidedBy = set?.DecidedBy ?? setting.Definition.DecidedBy, ValidFrom = Today, SetBy = Guid.Empty, SetByName = "",
        };
    }

    /// <summary>From when to when, for people.</summary>
    public static string Validity(DateOnly? from, DateOnly? to) => (from, to) switch
    {
        (null, null) => "长期有效",
        (null, { } last) => $"有效到 {last:yyyy年M月d日}",
        ({ } first, null) => $"{first:yyyy年M月d日}起有效",
        ({ } first, { } last) => $"{first:yyyy年M月d日}到 {last:yyyy年M月d日}有效",
    };

    /// <summary>Shows the settings.</summary>
    public async Task OnGetAsync(Guid? community, CancellationToken ct) => await ShowAsync(community, ct);

    /// <summary>Writes a decision down, or withdraws one.</summary>
    public async Task<IActionResult> OnPostAsync(SettingForm form, Guid? community, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        await ShowAsync(community, ct);
        if (CommunityId != community) throw new RefusedException("NotFound", "这里不在您负责的范围内。", StatusCodes.Status404NotFound);
        var draft = new SettingDraft
        {
            Key = form.Key ?? "", CommunityId = CommunityId, Seen = form.Seen, Value = form.Act == "withdraw" ? null : form.Value ?? string.Join('、', form.Chosen ?? []), Source = form.Source ?? "",
            DecidedBy = form.DecidedBy ?? "", ValidFrom = form.Act == "withdraw" ? Today : form.From, ValidTo = form.Act == "withdraw" ? null : form.To,
            SetBy = staff.Id, SetByName = staff.Name,
        };
        Problems = ModelState.IsValid ? draft.Tidied().Faults(Today) : ["日期或者数字写得不对，请再看一看。"];
        if (Problems.Count == 0)
        {
            try
            {
                await settings.SetAsync(draft, Today, ct);
                return LocalRedirect($"/staff/policy{(community is { } id ? $"?community={id}" : "")}#{draft.Key}");
            }
            catch (RefusedException refused)
            {
                Problems = [refused.Message];
                // The form goes on from what the colleague has now been shown.
                await ShowAsync(community, ct);
                draft = draft with { Seen = History[draft.Key].FirstOrDefault()?.Revision ?? 0 };
            }
        }

        Unsaved = draft;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task ShowAsync(Guid? community, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        if (community is { } asked && Communities.All(c => c.Id != asked)) throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        CommunityId = community ?? (scope.Everywhere ? null : Communities.Count > 0 ? Communities[0].Id
            : throw new RefusedException("NotFound", "您还没有负责的小区，请找管理员。", StatusCodes.Status404NotFound));
        var all = await settings.AllAsync(CommunityId, Today, ct);
        Groups = [.. all.GroupBy(s => s.Definition.Group)];
        NotSet = all.Count(s => s is SourcedSetting.NotSet);
        History = (await settings.HistoryAsync(CommunityId, ct)).ToLookup(r => r.Key);
    }
}

/// <summary>The fields of the form.</summary>
internal sealed record SettingForm
{
    /// <summary>Setting.</summary>
    public string? Key { get; init; }

    /// <summary>Revision that was shown.</summary>
    public int Seen { get; init; }

    /// <summary>Value.</summary>
    public string? Value { get; init; }

    /// <summary>Values of a setting that holds several.</summary>
    public IReadOnlyList<string>? Chosen { get; init; }

    /// <summary>Where it is written.</summary>
    public string? Source { get; init; }

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>First day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day.</summary>
    public DateOnly? To { get; init; }

    /// <summary><c>set</c> or <c>withdraw</c>.</summary>
    public string? Act { get; init; }
}
