using ResidentAssistant.Dialogs.Format;

namespace ResidentAssistant.Language;

/// <summary>Lines of words that tell a danger whatever the model has learned; from <c>dialogs/understanding/triage.yaml</c>.</summary>
/// <remarks>A line is made of parts: all must stand in the text, a part with a leading <c>-</c> must not.</remarks>
internal sealed class Triage
{
    private readonly (string Danger, Line[] Lines)[] dangers;
    private readonly (string Danger, Line[] Lines)[] doubts;
    private readonly (string Danger, Line[] Lines)[] beside;
    private readonly string[] past;
    private readonly string[] imagined;
    private readonly string[] now;

    private Triage((string Danger, Line[] Lines)[] dangers, (string Danger, Line[] Lines)[] doubts, (string Danger, Line[] Lines)[] beside, Fields fields)
    {
        (this.dangers, this.doubts, this.beside) = (dangers, doubts, beside);
        (past, imagined, now) = (Words(fields.Words("past")), Words(fields.Words("imagined")), Words(fields.Words("now")));
    }

    /// <summary>Takes the lines out of the file; null with a fault.</summary>
    public static Triage? Of(Sheet? sheet)
    {
        if (sheet is null) return null;
        var fields = new Fields(sheet.Source, sheet.Root, "triage");
        var told = Lines(sheet, fields.Value("emergency"));
        if (told is null) sheet.Source.Fault(sheet.Root, "triage needs `emergency`: classes of danger with their lines");
        var triage = new Triage(told ?? [], Lines(sheet, fields.Value("doubtful")) ?? [], Lines(sheet, fields.Value("beside")) ?? [], fields);
        fields.Close();
        return triage;
    }

    /// <summary>The danger that a line tells, or null.</summary>
    public string? Danger(string words) => Told(dangers, words);

    /// <summary>The danger that may stand behind words a frightened person uses for less as well, or null.</summary>
    public string? Doubtful(string words) => Told(doubts, words);

    /// <summary>The danger that the words tell beside another that is known already, or null.</summary>
    public string? Beside(string words) => Settled(words) ? null : Told(beside, words);

    /// <summary>Some line may tell a danger somewhere in a long text: its parts are there, however far apart.</summary>
    public bool May(string words)
    {
        foreach (var (_, lines) in dangers)
        {
            foreach (var line in lines)
            {
                if (line.Has(words)) return true;
            }
        }

        return false;
    }

    /// <summary>The text says that something goes on at this moment.</summary>
    public bool Now(string words) => Holds(now, words);

    /// <summary>The text speaks of what was or might be, and of nothing that is going on now.</summary>
    public bool Settled(string words) => (Holds(past, words) || Holds(imagined, words)) && !Holds(now, words);

    private static string? Told((string Danger, Line[] Lines)[] told, string words)
    {
        foreach (var (danger, lines) in told)
        {
            foreach (var line in lines)
            {
                if (line.Matches(words)) return danger;
            }
        }

        return null;
    }

    private static (string Danger, Line[] Lines)[]? Lines(Sheet sheet, object? value)
    {
        if (value is not YamlMap map) return null;
        var told = sheet.Lists(map);
        foreach (var (key, _) in told.Where(t => !Labels.Dangers.Contains(t.Key.Text))) sheet.Source.Fault(key, $"`{key.Text}` is no danger; known: {string.Join(", ", Labels.Dangers)}");
        return [.. Labels.Dangers.Select(d => (d, told.Where(t => t.Key.Text == d).SelectMany(t => t.Words).Select(w => Line.Of(w.Text)).ToArray())).Where(d => d.Item2.Length > 0)];
    }

    private static string[] Words(IReadOnlyList<string> words) => [.. words.Select(w => Normal.Of(w) is { Length: > 0 } form ? form : w)];

    private static bool Holds(string[] parts, string words) => Line.Holds(parts, words);
}
