using System.Text;
using ResidentAssistant.Messaging.ToStaff;

namespace ResidentAssistant.Channels.WeCom;

/// <summary>Urgent matters in words, as many as a message holds; what does not fit is counted.</summary>
internal static class PageWriting
{
    /// <summary>The heading over one matter or several.</summary>
    public static string Heading(IReadOnlyList<StaffWords.Page> pages) => pages is [var one] ? $"【紧急】{one.Title}" : $"【紧急】有 {pages.Count} 件事等着处理";

    /// <summary>The whole text, with heading and link, within that many bytes of UTF-8.</summary>
    public static string Text(IReadOnlyList<StaffWords.Page> pages, int bytes)
    {
        var end = pages[0].Link is { } link ? $"\n去处理：{link}" : "\n请到工作台处理。";
        var head = Heading(pages);
        return head + Lines(pages, bytes - Encoding.UTF8.GetByteCount(head) - Encoding.UTF8.GetByteCount(end)) + end;
    }

    /// <summary>A line for each matter, within that many bytes.</summary>
    public static string Lines(IReadOnlyList<StaffWords.Page> pages, int bytes)
    {
        if (pages is [var only]) return $"\n编号：{only.Reference ?? "没有"}\n小区：{only.Place}\n时间：{only.Since}";
        var text = new StringBuilder();
        var room = bytes - Encoding.UTF8.GetByteCount("\n还有 9999 件，工作台上都有。");
        for (var i = 0; i < pages.Count; i++)
        {
            var page = pages[i];
            var line = $"\n{page.Reference} {page.Title}，{page.Place}，{page.Since}";
            room -= Encoding.UTF8.GetByteCount(line);
            if (room < 0) return text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n还有 {pages.Count - i} 件，工作台上都有。").ToString();
            text.Append(line);
        }

        return text.ToString();
    }
}
