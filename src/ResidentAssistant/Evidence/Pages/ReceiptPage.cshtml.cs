using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QRCoder;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Evidence;

/// <summary>A resident's receipt behind a signed link. The link may be forwarded, so the page names no flat, no person and no answer: only that a record stands at its place.</summary>
[AllowAnonymous]
internal sealed class ReceiptPage(ReceiptLinks links, Receipts receipts, Database database) : PageModel
{
    /// <summary>The receipt; null while the record has no number yet, which is a matter of seconds.</summary>
    public Receipt? Receipt { get; private set; }

    /// <summary>When what it is about happened.</summary>
    public string At { get; private set; } = "";

    /// <summary>The receipt as a QR code, drawn as SVG.</summary>
    public string Code { get; private set; } = "";

    /// <summary>The link's text.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(string key, CancellationToken ct)
    {
        var record = links.RecordOf(key);
        if (await database.FirstAsync<DateTimeOffset?>("select at from evidence where id = @record", new { record }, ct) is not { } at)
            throw new RefusedException("NotFound", "没有找到这条记录。请在对话里再说一声“凭据”。", StatusCodes.Status404NotFound);
        (Key, At, Receipt) = (key, SiteClock.Text(at, DateTimeOffset.UnixEpoch), await receipts.OfAsync(record, ct));
        if (Receipt is null) return;
        using var drawn = QRCodeGenerator.GenerateQrCode(Receipt.Text, QRCodeGenerator.ECCLevel.L);
        using var svg = new SvgQRCode(drawn);
        Code = svg.GetGraphic(4, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    /// <summary>The receipt as a file, to be kept and to be given to <c>evidence verify --receipt</c>.</summary>
    public async Task<IActionResult> OnGetFileAsync(string key, CancellationToken ct)
    {
        var record = links.RecordOf(key);
        return await receipts.OfAsync(record, ct) is { } receipt
            ? File(System.Text.Encoding.ASCII.GetBytes(receipt.Text + "\n"), "text/plain", $"receipt-{record.ToString("N")[..8]}.txt")
            : LocalRedirect($"/r/receipt/{key}");
    }
}
