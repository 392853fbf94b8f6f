using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Format;

namespace ResidentAssistant.Language;

/// <summary>One thing a resident might write, with what it asks for and the danger in it, if any.</summary>
/// <param name="Text">As written.</param>
/// <param name="Intent">One of <see cref="Labels.Intents"/>.</param>
/// <param name="Danger">One of <see cref="Labels.Dangers"/>, or null.</param>
internal sealed record TrainingPhrase(string Text, string Intent, string? Danger);

/// <summary>Reads <c>dialogs/understanding/intents/*.yaml</c>.</summary>
internal static class TrainingPhrases
{
    /// <summary>All phrases in the order of the files; whatever cannot be used is a fault with its place.</summary>
    public static IReadOnlyList<TrainingPhrase> Read(Sheets sheets, List<DialogFault> faults)
    {
        var files = sheets.Phrases;
        var read = new (List<TrainingPhrase> Phrases, List<DialogFault> Faults)[files.Count];
        Parallel.For(0, files.Count, i =>
        {
            read[i] = ([], []);
            if (Sheet.Read(files[i].File, files[i].Text, read[i].Faults) is { } sheet) Read(sheet, read[i].Phrases);
        });
        faults.AddRange(read.SelectMany(r => r.Faults));
        if (files.Count == 0) faults.Add(new DialogFault(sheets.PhraseFolder, 1, 1, "there are no phrases to learn from"));
        return [.. read.SelectMany(r => r.Phrases)];
    }

    private static void Read(Sheet sheet, List<TrainingPhrase> phrases)
    {
        var fields = new Fields(sheet.Source, sheet.Root, "a file of phrases");
        var intent = fields.Required("intent");
        if (intent.Length > 0) Known(sheet, Labels.Intents, intent, fields.Value("intent")!);
        Add(sheet.Words(fields.Value("phrases")), intent, null);
        foreach (var (danger, texts) in Lists("emergency"))
        {
            Known(sheet, Labels.Dangers, danger.Text, danger);
            Add(texts, intent, danger.Text);
        }

        foreach (var (label, texts) in Lists("near"))
        {
            var parts = label.Text.Split('!', 2);
            Known(sheet, Labels.Intents, parts[0], label);
            if (parts.Length == 2) Known(sheet, Labels.Dangers, parts[1], label);
            Add(texts, parts[0], parts.Length == 2 ? parts[1] : null);
        }

        fields.Close();

        void Add(IReadOnlyList<YamlText> texts, string meant, string? danger) => phrases.AddRange(texts.Select(t => new TrainingPhrase(t.Text, meant, danger)));

        IReadOnlyList<(YamlText Key, IReadOnlyList<YamlText> Words)> Lists(string key)
        {
            switch (fields.Value(key))
            {
                case null: return [];
                case YamlMap map: return sheet.Lists(map);
                case var other:
                    sheet.Source.Fault(other, $"`{key}` is a mapping of labels to lists of phrases");
                    return [];
            }
        }
    }

    private static void Known(Sheet sheet, IReadOnlyList<string> names, string name, YamlValue at)
    {
        if (!names.Contains(name)) sheet.Source.Fault(at, $"`{name}` is not one of {string.Join(", ", names)}{(Spelling.Nearest(name, names) is { } near ? $"; did you mean `{near}`?" : "")}");
    }
}
