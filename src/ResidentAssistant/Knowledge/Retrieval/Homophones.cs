namespace ResidentAssistant.Knowledge.Retrieval;

/// <summary>Puts right the words of the lexicon that were written with one wrong character of the same sound, as dictation and hurried typing write them: 瓷专, 同亿, 不前字.</summary>
/// <remarks>What the answers themselves write, and a character that makes a pair of theirs with its neighbour, is left alone.</remarks>
internal sealed class Homophones
{
    private readonly Func<char, string?> syllable;
    private readonly Lexicon lexicon;
    private readonly Dictionary<string, string[]> byFirst;

    /// <summary>Takes the words of the lexicon.</summary>
    public Homophones(Lexicon lexicon, Func<char, string?> syllable)
    {
        (this.lexicon, this.syllable) = (lexicon, syllable);
        byFirst = lexicon.Words.Where(w => w.Length > 1 && w.All(c => syllable(c) is not null)).GroupBy(w => syllable(w[0])!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderByDescending(w => w.Length).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The form with such words put right; <paramref name="written"/> says whether the answers write two characters one after the other.</summary>
    public string Corrected(string form, Func<char, char, bool> written)
    {
        char[]? corrected = null;
        for (var i = 0; i + 1 < form.Length; i++)
        {
            var known = Known(form.AsSpan(i));
            if (syllable(form[i]) is { } first && byFirst.TryGetValue(first, out var words) && Meant(words, form, i, known, written) is { } meant)
            {
                meant.CopyTo(0, corrected ??= form.ToCharArray(), i, meant.Length);
                i += meant.Length - 1;
            }
            else if (known > 0) i += known - 1;
        }

        return corrected is null ? form : new string(corrected);
    }

    // Characters of the longest word that stands here as it should; 0 for none.
    private int Known(ReadOnlySpan<char> text)
    {
        for (var length = Math.Min(lexicon.Longest, text.Length); length > 1; length--)
        {
            if (lexicon.TryFind(text[..length], out _)) return length;
        }

        return 0;
    }

    // The one longest word that is meant, if it is longer than the one that stands here.
    private string? Meant(string[] words, string form, int at, int known, Func<char, char, bool> written)
    {
        string? meant = null;
        foreach (var word in words)
        {
            if (word.Length <= known || word.Length < meant?.Length) break;
            if (!SoundsLike(word, form, at) || !Fits(word, form, at, written)) continue;
            if (meant is not null) return null;
            meant = word;
        }

        return meant;
    }

    private bool SoundsLike(string word, string form, int at)
    {
        if (at + word.Length > form.Length) return false;
        for (var i = 1; i < word.Length; i++)
        {
            if (form[at + i] != word[i] && syllable(form[at + i]) != syllable(word[i])) return false;
        }

        return true;
    }

    private static bool Fits(string word, string form, int at, Func<char, char, bool> written)
    {
        var wrong = -1;
        var usual = true;
        for (var i = 0; i < word.Length; i++)
        {
            if (i > 0) usual &= written(form[at + i - 1], form[at + i]);
            if (form[at + i] == word[i]) continue;
            if (wrong >= 0) return false;
            wrong = i;
        }

        return wrong >= 0 && !usual
            && !(wrong == 0 && at > 0 && written(form[at - 1], form[at]))
            && !(wrong == word.Length - 1 && at + word.Length < form.Length && written(form[at + wrong], form[at + wrong + 1]));
    }
}
