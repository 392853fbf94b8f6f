using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Web;

namespace ResidentAssistant.Plans;

/// <summary>The construction plan for residents: the newest version or an earlier one, what changed, what others asked; and a place to say something. Works without script.</summary>
[AllowAnonymous]
internal sealed class PlanPage(PlanStore plans, CommentStore comments, CommentLimit limit, Register register) : PageModel
{
    /// <summary>Community.</summary>
    public Community Community { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>The version shown.</summary>
    public PlanVersion Plan { get; private set; } = null!; // likewise

    /// <summary>All versions, newest first.</summary>
    public IReadOnlyList<PlanVersion> Versions { get; private set; } = [];

    /// <summary>What others said, in a colleague's words.</summary>
    public IReadOnlyList<ShownComment> Shown { get; private set; } = [];

    /// <summary>Reference of the comment that was just noted.</summary>
    public string? Noted { get; private set; }

    /// <summary>Why the comment was not taken.</summary>
    public string? Problem { get; private set; }

    /// <summary>What was typed and not taken.</summary>
    public string? Unsent { get; private set; }

    /// <summary>Shown in large print.</summary>
    public bool Large { get; private set; }

    /// <summary>The newest version is shown.</summary>
    public bool IsNewest => Plan.Number == Versions[0].Number;

    /// <summary>Shows it.</summary>
    public Task OnGetAsync(Guid community, int? v, string? size, string? noted, CancellationToken ct)
    {
        Noted = noted is { Length: < 12 } && noted.StartsWith("P-", StringComparison.Ordinal) ? noted : null;
        return ShowAsync(community, v, size, ct);
    }

    /// <summary>Takes a comment.</summary>
    public async Task<IActionResult> OnPostAsync(Guid community, string? words, string? size, CancellationToken ct)
    {
        await ShowAsync(community, null, size, ct);
        var said = FormText.Tidy(words);
        Problem = said.Length switch
        {
            0 => "请先写几句再交。",
            > CommentStore.Longest => $"太长了，请写在 {CommentStore.Longest} 个字以内。",
            _ when !FormText.IsPlain(said, lines: true) => FormText.Refusal,
            _ when !limit.Enter(HttpContext.Connection.RemoteIpAddress) => "刚才交得太多了，请过几分钟再交。",
            _ => null,
        };
        if (Problem is null) return LocalRedirect($"{PlanStore.PathOf(community)}?noted={await comments.NoteAsync(Plan, said, ct)}{(Large ? "&size=large" : "")}#noted");
        Unsent = FormText.Plain(words ?? "");
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>Address of the page as it is, with another version or size.</summary>
    public string Address(int? version, bool large)
    {
        var path = PlanStore.PathOf(Community.Id);
        List<string> query = [];
        if (version is { } number && number != Versions[0].Number) query.Add($"v={number}");
        if (large) query.Add("size=large");
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    private async Task ShowAsync(Guid community, int? version, string? size, CancellationToken ct)
    {
        Versions = await plans.AllAsync(community, ct);
        Plan = Versions.FirstOrDefault(p => version is null || p.Number == version)
            ?? throw new RefusedException("NotFound", "施工方案还没有公布，或者没有这一版。想问什么，请回到对话里问。", StatusCodes.Status404NotFound);
        Community = (await register.CommunityAsync(community, ct))!;
        Shown = await comments.ShownAsync(community, ct);
        Large = size == "large";
    }
}
