using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Plans.Upgrades;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Plans.Materials;

/// <summary>The materials of a community's board and the form to write them.</summary>
[Requires(StaffAction.MaterialRead, Posting = StaffAction.MaterialEdit)]
internal sealed class MaterialsPage(MaterialStore materials, SourcedSettings settings, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Communities this colleague may look at.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>Community looked at.</summary>
    public Community Community { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Its materials.</summary>
    public IReadOnlyList<Material> Materials { get; private set; } = [];

    /// <summary>The public telephone, or that none is published.</summary>
    public string Phone { get; private set; } = "";

    /// <summary>No public telephone is set.</summary>
    public bool PhoneMissing => !Phone.Any(char.IsAsciiDigit);

    /// <summary>What stands in the form.</summary>
    public Material Form { get; private set; } = new();

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>This colleague may write.</summary>
    public bool MayEdit => HttpContext.Staff().May(StaffAction.MaterialEdit);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid? community, Guid? change, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        Form = Materials.FirstOrDefault(m => m.MaterialId == change) ?? new();
    }

    /// <summary>Writes a version.</summary>
    public async Task<IActionResult> OnPostAsync(Guid? community, Material form, string? act, IFormFile? files, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        static string Tidy(string? text) => FormText.Tidy(text);
        var before = Materials.FirstOrDefault(m => m.MaterialId == form.MaterialId);
        Form = new Material
        {
            MaterialId = form.MaterialId, CommunityId = Community.Id, Number = before is null ? 0 : form.Number, Name = Tidy(form.Name), Maker = Tidy(form.Maker), Standard = Tidy(form.Standard), Batch = Tidy(form.Batch),
            Report = Tidy(form.Report), Used = Tidy(form.Used), FileId = before?.FileId, Shown = act == "show",
        };
        Problems = [.. Form.Faults().Distinct()];
        if (Problems.Count == 0)
        {
            try
            {
                if (await materials.SaveAsync(Form, await ReportAsync(files, ct), HttpContext.Staff(), ct)) return LocalRedirect($"/staff/materials?community={Community.Id}");
                Problems = ["刚才有同事改过这种材料，请看上面。您写的还在，再点一次就按您写的改。"];
                await ShowAsync(community, ct);
                Form = Form with { Number = Materials.First(m => m.MaterialId == form.MaterialId).Number };
            }
            catch (RefusedException refused)
            {
                Problems = [refused.Message];
            }
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private static async Task<KeptFile?> ReportAsync(IFormFile? file, CancellationToken ct)
    {
        if (file is not { Length: > 0 }) return null;
        if (file.Length > Consent.Applications.Scans.Limit) throw new RefusedException("TooLarge", "这个文件太大，最大 10 MB。");
        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, ct);
        return UpgradeFiles.Accept(bytes.ToArray(), file.FileName);
    }

    private async Task ShowAsync(Guid? community, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        Community = Communities.FirstOrDefault(c => community is null || c.Id == community)
            ?? throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        Materials = await materials.AllAsync(Community.Id, ct);
        Phone = await BoardPage.PhoneAsync(settings, Community.Id, SiteClock.Day(Now), ct);
    }
}
