using ResidentAssistant.Dialogs.Format;

namespace ResidentAssistant.Language;

/// <summary>Wishes beside the 28 intents, told by lines of words; from <c>dialogs/understanding/wishes.yaml</c>.</summary>
internal sealed class Wishes
{
    // Longer texts are stories, in which such words may mean anything.
    private const int Longest = 60;

    private readonly Rule[] rules;

    private Wishes(Rule[] rules) => this.rules = rules;

    /// <summary>Takes the wishes out of the file; null with a fault.</summary>
    public static Wishes? Of(Sheet? sheet)
    {
        if (sheet is null) return null;
        var found = new List<Rule>();
        foreach (var (key, value) in sheet.Root.Entries)
        {
            if (!Labels.Wishes.Contains(key.Text)) sheet.Source.Fault(key, $"`{key.Text}` is no wish; known: {string.Join(", ", Labels.Wishes)}");
            if (value is not YamlMap map)
            {
                sheet.Source.Fault(value, "a wish is a mapping with `lines`");
                continue;
            }

            var fields = new Fields(sheet.Source, map, "a wish");
            var lines = sheet.Words(fields.Value("lines")).Select(w => Line.Of(w.Text)).ToArray();
            var beside = sheet.Words(fields.Value("beside")).Select(w => w.Text).ToArray();
            var over = sheet.Words(fields.Value("over"));
            foreach (var intent in over.Where(i => !Labels.Intents.Contains(i.Text))) sheet.Source.Fault(intent, $"`{intent.Text}` is no intent");
            found.Add(new Rule(key.Text, lines, [.. over.Select(i => i.Text)], beside, fields.Flag("calms", false)));
            fields.Close();
        }

        return new Wishes([.. found]);
    }

    /// <summary>The wish that the masked words tell in place of that intent, whether it takes back an alarm, and whether there is more in them; or null.</summary>
    public (string Name, bool Calms, bool More)? In(string words, string? intent)
    {
        if (words.Length > Longest) return null;
        foreach (var rule in rules)
        {
            if (intent is not null && rule.Over.Length > 0 && !rule.Over.Contains(intent)) continue;
            foreach (var line in rule.Lines)
            {
                if (line.Matches(words)) return (rule.Name, rule.Calms, Line.Holds(rule.Beside, words));
            }
        }

        return null;
    }

    private sealed record Rule(string Name, Line[] Lines, string[] Over, string[] Beside, bool Calms);
}
