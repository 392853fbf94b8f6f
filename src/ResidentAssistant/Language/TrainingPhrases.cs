using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ResidentAssistant.Language;

/// <summary>One thing a resident might write, with what it asks for and the danger in it, if any.</summary>
/// <param name="Text">As written.</param>
/// <param name="Intent">One of <see cref="Labels.Intents"/>.</param>
/// <param name="Danger">One of <see cref="Labels.Dangers"/>, or null.</param>
internal sealed record TrainingPhrase(string Text, string Intent, string? Danger);

/// <summary>Reads <c>dialogs/understanding/intents/*.yaml</c>.</summary>
internal static class TrainingPhrases
{
    /// <summary>All phrases of a folder in the order of file names; a fault is a <see cref="SettingException"/> with its place.</summary>
    public static IReadOnlyList<TrainingPhrase> Read(string folder)
    {
        var phrases = new List<TrainingPhrase>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal) : Enumerable.Empty<string>()) Read(file, phrases);
        if (phrases.Count == 0) throw new SettingException($"{folder}: there are no phrases to learn from.");
        return phrases;
    }

    private static void Read(string file, List<TrainingPhrase> phrases)
    {
        try
        {
            var sheet = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).WithDuplicateKeyChecking().Build().Deserialize<Sheet>(File.ReadAllText(file));
            Known(Labels.Intents, sheet.Intent, file);
            phrases.AddRange(sheet.Phrases.Select(p => new TrainingPhrase(p, sheet.Intent, null)));
            foreach (var (danger, texts) in sheet.Emergency) phrases.AddRange(texts.Select(t => new TrainingPhrase(t, sheet.Intent, Known(Labels.Dangers, danger, file))));
            foreach (var (label, texts) in sheet.Near)
            {
                var (intent, danger) = label.Split('!') is [var i, var d] ? (i, Known(Labels.Dangers, d, file)) : (label, null);
                phrases.AddRange(texts.Select(t => new TrainingPhrase(t, Known(Labels.Intents, intent, file), danger)));
            }
        }
        catch (Exception e) when (e is YamlException or IOException)
        {
            throw new SettingException(e is YamlException yaml ? $"{file}:{yaml.Start.Line}:{yaml.Start.Column} {yaml.InnerException?.Message ?? yaml.Message}" : $"{file}: {e.Message}");
        }
    }

    private static string Known(IReadOnlyList<string> names, string name, string file) =>
        names.Contains(name) ? name : throw new SettingException($"{file}: \"{name}\" is not one of {string.Join(", ", names)}.");

    private sealed class Sheet
    {
        public string Intent { get; set; } = "";

        public List<string> Phrases { get; set; } = [];

        public Dictionary<string, List<string>> Emergency { get; set; } = [];

        public Dictionary<string, List<string>> Near { get; set; } = [];
    }
}
