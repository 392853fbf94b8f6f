using ResidentAssistant.Web;
using System.Globalization;
using System.Text;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Format;
using ResidentAssistant.Policy;

namespace ResidentAssistant.Knowledge;

/// <summary>Reads answers: front matter in YAML, the short text, then the sections 详细 and 没公布. What cannot be used becomes a fault with its place.</summary>
internal sealed class EntryReader(IReadOnlySet<string> intents, List<DialogFault> faults)
{
    /// <summary>Messages of the WeChat channel hold 2,048 bytes.</summary>
    public const int MostBytes = 2048;

    private const int LongestTitle = 20;
    private const string Detail = "详细";
    private const string Unpublished = "没公布";

    /// <summary>Reads one file; null when it cannot be used at all.</summary>
    public KnowledgeEntry? Read(string file, string text)
    {
        var source = new Source(file, faults);
        var before = faults.Count;
        if (FrontMatter.Read(source, text, "an answer") is not { } front) return null;
        var sections = Sections(source, front.Lines, front.Body);
        var entry = Entry(source, new Fields(source, front.Keys, "an answer"), front.Keys, sections);
        Texts(source, entry, sections);
        return faults.Count == before ? entry : null;
    }

    private KnowledgeEntry Entry(Source source, Fields fields, YamlMap map, Dictionary<string, Section> sections)
    {
        var id = fields.Required("id");
        if (id.Length > 80 || !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.'))
            source.Fault(fields.Value("id")!, $"`{id}` cannot be an id; use letters a-z, digits, dots and -, at most 80");
        var intent = fields.Required("intent");
        if (intent.Length > 0 && !intents.Contains(intent)) source.Fault(fields.Value("intent")!, $"`{intent}` is no intent{Advice(intent, intents)}");
        var article = fields.Number("article") ?? 0;
        if (article is < 0 or > 9) source.Fault(fields.Value("article")!, "the notice has the articles 1 to 9");
        var title = fields.Required("title");
        if (title.Length > LongestTitle) source.Fault(fields.Value("title")!, $"the title is a button in the chat: at most {LongestTitle} characters, this has {title.Length}");
        var (from, to) = Validity(source, fields.Value("valid"));
        var entry = new KnowledgeEntry
        {
            Id = id, Intent = intent, Article = Math.Clamp(article, 0, 9), Title = title, Questions = fields.Words("questions"), Source = fields.Required("source"),
            ValidFrom = from, ValidTo = to, Area = fields.Words("area"), Settings = fields.Words("settings"), File = source.File,
            Short = Template.Parse(sections[""].Text), Long = TextOf(sections, Detail), NotPublished = TextOf(sections, Unpublished),
        };
        if (entry.Questions.Count == 0) source.Fault(fields.Value("questions") ?? map, "an answer needs `questions`: the ways people ask it");
        foreach (var setting in entry.Settings)
        {
            if (SettingCatalogue.Find(setting) is null) source.Fault(fields.Value("settings")!, $"`{setting}` is no sourced setting{Advice(setting, SettingCatalogue.All.Select(s => s.Key))}");
        }

        if (entry.Settings.Count > 0 && entry.NotPublished is null)
            source.Fault(fields.Value("settings")!, $"an answer with `settings` needs a section ## {Unpublished}: what is said while one of them is not set");
        fields.Close();
        return entry;
    }

    private static (DateOnly? From, DateOnly? To) Validity(Source source, YamlValue? value)
    {
        if (value is null) return (null, null);
        if (value is not YamlMap map)
        {
            source.Fault(value, "`valid` is a mapping such as { from: 2021-10-01, to: 2025-12-31 }");
            return (null, null);
        }

        var fields = new Fields(source, map, "`valid`");
        var (from, to) = (Day(source, fields, "from"), Day(source, fields, "to"));
        if (to < from) source.Fault(map, "`valid` ends before it begins");
        fields.Close();
        return (from, to);
    }

    private static DateOnly? Day(Source source, Fields fields, string key)
    {
        if (fields.Text(key) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        source.Fault(fields.Value(key)!, $"`{text}` is no day; write it as 2025-12-31");
        return null;
    }

    private static Dictionary<string, Section> Sections(Source source, IReadOnlyList<string> lines, int from)
    {
        var sections = new Dictionary<string, Section>(StringComparer.Ordinal);
        var (name, start) = ("", from);
        for (var i = from; i <= lines.Count; i++)
        {
            if (i < lines.Count && !lines[i].StartsWith("## ", StringComparison.Ordinal)) continue;
            if (!sections.TryAdd(name, new Section(string.Join('\n', lines.Skip(start).Take(i - start)).Trim(), start + 1))) source.Fault(start, 1, $"the section ## {name} stands here twice");
            if (i == lines.Count) break;
            (name, start) = (lines[i][3..].Trim(), i + 1);
            if (name is not (Detail or Unpublished)) source.Fault(i + 1, 1, $"`## {name}` is not known; the sections are ## {Detail} and ## {Unpublished}, headings inside them begin with ###");
        }

        return sections;
    }

    private static void Texts(Source source, KnowledgeEntry entry, Dictionary<string, Section> sections)
    {
        foreach (var (name, section) in sections)
        {
            if (section.Text.Length == 0) source.Fault(section.Line, 1, name.Length == 0 ? "the short answer is missing" : $"the section ## {name} is empty");
            var bytes = Encoding.UTF8.GetByteCount(section.Text);
            if (name != Detail && bytes > MostBytes) source.Fault(section.Line, 1, $"this text has {bytes} bytes; a message in WeChat carries at most {MostBytes}");
            foreach (var place in Template.Parse(section.Text).Slots.Where(s => !entry.Settings.Contains(s) || name == Unpublished).Distinct())
                source.Fault(section.LineOf($"{{{place}}}"), 1, name == Unpublished
                    ? $"{{{place}}} cannot be shown here: this is said while a value is missing" : $"{{{place}}} is not among the `settings` of this answer");
            if (name == Detail && LongForm.FaultOf(section.Text) is { } fault) source.Fault(section.Line + fault.Line, 1, fault.Message);
        }
    }

    private static Template? TextOf(Dictionary<string, Section> sections, string name) => sections.TryGetValue(name, out var section) ? Template.Parse(section.Text) : null;

    private static string Advice(string name, IEnumerable<string> known) => Spelling.Nearest(name, known) is { } near ? $"; did you mean `{near}`?" : "";

    private sealed record Section(string Text, int Line)
    {
        public int LineOf(string part) => Line + Text.AsSpan(0, Math.Max(0, Text.IndexOf(part, StringComparison.Ordinal))).Count('\n');
    }
}
