using System.Text;
using System.Text.RegularExpressions;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Policy;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Knowledge;

/// <summary>Puts an answer into words for one place and day: values of settings filled in, source named, drafts marked.</summary>
internal sealed partial class AnswerTexts(SourcedSettings settings, IConfiguration configuration)
{
    /// <summary>What stands at the end of a text that nobody has approved.</summary>
    public const string DraftMark = "（待核）";

    private readonly string? publicUrl = configuration["PublicUrl"] is { Length: > 0 } url ? url.TrimEnd('/') : null;

    /// <summary>Path of an answer's page; it names the community only where there are several.</summary>
    public static string PathOf(string id, Guid? community) => community is { } c ? $"/a/{id}?c={c:N}" : $"/a/{id}";

    /// <summary>The answer with the values that hold there on that day.</summary>
    public async Task<Worded> WordAsync(BankAnswer answer, Guid? community, DateOnly day, Transaction? open, CancellationToken ct)
    {
        var entry = answer.Entry;
        var values = new Dictionary<string, SourcedSetting.Set>(StringComparer.Ordinal);
        foreach (var key in entry.Settings)
        {
            if (await settings.On(open).FindAsync(key, community, day, ct) is not SourcedSetting.Set set) return new Worded(entry, entry.NotPublished!.Text, null, entry.Citation, Published: false, answer.Approval is null);
            values[key] = set;
        }

        var source = string.Join('；', values.Values.Select(s => $"{s.Definition.Name}：{(s.Ours ? "居民助手自己定的安全时限" : s.Source)}").Prepend(entry.Citation));
        return new Worded(entry, Filled(entry.Short, values), entry.Long is null ? null : Filled(entry.Long, values), source, Published: true, answer.Approval is null);
    }

    /// <summary>The messages that say it in a chat; the first is cited.</summary>
    public (IReadOnlyList<string> Messages, Citation Citation) Said(Worded worded, Guid? communityInPath)
    {
        var body = worded.Short + (worded.Draft ? DraftMark : "");
        var path = PathOf(worded.Entry.Id, communityInPath);
        var tail = $"依据：{worded.Source}" + (publicUrl is null ? "" : $"\n看全文：{publicUrl}{path}");
        var citation = new Citation(worded.Entry.Id, worded.Entry.Hash, worded.Entry.Title, worded.Source, path, body.Length);
        var whole = $"{body}\n{tail}";
        return Encoding.UTF8.GetByteCount(whole) <= EntryReader.MostBytes ? ([whole], citation) : ([body, tail], citation);
    }

    // Authors write {notice.entry} with or without its unit behind it; it is said once.
    private static string Filled(Template text, Dictionary<string, SourcedSetting.Set> values)
    {
        if (values.Count == 0) return text.Render(_ => null);
        var filled = text.Render(key => values.TryGetValue(key, out var set) ? SlotValue.Of(set.Definition.Unit is { Length: > 0 } unit ? $"{set.Value}\uE000{unit}\uE001" : set.Value) : null);
        return Unit().Replace(filled, "").Replace("\uE000", "", StringComparison.Ordinal).Replace("\uE001", "", StringComparison.Ordinal);
    }

    [GeneratedRegex("\uE000([^\uE001]*)\uE001(?=\\1)", RegexOptions.None, 1000)]
    private static partial Regex Unit();
}

/// <summary>An answer in words.</summary>
/// <param name="Short">What is said in the chat.</param>
/// <param name="Long">The page in Markdown, or null.</param>
/// <param name="Source">What it rests on, with the sources of the values shown.</param>
/// <param name="Published">False: a value is not set, and that is what is said.</param>
/// <param name="Draft">Nobody has approved this text.</param>
internal sealed record Worded(KnowledgeEntry Entry, string Short, string? Long, string Source, bool Published, bool Draft);
