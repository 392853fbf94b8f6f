using System.Buffers;
using System.Globalization;
using System.Text;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>What a tap on a menu carries: prompt and value of a button, within the letters, digits and _ the vendor allows.</summary>
internal static class KfMenu
{
    /// <summary>Longest id, in bytes.</summary>
    public const int LongestId = 128;

    // Says nothing by itself: the words of the tap are taken as if typed.
    private const string Plain = "t";
    private const string Between = "__";

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>The id of a button; one that says nothing when there is no prompt, or when it would be too long.</summary>
    public static string Id(string? prompt, string value)
    {
        if (prompt is null) return Plain;
        var id = new StringBuilder(prompt.Length + value.Length + 8);
        Escape(id, prompt);
        id.Append(Between);
        Escape(id, value);
        return id.Length <= LongestId ? id.ToString() : Plain;
    }

    /// <summary>Prompt and value of an id of ours, or null.</summary>
    public static (string Prompt, string Value)? Read(string? id)
    {
        if (id is null || id.Length > LongestId || id.IndexOf(Between, StringComparison.Ordinal) is not (> 0 and var at)) return null;
        return Unescape(id.AsSpan(0, at)) is { } prompt && Unescape(id.AsSpan(at + Between.Length)) is { } value ? (prompt, value) : null;
    }

    private static void Escape(StringBuilder id, string text)
    {
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b)) id.Append((char)b);
            else id.Append('_').Append(b.ToString("x2", CultureInfo.InvariantCulture));
        }
    }

    private static string? Unescape(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i])) bytes.Add((byte)text[i]);
            else if (text[i] == '_' && i + 2 < text.Length && !text.Slice(i + 1, 2).ContainsAnyExcept(Hex))
            {
                bytes.Add(byte.Parse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
            else return null;
        }

        var read = Encoding.UTF8.GetString([.. bytes]);
        return read.Contains('\uFFFD', StringComparison.Ordinal) || read.Any(char.IsControl) ? null : read;
    }
}
