using System.Buffers;
using System.Globalization;
using System.Text;

namespace ResidentAssistant.Knowledge;

/// <summary>Writes an answer as its file would be.</summary>
internal static class EntryWriter
{
    private static readonly SearchValues<char> Signs = SearchValues.Create(":#[]{},\"'\\|>&*!%@`");

    /// <summary>The file's text.</summary>
    public static string Write(KnowledgeEntry entry) => Write(new EntryForm(entry));

    /// <summary>The text of what was typed; it is read back to find its faults.</summary>
    public static string Write(EntryForm form)
    {
        var text = new StringBuilder("---\n");
        Key("id", form.Id);
        Key("intent", form.Intent);
        if (form.Article != 0) Line($"article: {form.Article.ToString(CultureInfo.InvariantCulture)}");
        Key("title", form.Title);
        Line("questions:");
        foreach (var question in Lines(form.Questions)) Line("  - " + Quoted(question));
        Key("source", form.Source);
        if (form.ValidFrom is not null || form.ValidTo is not null)
            Line($"valid: {{ {string.Join(", ", new[] { ("from", form.ValidFrom), ("to", form.ValidTo) }.Where(d => d.Item2 is not null).Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Item1}: {d.Item2:yyyy-MM-dd}")))} }}");
        List("area", form.Area);
        List("settings", form.Settings);
        Line("---");
        text.Append(FormTextOf(form.Short)).Append('\n');
        Section("详细", form.Long);
        Section("没公布", form.NotPublished);
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');

        void Key(string key, string? value) => Line($"{key}: {Quoted(value ?? "")}");

        void List(string key, string? words)
        {
            if (Lines(words) is { Count: > 0 } all) Line($"{key}: [{string.Join(", ", all.Select(Quoted))}]");
        }

        void Section(string name, string? words)
        {
            if (!string.IsNullOrWhiteSpace(words)) text.Append("\n## ").Append(name).Append('\n').Append(FormTextOf(words)).Append('\n');
        }
    }

    private static string FormTextOf(string? text) => Web.FormText.Tidy(text);

    private static List<string> Lines(string? text) => [.. FormTextOf(text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    // Plain where YAML reads it as the text it is, else in double quotes.
    private static string Quoted(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        var plain = line.Length > 0 && (char.IsAsciiLetterOrDigit(line[0]) || line[0] > 0x7F) && !line.AsSpan().ContainsAny(Signs)
            && line is not ("true" or "false" or "null" or "yes" or "no");
        return plain ? line : $"\"{line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}

/// <summary>An answer as it is typed: lists have a line for each item.</summary>
internal sealed record EntryForm
{
    /// <summary>An empty form.</summary>
    public EntryForm()
    {
    }

    /// <summary>The form of an answer.</summary>
    public EntryForm(KnowledgeEntry e) =>
        (Id, Intent, Article, Title, Questions, Source, ValidFrom, ValidTo, Area, Settings, Short, Long, NotPublished) =
        (e.Id, e.Intent, e.Article, e.Title, string.Join('\n', e.Questions), e.Source, e.ValidFrom, e.ValidTo, string.Join('\n', e.Area), string.Join('\n', e.Settings),
            e.Short.Text, e.Long?.Text, e.NotPublished?.Text);

    /// <summary>Id.</summary>
    public string? Id { get; init; }

    /// <summary>Intent.</summary>
    public string? Intent { get; init; }

    /// <summary>Article; 0 for none.</summary>
    public int Article { get; init; }

    /// <summary>Title.</summary>
    public string? Title { get; init; }

    /// <summary>Ways to ask it.</summary>
    public string? Questions { get; init; }

    /// <summary>Source.</summary>
    public string? Source { get; init; }

    /// <summary>First day.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Communities.</summary>
    public string? Area { get; init; }

    /// <summary>Settings shown.</summary>
    public string? Settings { get; init; }

    /// <summary>Short text.</summary>
    public string? Short { get; init; }

    /// <summary>Page.</summary>
    public string? Long { get; init; }

    /// <summary>Said while a setting is not set.</summary>
    public string? NotPublished { get; init; }

    /// <summary>Version that was shown; 0 when there was none.</summary>
    public int Seen { get; init; }

    /// <summary><c>save</c>, <c>approve</c> or <c>withdraw</c>.</summary>
    public string? Act { get; init; }

    /// <summary>Hash of the text that is approved.</summary>
    public string? Hash { get; init; }
}
