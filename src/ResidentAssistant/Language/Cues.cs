using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ResidentAssistant.Language;

/// <summary>Small words that turn a sentence round: negation, condition, quotation, time, question, person. From <c>dialogs/understanding/cues.yaml</c>.</summary>
internal sealed class Cues
{
    private readonly (string Name, string[] Words)[] groups;
    private readonly string[] hedges;
    private readonly string[] questions;

    private Cues(Dictionary<string, List<string>> sheet, string file)
    {
        groups = [.. sheet.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Value.Select(w => Normal.Of(w) is { Length: > 0 } form ? form : w).ToArray()))];
        hedges = Group("hedge", file);
        questions = Group("question", file);
    }

    /// <summary>How many groups there are.</summary>
    public int Count => groups.Length;

    /// <summary>Reads the file; a fault is a <see cref="SettingException"/> with its place.</summary>
    public static Cues Read(string file)
    {
        try
        {
            return new Cues(new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).WithDuplicateKeyChecking().Build()
                .Deserialize<Dictionary<string, List<string>>>(File.ReadAllText(file)), file);
        }
        catch (Exception e) when (e is YamlException or IOException)
        {
            throw new SettingException(e is YamlException yaml ? $"{file}:{yaml.Start.Line}:{yaml.Start.Column} {yaml.Message}" : $"{file}: {e.Message}");
        }
    }

    /// <summary>The groups of which a word stands in the text, one bit each.</summary>
    public ulong In(string words)
    {
        var found = 0UL;
        for (var i = 0; i < groups.Length; i++)
        {
            if (Holds(groups[i].Words, words)) found |= 1UL << i;
        }

        return found;
    }

    /// <summary>The text is negated, conditional, quoted or deferred: never an answer to a solemn question.</summary>
    public bool Hedged(string words) => Holds(hedges, words);

    /// <summary>The text asks something.</summary>
    public bool Question(string words) => Holds(questions, words);

    private string[] Group(string name, string file) =>
        groups.FirstOrDefault(g => g.Name == name).Words ?? throw new SettingException($"{file}: the group \"{name}\" is missing.");

    private static bool Holds(string[] words, string text)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
