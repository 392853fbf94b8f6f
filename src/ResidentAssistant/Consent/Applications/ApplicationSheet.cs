using System.Globalization;
using QRCoder;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Consent.Applications;

/// <summary>A written application laid out once, for the document and for the page alike.</summary>
internal sealed record ApplicationSheet(string Title, string Subtitle, IReadOnlyList<SheetRow> Rows, IReadOnlyList<string> Foot, byte[] Qr, string QrWords, bool IsDraft)
{
    /// <summary>Lays an application out; <paramref name="address"/> is where a colleague records the signature.</summary>
    public static ApplicationSheet Of(WrittenApplication application, string address)
    {
        var content = application.Content;
        var words = content.Wording;
        var day = SiteClock.At(application.MadeAt).ToString("yyyy年M月d日", CultureInfo.InvariantCulture);
        return new ApplicationSheet(words.Title, $"编号 {application.Reference}　{day}打印",
        [
            new("小区", content.Community),
            new("房屋", content.Flat),
            new("要换的立管", string.Join('\n', content.Risers)),
            new("申请", $"{words.Request}\n{words.Freedom}"),
            new("告诉我家的六件事", $"{string.Join('\n', content.Told)}\n{words.Read}\n（告知的版本：{Short(content.DisclosureHash)}）"),
            new("聊天里说过的", content.Said),
            new("签字人的身份", words.Capacity),
            new("看过的证件", words.Papers),
            new("家里有人需要特别照顾", words.Needs),
            new("想比标准做得更好", words.Wishes),
            new("联系", words.Contact),
            new("签字人姓名", "") { Blank = true },
            new("签字和日期", "　　　　　　　　年　　月　　日") { Blank = true },
            new("见证人", "") { Blank = true },
        ],
        [words.Origin, $"收申请的：{content.Committee}。{(content.ApprovedBy is { } by ? $"文字由{by}核准" : "文字还没有人核准")}，版本 {Short(words.Hash)}。"],
        PngByteQRCodeHelper.GetQRCode(address, QRCodeGenerator.ECCLevel.M, 6), words.Scan, content.ApprovedBy is null);
    }

    /// <summary>The beginning of a hash, as people compare it.</summary>
    public static string Short(string hash) => hash.Length > 8 ? hash[..8] : hash;
}

/// <summary>One row: what it is about, and what stands there or is written there by hand.</summary>
internal sealed record SheetRow(string Label, string Text)
{
    /// <summary>Room to write by hand.</summary>
    public bool Blank { get; init; }
}
