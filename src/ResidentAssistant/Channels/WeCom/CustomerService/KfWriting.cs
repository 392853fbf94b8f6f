using ResidentAssistant.Messaging;
using ResidentAssistant.WeCom.Kf;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Writes what is said as customer service messages: words, and a menu under the last of them when something is asked.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/94677</remarks>
internal static class KfWriting
{
    private const int LongestText = 2048;
    private const int LongestHead = 1024;
    private const int LongestChoice = 128;
    private const int MostChoices = 10;

    /// <summary>The fewest messages that say these entries together; none when they say nothing.</summary>
    public static IReadOnlyList<KfContent> Compose(IReadOnlyList<Entry> entries)
    {
        var asking = Asking(entries);
        var words = Words(entries, asking);
        if (words.Length == 0 && asking is null) return [];
        var pieces = KfCut.Pieces(words, LongestText, asking is null ? LongestText : LongestHead);
        return asking is null
            ? [.. pieces.Select(p => new KfContent.Text(p))]
            : [.. pieces.SkipLast(1).Select(p => new KfContent.Text(p)), new KfContent.Menu(pieces[^1], Choices(asking))];
    }

    /// <summary>One message that says these entries, or null when they do not fit into one.</summary>
    public static KfContent? Single(IReadOnlyList<Entry> entries)
    {
        if (Compose(entries) is [var only]) return only;
        if (Asking(entries) is not { } asking) return null;
        return KfCut.Pieces(Words(entries, asking), LongestHead, LongestHead) is [var head, var tail] ? new KfContent.Menu(head, Choices(asking), tail) : null;
    }

    // Clients show the menu below everything, so the question asked last is the one to answer.
    private static Entry? Asking(IReadOnlyList<Entry> entries) => entries.LastOrDefault(e => e.Buttons is { Count: > 0 });

    private static string Words(IReadOnlyList<Entry> entries, Entry? asking)
    {
        var said = entries.Where(e => !string.IsNullOrWhiteSpace(e.Text)).Select(e => e is { From: Speaker.Staff, Name: { } name } ? $"{name}：{e.Text}" : e.Text!).ToList();
        if (asking?.Buttons is { Count: > MostChoices } many) said.Add($"也可以打字：{string.Join("，", many.Skip(MostChoices).Select(b => b.Label))}");
        // The same sentence again and again, such as thanks for each of nine photos, is said once.
        return string.Join("\n\n", said.Where((words, at) => at == 0 || words != said[at - 1]));
    }

    private static List<KfMenuLine> Choices(Entry asking) =>
        [.. asking.Buttons!.Take(MostChoices).Select(b => new KfMenuLine.Click(KfMenu.Id(asking.Prompt, b.Value), KfCut.Beginning(b.Label, LongestChoice)))];
}
