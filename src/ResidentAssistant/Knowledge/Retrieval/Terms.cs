using System.Runtime.InteropServices;

namespace ResidentAssistant.Knowledge.Retrieval;

/// <summary>What a text is compared by, with what it weighs and how often it stands there.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Term(long Key, float Weight, int Count = 1);

/// <summary>Takes a text apart into terms: characters, pairs of characters, words of the trade and what they mean.</summary>
internal sealed class Terms(Lexicon lexicon, Hearing hearing)
{
    private const float PairWeight = 1f;
    private const float CharacterWeight = 1;
    private const float WordWeight = 1.5f;
    // Another word for the same thing counts for less than the word itself.
    private const float SameMeaning = 0.7f;

    private const char Gap = '\0';

    private readonly Homophones? homophones = hearing.Syllable is null ? null : new Homophones(lexicon, hearing.Syllable);

    /// <summary>Words that turn an answer into another one.</summary>
    public IReadOnlyList<string> Conflicts => lexicon.Conflicts;

    /// <summary>Sounds can be compared.</summary>
    public bool Hears => hearing.Syllable is not null;

    /// <summary>The form of a text in which it is taken apart: compared form, without what is only polite.</summary>
    public string Form(string text)
    {
        var form = hearing.Normal(text);
        foreach (var polite in lexicon.Polite)
        {
            if (form.Length > polite.Length) form = form.Replace(polite, "\0", StringComparison.Ordinal);
        }

        return form.Replace("?", "\0", StringComparison.Ordinal);
    }

    /// <summary>The key of two characters one after the other.</summary>
    public static long Pair(char first, char second) => (1L << 40) | ((long)first << 16) | second;

    /// <summary>The form with words of the trade put right that only sound right.</summary>
    public string Corrected(string form, Func<char, char, bool> written) => homophones?.Corrected(form, written) ?? form;

    /// <summary>Terms of a form, each once, in order of their keys.</summary>
    public void Read(string form, List<Term> into)
    {
        into.Clear();
        var text = form.AsSpan();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Gap) continue;
            into.Add(new Term(text[i], CharacterWeight));
            if (i + 1 < text.Length && text[i + 1] != Gap) into.Add(new Term(Pair(text[i], text[i + 1]), PairWeight));
            for (var length = Math.Min(lexicon.Longest, text.Length - i); length > 0; length--)
            {
                if (!lexicon.TryFind(text.Slice(i, length), out var word)) continue;
                var same = word.Meaning >= 0;
                into.Add(new Term((2L << 40) | (uint)word.Id, same ? WordWeight * (1 - SameMeaning) : WordWeight));
                if (same) into.Add(new Term((3L << 40) | (uint)word.Meaning, WordWeight * SameMeaning));
            }
        }

        Unique(into);
    }

    /// <summary>Terms of a form by its sound: pairs of syllables.</summary>
    public void ReadSounds(string form, List<Term> into)
    {
        into.Clear();
        var before = 0L;
        foreach (var c in form)
        {
            var sound = c == Gap ? 0 : SoundOf(c);
            if (sound != 0)
            {
                into.Add(new Term(sound, CharacterWeight));
                if (before != 0) into.Add(new Term((before << 31) ^ sound, PairWeight));
            }

            before = sound;
        }

        Unique(into);
    }

    // Letters of a syllable, five bits each: at most six letters.
    private long SoundOf(char c)
    {
        var syllable = hearing.Syllable?.Invoke(c);
        var sound = 0L;
        if (syllable is not null)
            foreach (var letter in syllable) sound = (sound << 5) | (uint)(letter & 31);
        return sound;
    }

    /// <summary>Puts terms in order of their keys and counts those that stand there more than once.</summary>
    public static void Unique(List<Term> terms)
    {
        terms.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        var kept = 0;
        for (var i = 0; i < terms.Count; i++)
        {
            if (kept == 0 || terms[i].Key != terms[kept - 1].Key) terms[kept++] = terms[i];
            else terms[kept - 1] = terms[kept - 1] with { Count = terms[kept - 1].Count + terms[i].Count };
        }

        terms.RemoveRange(kept, terms.Count - kept);
    }
}
