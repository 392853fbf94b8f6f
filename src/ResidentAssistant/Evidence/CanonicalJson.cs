using System.Collections;
using System.Globalization;
using System.Text;

namespace ResidentAssistant.Evidence;

/// <summary>Writes JSON in the one way RFC 8785 allows, so that equal facts give equal bytes. Numbers are whole numbers only.</summary>
internal static class CanonicalJson
{
    // Beyond it a reader that holds numbers as doubles would read another number.
    private const long Largest = (1L << 53) - 1;

    /// <summary>The text of an object; its names are sorted by their UTF-16 code units.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, object?>> members)
    {
        var text = new StringBuilder(512);
        Object(text, members);
        return text.ToString();
    }

    /// <summary>An instant as it stands in records: UTC, milliseconds, <c>2026-11-02T02:00:00.000Z</c>.</summary>
    public static string Text(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The instant without the fractions that a record does not hold.</summary>
    public static DateTimeOffset Whole(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    private static void Object(StringBuilder text, IEnumerable<KeyValuePair<string, object?>> members)
    {
        text.Append('{');
        var first = true;
        foreach (var (name, value) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (!first) text.Append(',');
            first = false;
            Quoted(text, name);
            text.Append(':');
            Value(text, value);
        }

        text.Append('}');
    }

    private static void Value(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case string words: Quoted(text, words); break;
            case bool yes: text.Append(yes ? "true" : "false"); break;
            case int number: text.Append(CultureInfo.InvariantCulture, $"{number}"); break;
            case long number and >= -Largest and <= Largest: text.Append(CultureInfo.InvariantCulture, $"{number}"); break;
            case Guid id: text.Append(CultureInfo.InvariantCulture, $"\"{id:D}\""); break;
            case DateTimeOffset instant: Quoted(text, Text(instant)); break;
            case DateOnly day: text.Append(CultureInfo.InvariantCulture, $"\"{day:yyyy-MM-dd}\""); break;
            case IEnumerable<KeyValuePair<string, object?>> members: Object(text, members); break;
            case IEnumerable<KeyValuePair<string, string>> words: Object(text, words.Select(w => new KeyValuePair<string, object?>(w.Key, w.Value))); break;
            case IEnumerable list: List(text, list); break;
            default: throw new ArgumentException($"A record cannot hold {value.GetType()} {value}");
        }
    }

    private static void List(StringBuilder text, IEnumerable list)
    {
        text.Append('[');
        var first = true;
        foreach (var item in list)
        {
            if (!first) text.Append(',');
            first = false;
            Value(text, item);
        }

        text.Append(']');
    }

    private static void Quoted(StringBuilder text, string words)
    {
        text.Append('"');
        for (var i = 0; i < words.Length; i++)
        {
            var c = words[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\t': text.Append("\\t"); break;
                case '\n': text.Append("\\n"); break;
                case '\f': text.Append("\\f"); break;
                case '\r': text.Append("\\r"); break;
                case < ' ': text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"); break;
                case var _ when !char.IsSurrogate(c): text.Append(c); break;
                case var _ when char.IsHighSurrogate(c) && i + 1 < words.Length && char.IsLowSurrogate(words[i + 1]): text.Append(c).Append(words[++i]); break;
                // Half a character has no UTF-8; the other half is lost already.
                default: text.Append('\uFFFD'); break;
            }
        }

        text.Append('"');
    }
}
