using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent.Standards;

/// <summary>The restoration standard of a community, version after version, where each hung, and the form to publish the next.</summary>
[Requires(StaffAction.PolicyRead, Posting = StaffAction.PolicySet)]
internal sealed class StandardsPage(StandardStore standards, StandardPostings postings, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Communities this colleague may look at.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>Community looked at.</summary>
    public Community Community { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Versions, newest first.</summary>
    public IReadOnlyList<RestorationStandard> Versions { get; private set; } = [];

    /// <summary>Postings by version.</summary>
    public ILookup<Guid, StandardPosting> Postings { get; private set; } = Array.Empty<StandardPosting>().ToLookup(p => p.StandardId);

    /// <summary>What answers say when it is not what the version that holds says.</summary>
    public SourcedSetting? SaidInstead { get; private set; }

    /// <summary>Why the last act was not done.</summary>
    public string? Problem { get; private set; }

    /// <summary>A version has just been published.</summary>
    public bool Published { get; private set; }

    /// <summary>What stands in the form.</summary>
    public NewStandard Form { get; private set; } = null!; // set before the page is rendered

    /// <summary>This colleague may publish.</summary>
    public bool MayPublish => HttpContext.Staff().May(StaffAction.PolicySet);

    /// <summary>This colleague may record postings.</summary>
    public bool MayPost => HttpContext.Staff().May(StaffAction.StandardPost);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid? community, bool published, CancellationToken ct)
    {
        Published = published;
        await ShowAsync(community, ct);
        Form = Versions is [var newest, ..] ? new NewStandard(Community.Id, newest.Number, newest.Summary, newest.Body, "", newest.DecidedBy ?? "", null) : new NewStandard(Community.Id, 0, "", "", "", SettingCatalogue.Of(StandardStore.Setting).DecidedBy, null);
    }

    /// <summary>Publishes the next version.</summary>
    public async Task<IActionResult> OnPostAsync(Guid? community, int seen, string? summary, string? body, string? source, string? decidedBy, DateOnly? validFrom, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        Form = new NewStandard(Community.Id, seen, FormText.Tidy(summary).Replace("\n", "", StringComparison.Ordinal), FormText.Tidy(body), FormText.Tidy(source), FormText.Tidy(decidedBy), validFrom);
        try
        {
            await standards.PublishAsync(Form, HttpContext.Staff(), ct);
            return LocalRedirect($"/staff/standard?community={Community.Id}&published=true");
        }
        catch (RefusedException refused)
        {
            // What was typed stays; the next try builds on the version that is shown above.
            Problem = refused.Message;
            await ShowAsync(community, ct);
            Form = Form with { Seen = Versions is [var newest, ..] ? newest.Number : 0 };
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task ShowAsync(Guid? community, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        Community = Communities.FirstOrDefault(c => community is null || c.Id == community)
            ?? throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        Versions = await standards.AllAsync(Community.Id, ct);
        Postings = (await postings.OfAsync(Community.Id, ct)).ToLookup(p => p.StandardId);
        var today = SiteClock.Day(Now);
        if (RestorationStandard.Holding(Versions, today) is { } holding) SaidInstead = await standards.OtherThanAsync(holding, today, ct);
    }
}
