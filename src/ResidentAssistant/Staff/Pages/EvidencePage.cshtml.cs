using Microsoft.AspNetCore.Mvc.RazorPages;
using QRCoder;
using ResidentAssistant.Evidence;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Staff;

/// <summary>The signed heads of a community's evidence, and the newest one as a sheet for the notice board.</summary>
[Requires(StaffAction.EvidenceRead)]
internal sealed class EvidencePage(Register register, EvidenceTrees trees, Heads heads, TimeProvider clock) : PageModel
{
    private const int Shown = 31;

    /// <summary>Communities this colleague may look at.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>The one looked at.</summary>
    public Community? Community { get; private set; }

    /// <summary>Its tree now.</summary>
    public Tree? Tree { get; private set; }

    /// <summary>The newest heads, newest first.</summary>
    public IReadOnlyList<SignedHead> Heads { get; private set; } = [];

    /// <summary>The newest head as a QR code, drawn as SVG.</summary>
    public string Code { get; private set; } = "";

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>A root in groups of eight, so that two people can compare it aloud.</summary>
    public static string Grouped(byte[] root) => string.Join(' ', Convert.ToHexStringLower(root).Chunk(8).Select(c => new string(c)));

    /// <summary>Shows the heads.</summary>
    public async Task OnGetAsync(Guid? community, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        Community = community is null ? Communities.Count > 0 ? Communities[0] : null
            : Communities.FirstOrDefault(c => c.Id == community) ?? throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        if (Community is null) return;
        Tree = await trees.TreeAsync(Community.Id, ct);
        Heads = [.. (await heads.OfAsync(Community.Id, ct)).TakeLast(Shown).Reverse()];
        if (Heads.Count == 0) return;
        using var drawn = QRCodeGenerator.GenerateQrCode(Heads[0].Text, QRCodeGenerator.ECCLevel.L);
        using var svg = new SvgQRCode(drawn);
        Code = svg.GetGraphic(4, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
