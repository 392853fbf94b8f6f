using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Works.Care;

/// <summary>The flats where somebody needs care: who keeps the crew out comes first. No words about anybody stand here.</summary>
[Requires(StaffAction.CareRead, Posting = StaffAction.CareWrite)]
internal sealed class CareListPage(CareBook book, CareActs acts, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Cases that are not closed, or the closed ones.</summary>
    public IReadOnlyList<CareCase> Cases { get; private set; } = [];

    /// <summary>Needs that were told and nobody has looked at.</summary>
    public IReadOnlyList<UnheardNeed> Unheard { get; private set; } = [];

    /// <summary>The closed ones are looked at.</summary>
    public bool Over { get; private set; }

    /// <summary>Flat as typed.</summary>
    public string Flat { get; private set; } = "";

    /// <summary>Why nothing was done.</summary>
    public string? Problem { get; private set; }

    /// <summary>This colleague may open a case.</summary>
    public bool MayWrite => HttpContext.Staff().May(StaffAction.CareWrite);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows them.</summary>
    public Task OnGetAsync(bool over, CancellationToken ct) => ShowAsync(over, ct);

    /// <summary>Opens a case for a flat as typed, or as it stands in the list of needs told.</summary>
    public async Task<IActionResult> OnPostAsync(string? flat, CancellationToken ct)
    {
        await ShowAsync(false, ct);
        Flat = FormText.Plain(FormText.Tidy(flat));
        var found = Flat.Length is > 0 and <= 60 ? await FindAsync(ct) : null;
        if (found is not null) return LocalRedirect($"/staff/care/{await acts.OpenAsync(found.CommunityId, found.Id, HttpContext.Staff(), ct)}");
        Problem = "没有找到这一户，或者不在您负责的小区。请这样写：3号楼2单元501，或者 3-2-501。";
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<Household?> FindAsync(CancellationToken ct)
    {
        foreach (var community in (await register.CommunitiesAsync(ct)).Where(c => HttpContext.Staff().Scope.Sees(c.Id)))
        {
            if (await register.FindAsync(community.Id, Flat, ct) is HouseholdSearch.Found(var home)) return home;
        }

        return null;
    }

    private async Task ShowAsync(bool over, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Over = over;
        Cases = [.. (await book.ListAsync(scope, ct)).Where(c => c.State == CareState.Closed == over)];
        Unheard = over ? [] : await book.UnheardAsync(scope, ct);
    }
}
