using Microsoft.AspNetCore.Mvc.RazorPages;
using QRCoder;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Notices;

/// <summary>The notice on one A4 sheet in large print, with a square that opens its page.</summary>
[Requires(StaffAction.NoticeRead)]
internal sealed class PosterPage(NoticeStore notices, NoticeLinks links, Register register) : PageModel
{
    /// <summary>The newest version.</summary>
    public NoticeVersion Notice { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>Community that says it.</summary>
    public Community Community { get; private set; } = null!; // likewise

    /// <summary>The square as a picture.</summary>
    public string Picture { get; private set; } = "";

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct)
    {
        var versions = await notices.VersionsAsync(id, ct);
        if (versions.Count == 0 || !HttpContext.Staff().Scope.Sees(versions[0].CommunityId)) throw new RefusedException("NotFound", "没有这份通知，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        Notice = versions[0];
        Community = (await register.CommunityAsync(Notice.CommunityId, ct))!; // a notice keeps its community
        var address = links.Of(id);
        using var data = QRCodeGenerator.GenerateQrCode(address.StartsWith('/') ? $"{Request.Scheme}://{Request.Host}{address}" : address, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(data);
        Picture = $"data:image/png;base64,{Convert.ToBase64String(picture.GetGraphic(8))}";
    }
}
