using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ResidentAssistant.Conversations;

/// <summary>The rules of <c>dialogs/understanding/rules.yaml</c>, read once.</summary>
internal sealed class UnderstandingRules
{
    private UnderstandingRules(Sheet sheet)
    {
        Emergency = Lines(sheet.Emergency);
        Intents = Lines(sheet.Intents);
        (Past, Imagined, Now, Hedges, Questions) = (sheet.Past, sheet.Imagined, sheet.Now, sheet.Hedges, sheet.Questions);
    }

    /// <summary>Classes of danger, gravest first.</summary>
    public IReadOnlyList<(string Name, Line[] Lines)> Emergency { get; }

    /// <summary>Intents with their lines.</summary>
    public IReadOnlyList<(string Name, Line[] Lines)> Intents { get; }

    /// <summary>Names a dialog may be started by: every intent, a danger, and nothing understood.</summary>
    public IReadOnlySet<string> Labels => Intents.Select(i => i.Name).Concat(["off_topic", "emergency", "fallback"]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Words of the past.</summary>
    public IReadOnlyList<string> Past { get; }

    /// <summary>Words of what is only imagined.</summary>
    public IReadOnlyList<string> Imagined { get; }

    /// <summary>Words of what happens now.</summary>
    public IReadOnlyList<string> Now { get; }

    /// <summary>Words that keep a sentence from being an answer.</summary>
    public IReadOnlyList<string> Hedges { get; }

    /// <summary>Words that make a question.</summary>
    public IReadOnlyList<string> Questions { get; }

    /// <summary>Reads the file; a fault stops the start with its place.</summary>
    public static UnderstandingRules Read(string file)
    {
        try
        {
            var sheet = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).WithDuplicateKeyChecking().Build()
                .Deserialize<Sheet>(File.ReadAllText(file));
            return new UnderstandingRules(sheet);
        }
        catch (Exception e) when (e is YamlException or IOException)
        {
            throw new SettingException($"{file}: {e.Message}");
        }
    }

    private static List<(string, Line[])> Lines(Dictionary<string, List<string>> sheet) => [.. sheet.Select(s => (s.Key, s.Value.Select(Line.Of).ToArray()))];

    /// <summary>Parts that must all appear, and parts that must not.</summary>
    internal sealed record Line(string[] Parts, string[] Without, int Length)
    {
        /// <summary>Reads a line of parts.</summary>
        public static Line Of(string text)
        {
            var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] wanted = [.. parts.Where(p => p[0] != '-').Select(Form)];
            return new Line(wanted, [.. parts.Where(p => p[0] == '-').Select(p => Form(p[1..]))], wanted.Sum(p => p.Length));
        }

        /// <summary>Characters matched, or 0.</summary>
        public int Matches(string words)
        {
            foreach (var part in Parts)
            {
                if (!words.Contains(part, StringComparison.Ordinal)) return 0;
            }

            foreach (var part in Without)
            {
                if (words.Contains(part, StringComparison.Ordinal)) return 0;
            }

            return Length;
        }

        private static string Form(string part) => Normal.Of(part) is { Length: > 0 } form ? form : part;
    }

    private sealed class Sheet
    {
        public Dictionary<string, List<string>> Emergency { get; set; } = [];

        public Dictionary<string, List<string>> Intents { get; set; } = [];

        public List<string> Past { get; set; } = [];

        public List<string> Imagined { get; set; } = [];

        public List<string> Now { get; set; } = [];

        public List<string> Hedges { get; set; } = [];

        public List<string> Questions { get; set; } = [];
    }
}
