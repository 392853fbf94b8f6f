namespace ResidentAssistant.Language;

/// <summary>Turns a text in normal form into numbered features: characters and pairs of them, pairs of sounds, concepts and pairs of concepts, cues, length.</summary>
/// <remarks>Features are hashed into <see cref="Size"/> numbers, so that the model needs no dictionary. Digits in a row count as one.
/// Longer runs of characters were tried and made it worse: see docs/understanding.md.</remarks>
internal sealed class Features(Cues cues, Concepts concepts)
{
    /// <summary>How many numbers there are.</summary>
    public const int Size = 1 << 17;

    /// <summary>Longest text read, in characters; what stands behind says little new.</summary>
    public const int LongestText = 400;

    private const char Start = '\u0002';
    private const char End = '\u0003';
    private const int MostConcepts = 48;
    // A concept is paired with so many that follow it.
    private const int Reach = 12;

    /// <summary>The most features a text of that length has.</summary>
    public static int Most(int length) => (3 * (Math.Min(length, LongestText) + 2)) + (MostConcepts * (Reach + 1)) + 64 + 1;

    /// <summary>Writes the features of a text in normal form; says how many there are, and how many of them, the first, are of characters and sounds only.</summary>
    public (int All, int Plain) Of(string words, Span<int> into)
    {
        Span<char> room = stackalloc char[Math.Min(words.Length, LongestText) + 2];
        var text = Framed(words, room);
        var count = 0;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            into[count++] = Slot(2, text[i], text[i + 1]);
            if (text[i] != Start) into[count++] = Slot(1, text[i], 0);
            into[count++] = Slot(3, Sound(text[i]), Sound(text[i + 1]));
        }

        var plain = count;
        count += OfConcepts(words, into[count..]);
        var found = cues.In(words);
        for (var i = 0; i < cues.Count; i++)
        {
            if ((found >> i & 1) != 0) into[count++] = Slot(6, (uint)i, 0);
        }

        into[count++] = Slot(7, words.Length switch { <= 2 => 0u, <= 4 => 1, <= 8 => 2, <= 16 => 3, <= 40 => 4, _ => 5 }, 0);
        return (count, plain);
    }

    private int OfConcepts(string words, Span<int> into)
    {
        Span<ushort> seen = stackalloc ushort[MostConcepts];
        var number = concepts.In(words, seen);
        var count = 0;
        for (var i = 0; i < number; i++)
        {
            into[count++] = Slot(4, seen[i], 0);
            for (var j = i + 1; j < number && j <= i + Reach; j++) into[count++] = Slot(5, Math.Min(seen[i], seen[j]), Math.Max(seen[i], seen[j]));
        }

        return count;
    }

    private static ReadOnlySpan<char> Framed(string words, Span<char> room)
    {
        var length = 0;
        room[length++] = Start;
        foreach (var c in words.AsSpan(0, Math.Min(words.Length, LongestText)))
        {
            if (!char.IsAsciiDigit(c)) room[length++] = c;
            else if (room[length - 1] != '0') room[length++] = '0';
        }

        room[length++] = End;
        return room[..length];
    }

    private static uint Sound(char c) => Han.Sound(c) is > 0 and var sound ? (uint)sound : 0x10000u + c;

    private static int Slot(uint kind, uint first, uint second)
    {
        var hash = (kind * 0x9E3779B9u) ^ (first * 0x85EBCA6Bu) ^ ((second + 0x7F4A7C15u) * 0xC2B2AE35u);
        hash ^= hash >> 16;
        hash *= 0x7FEB352Du;
        hash ^= hash >> 15;
        hash *= 0x846CA68Bu;
        hash ^= hash >> 16;
        return (int)(hash & (Size - 1));
    }
}
