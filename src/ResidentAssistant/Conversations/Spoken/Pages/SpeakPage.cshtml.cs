using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Conversations;

/// <summary>Begins a conversation for somebody who calls or comes: which flat, who speaks, how the person was verified.</summary>
[Requires(StaffAction.ConversationSpeak, Posting = StaffAction.ConversationSpeak)]
internal sealed class SpeakPage(SpokenStore spoken, SpokenTurns turns, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Conversations of before.</summary>
    public IReadOnlyList<SpokenConversation> Spoken { get; private set; } = [];

    /// <summary>Communities this colleague works for.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>What is in the form.</summary>
    public SpeakForm Draft { get; private set; } = new();

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Who looks.</summary>
    public CurrentStaff Staff => HttpContext.Staff();

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows the form; <paramref name="flat"/> fills it in.</summary>
    public async Task OnGetAsync(string? flat, CancellationToken ct)
    {
        await ListAsync(ct);
        Draft = new SpeakForm { Form = Guid.NewGuid(), Flat = flat };
    }

    /// <summary>Begins the conversation.</summary>
    public async Task<IActionResult> OnPostAsync(SpeakForm draft, CancellationToken ct)
    {
        await ListAsync(ct);
        Draft = draft.Tidied();
        var (home, faults) = await CheckedAsync(ct);
        if (home is null || faults.Count > 0)
        {
            Problems = faults;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var id = await spoken.BeginAsync(new NewSpoken(Draft.Form, home, Draft.Speaker!, Draft.Capacity!, Draft.Way!, Draft.Verified!,
            Draft.Phone!.Length == 0 ? null : PhoneNumber.TryParse(Draft.Phone)), Staff, ct);
        await turns.OpenAsync((await spoken.FindAsync(id, Staff.Scope, ct))!, Staff, ct);
        return LocalRedirect($"/staff/speak/{id}#last");
    }

    private async Task ListAsync(CancellationToken ct)
    {
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => Staff.Scope.Sees(c.Id))];
        Spoken = await spoken.ListAsync(Staff.Scope, ct);
    }

    private async Task<(Household? Home, List<string> Faults)> CheckedAsync(CancellationToken ct)
    {
        var faults = new List<string>();
        var community = Communities is [var sole] ? sole : Communities.FirstOrDefault(c => c.Id == Draft.Community);
        var found = community is null ? null : await register.FindAsync(community.Id, Draft.Flat!, ct);
        if (community is null) faults.Add("请选小区。");
        else if (found is HouseholdSearch.Choose(var doors)) faults.Add($"是哪一户？{string.Join("，", doors.Take(5).Select(d => d.ShortForm))}");
        else if (found is not HouseholdSearch.Found) faults.Add("登记册里没有这一户。请照这个样子写：3-2-501。");
        if (Draft.Speaker!.Length is 0 or > 40 || !FormText.IsPlain(Draft.Speaker)) faults.Add("请写说话的人叫什么，最多 40 个字。不肯说名字，写“没说名字”。");
        if (Draft.Phone!.Length > 0 && PhoneNumber.TryParse(Draft.Phone) is null) faults.Add("电话好像不对。手机 11 位；座机带上区号。没有就空着。");
        if (!SpokenWords.Capacities.ContainsKey(Draft.Capacity ?? "")) faults.Add("请选他是这房子的什么人。");
        if (!SpokenWords.Ways.ContainsKey(Draft.Way ?? "")) faults.Add("请选他怎么找来的。");
        if (!SpokenWords.Checks.ContainsKey(Draft.Verified ?? "")) faults.Add("请选怎么知道是他本人。没有核实，就选“没有核实”。");
        if (Draft.Form == Guid.Empty) faults.Add("这次提交不完整，请刷新页面再试。");
        return ((found as HouseholdSearch.Found)?.Household, faults);
    }
}

/// <summary>The fields of the form.</summary>
internal sealed record SpeakForm
{
    /// <summary>Identity of the form: sent twice it begins one conversation.</summary>
    public Guid Form { get; init; }

    /// <summary>Community, where there are several.</summary>
    public Guid? Community { get; init; }

    /// <summary>Flat as typed.</summary>
    public string? Flat { get; init; }

    /// <summary>Who speaks.</summary>
    public string? Speaker { get; init; }

    /// <summary>Number.</summary>
    public string? Phone { get; init; }

    /// <summary>Capacity.</summary>
    public string? Capacity { get; init; }

    /// <summary>How the person is heard.</summary>
    public string? Way { get; init; }

    /// <summary>How the person was verified.</summary>
    public string? Verified { get; init; }

    /// <summary>The same without spaces around the words.</summary>
    public SpeakForm Tidied() => this with { Flat = FormText.Plain(FormText.Tidy(Flat)), Speaker = FormText.Plain(FormText.Tidy(Speaker)), Phone = FormText.Plain(FormText.Tidy(Phone)) };
}
