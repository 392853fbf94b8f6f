using System.Text;
using System.Text.Json.Nodes;

namespace FakeWeCom.World;

/// <summary>Measures and reads what is sent.</summary>
internal static class Words
{
    // Not words for a reader.
    private static readonly HashSet<string> Codes = ["key", "task_id", "url", "card_type", "type", "style", "id", "userid", "media_id", "question_key", "icon_url", "desc_color"];

    public static int Bytes(string? text) => Encoding.UTF8.GetByteCount(text ?? "");

    /// <summary>Cut to so many bytes, never inside a character.</summary>
    public static string Cut(string text, int bytes)
    {
        var kept = new StringBuilder();
        var room = bytes;
        foreach (var rune in text.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0) break;
            kept.Append(rune.ToString());
        }

        return kept.ToString();
    }

    /// <summary>All texts inside, in their order.</summary>
    public static string Of(JsonNode? node) => string.Join('\n', Texts(node));

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject all => all.Where(p => !Codes.Contains(p.Key)).SelectMany(p => Texts(p.Value)),
        JsonArray list => list.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > 0 => [text],
        _ => [],
    };
}
