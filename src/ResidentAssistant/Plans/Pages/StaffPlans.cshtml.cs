using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Plans;

/// <summary>The construction plan of a community, version after version, and the form to publish the next.</summary>
[Requires(StaffAction.PlanRead, Posting = StaffAction.PlanPublish)]
internal sealed class StaffPlans(PlanStore plans, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Communities this colleague may look at.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>Community looked at.</summary>
    public Community Community { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Versions, newest first.</summary>
    public IReadOnlyList<PlanVersion> Versions { get; private set; } = [];

    /// <summary>Why the last act was not done.</summary>
    public string? Problem { get; private set; }

    /// <summary>What stands in the form.</summary>
    public NewPlan Form { get; private set; } = new(Guid.Empty, 0, "", "", "");

    /// <summary>This colleague may publish.</summary>
    public bool MayPublish => HttpContext.Staff().May(StaffAction.PlanPublish);

    /// <summary>This colleague may read what residents say.</summary>
    public bool MayReadComments => HttpContext.Staff().May(StaffAction.QuestionRead);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid? community, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        Form = Versions is [var newest, ..] ? new NewPlan(Community.Id, newest.Number, newest.Title, newest.Body, "") : new NewPlan(Community.Id, 0, "", "", "");
    }

    /// <summary>Publishes the next version.</summary>
    public async Task<IActionResult> OnPostAsync(Guid? community, int seen, string? title, string? body, string? changed, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        Form = new NewPlan(Community.Id, seen, FormText.Tidy(title), FormText.Tidy(body), FormText.Tidy(changed));
        Problem = new[] { Form.Title, Form.Body, Form.Changed }.All(t => FormText.IsPlain(t, lines: true)) ? Form.Fault() : FormText.Refusal;
        if (Problem is null)
        {
            try
            {
                await plans.PublishAsync(Form, HttpContext.Staff(), ct);
                return LocalRedirect($"/staff/plans?community={Community.Id}");
            }
            catch (RefusedException refused)
            {
                // What was typed stays; the next try builds on the version that is shown above.
                Problem = refused.Message;
                Form = Form with { Seen = Versions is [var newest, ..] ? newest.Number : 0 };
            }
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
        Versions = await plans.AllAsync(Community.Id, ct);
    }
}
