using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Plans.Materials;

/// <summary>The materials board for residents; readable without script.</summary>
[AllowAnonymous]
internal sealed class BoardPage(MaterialStore materials, SourcedSettings settings, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Community.</summary>
    public Community Community { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>What stands on the board.</summary>
    public IReadOnlyList<Material> Materials { get; private set; } = [];

    /// <summary>The public telephone, or that none is published.</summary>
    public string Phone { get; private set; } = "";

    /// <summary>Shown in large print.</summary>
    public bool Large { get; private set; }

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid community, string? size, CancellationToken ct)
    {
        Community = await register.CommunityAsync(community, ct) ?? throw new RefusedException("NotFound", "没有这个小区的公示牌。", StatusCodes.Status404NotFound);
        Materials = await materials.ShownAsync(community, ct);
        Phone = await PhoneAsync(settings, community, SiteClock.Day(clock.GetUtcNow()), ct);
        Large = size == "large";
    }

    /// <summary>The public telephone with its hours, or the sentence that it is not published yet.</summary>
    public static async Task<string> PhoneAsync(SourcedSettings settings, Guid community, DateOnly day, CancellationToken ct)
    {
        if (await settings.FindAsync("phone.project", community, day, ct) is not SourcedSetting.Set phone) return "还没有公布，由施工单位来定";
        return await settings.FindAsync("phone.project-hours", community, day, ct) is SourcedSetting.Set hours ? $"{phone.Value}（{hours.Value}）" : phone.Value;
    }
}
