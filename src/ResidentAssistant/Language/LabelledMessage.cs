using System.Text.Json;

namespace ResidentAssistant.Language;

/// <summary>A message with the labels a careful reader gave it; a line of the JSONL files for evaluation.</summary>
/// <param name="Text">As written.</param>
/// <param name="Intent">What it asks for first.</param>
/// <param name="Emergency">Danger now.</param>
/// <param name="Note">Remarks, such as <c>hard:…</c> or <c>voice</c>.</param>
internal sealed record LabelledMessage(string Text, string Intent, bool Emergency, string? Note)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    /// <summary>It is marked as hard.</summary>
    public bool Hard => Note?.Contains("hard:", StringComparison.Ordinal) == true;

    /// <summary>Reads a file; a bad line is a <see cref="SettingException"/> with its number.</summary>
    public static IReadOnlyList<LabelledMessage> Read(string file)
    {
        var messages = new List<LabelledMessage>();
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                if (JsonSerializer.Deserialize<LabelledMessage>(line, Form) is { Text.Length: > 0 } message && Labels.Intents.Contains(message.Intent)) messages.Add(message);
                else throw new SettingException($"{file}:{number}: a line needs \"text\" and an \"intent\" of the label table.");
            }
            catch (JsonException e)
            {
                throw new SettingException($"{file}:{number}: {e.Message}");
            }
        }

        return messages;
    }
}
