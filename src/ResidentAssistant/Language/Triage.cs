using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ResidentAssistant.Language;

/// <summary>Lines of words that tell a danger whatever the model has learned; from <c>dialogs/understanding/triage.yaml</c>.</summary>
/// <remarks>A line is made of parts: all must stand in the text, a part with a leading <c>-</c> must not.</remarks>
internal sealed class Triage
{
    private readonly (string Danger, Line[] Lines)[] dangers;
    private readonly (string Danger, Line[] Lines)[] doubts;
    private readonly string[] past;
    private readonly string[] imagined;
    private readonly string[] now;

    private Triage(Sheet sheet, string file)
    {
        (dangers, doubts) = (Lines(sheet.Emergency, file), Lines(sheet.Doubtful, file));
        (past, imagined, now) = (Words(sheet.Past), Words(sheet.Imagined), Words(sheet.Now));
    }

    /// <summary>Reads the file; a fault is a <see cref="SettingException"/> with its place.</summary>
    public static Triage Read(string file)
    {
        try
        {
            return new Triage(new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).WithDuplicateKeyChecking().Build()
                .Deserialize<Sheet>(File.ReadAllText(file)), file);
        }
        catch (Exception e) when (e is YamlException or IOException)
        {
            throw new SettingException(e is YamlException yaml ? $"{file}:{yaml.Start.Line}:{yaml.Start.Column} {yaml.Message}" : $"{file}: {e.Message}");
        }
    }

    /// <summary>The danger that a line tells, or null.</summary>
    public string? Danger(string words) => Told(dangers, words);

    /// <summary>The danger that may stand behind words a frightened person uses for less as well, or null.</summary>
    public string? Doubtful(string words) => Told(doubts, words);

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

    private static (string Danger, Line[] Lines)[] Lines(Dictionary<string, List<string>> sheet, string file)
    {
        if (sheet.Keys.FirstOrDefault(k => !Labels.Dangers.Contains(k)) is { } unknown)
            throw new SettingException($"{file}: \"{unknown}\" is not one of {string.Join(", ", Labels.Dangers)}.");
        return [.. Labels.Dangers.Where(sheet.ContainsKey).Select(d => (d, sheet[d].Select(Line.Of).ToArray()))];
    }

    private static string[] Words(List<string> words) => [.. words.Select(w => Normal.Of(w) is { Length: > 0 } form ? form : w)];

    private static bool Holds(string[] parts, string words)
    {
        foreach (var part in parts)
        {
            if (words.Contains(part, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private sealed record Line(string[] Parts, string[] Without)
    {
        public static Line Of(string text)
        {
            var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new Line([.. parts.Where(p => p[0] != '-').Select(Form)], [.. parts.Where(p => p[0] == '-').Select(p => Form(p[1..]))]);
        }

        public bool Matches(string words) => Has(words) && !Holds(Without, words);

        public bool Has(string words)
        {
            foreach (var part in Parts)
            {
                if (!words.Contains(part, StringComparison.Ordinal)) return false;
            }

            return true;
        }

        private static string Form(string part) => Normal.Of(part) is { Length: > 0 } form ? form : part;
    }

    private sealed class Sheet
    {
        public Dictionary<string, List<string>> Emergency { get; set; } = [];

        public Dictionary<string, List<string>> Doubtful { get; set; } = [];

        public List<string> Past { get; set; } = [];

        public List<string> Imagined { get; set; } = [];

        public List<string> Now { get; set; } = [];
    }
}
