using System.Text;

namespace ResidentAssistant.Language;

/// <summary>The form in which messages are compared: simplified, half-width, lower case, without spaces and punctuation.</summary>
internal static class Normal
{
    /// <summary>The normal form; broken surrogates are dropped.</summary>
    public static string Of(string text)
    {
        Span<char> room = text.Length <= 512 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1])) continue;
                room[length++] = c;
                room[length++] = text[++i];
                continue;
            }

            // Full-width forms stand at a fixed distance from their half-width ones.
            if (c is >= '\uFF01' and <= '\uFF5E') c = (char)(c - 0xFEE0);
            if (char.IsLetterOrDigit(c) || c == '?') room[length++] = char.ToLowerInvariant(Han.Simplified(c));
        }

        var plain = new string(room[..length]);
        return plain.IsNormalized(NormalizationForm.FormKC) ? plain : plain.Normalize(NormalizationForm.FormKC);
    }
}
