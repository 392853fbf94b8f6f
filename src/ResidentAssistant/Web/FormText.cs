using System.Text;

namespace ResidentAssistant.Web;

/// <summary>Text typed into a form: tidied, and refused when it carries what nobody can see (PostgreSQL does not even store a NUL).</summary>
internal static class FormText
{
    /// <summary>What the person is told.</summary>
    public const string Refusal = "文字里有看不见的字符，请重新打一遍。";

    /// <summary>The text without spaces around it, lines ending in one way and tabs as spaces.</summary>
    public static string Tidy(string? text) => text?.ReplaceLineEndings("\n").Replace('\t', ' ').Trim() ?? "";

    /// <summary>True when no control character and no half character stands in it; <paramref name="lines"/> allows more than one line.</summary>
    public static bool IsPlain(string text, bool lines = false) =>
        !text.Any(c => char.IsControl(c) && !(lines && c == '\n')) && (!text.Any(char.IsSurrogate) || text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar));

    /// <summary>The text without them, so that it can be offered again.</summary>
    public static string Plain(string text) => string.Concat(text.EnumerateRunes().Where(rune => rune.Value == '\n' || !Rune.IsControl(rune)));
}
