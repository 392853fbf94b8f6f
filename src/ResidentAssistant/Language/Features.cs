namespace ResidentAssistant.Language;

/// <summary>Turns a text in normal form into numbered features: runs of one to four characters, runs of two and three sounds, and cues.</summary>
/// <remarks>Features are hashed into <see cref="Size"/> numbers, so that the model needs no dictionary. Numbers of any length count as one digit.</remarks>
internal sealed class Features(Cues cues, Concepts? concepts = null)
{
    /// <summary>How many numbers there are.</summary>
    public const int Size = 1 << 17;

    /// <summary>Longest text read, in characters; what stands behind says little new.</summary>
    public const int LongestText = 400;

    private const int PerCharacter = 20;

    /// <summary>The most features a text of that length has.</summary>
    public int Most(int length) => 1000 + ((Math.Min(length, LongestText) + 2) * PerCharacter) + cues.Count + 2;

    /// <summary>Writes the features of a text in normal form and says how many there are.</summary>
    public int Of(string words, Span<int> into)
    {
        Span<char> room = stackalloc char[Math.Min(words.Length, LongestText) + 2];
        var text = Framed(words, room);
        Span<int> sounds = stackalloc int[text.Length];
        for (var i = 0; i < text.Length; i++) sounds[i] = Han.Sound(text[i]) is > 0 and var sound ? sound : 0x10000 + text[i];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var hash = 17u;
            for (var length = 1; length <= MaxC && i + length <= text.Length; length++)
            {
                hash = Mixed(hash, text[i + length - 1]);
                if (length > 1 || text[i] is not (Start or End)) into[count++] = Slot(hash, (uint)length);
            }

            hash = 31u;
            for (var length = 1; length <= MaxP && i + length <= text.Length; length++)
            {
                hash = Mixed(hash, (uint)sounds[i + length - 1]);
                if (length > 1) into[count++] = Slot(hash, (uint)length + 8);
            }
        }

        for (var d = 2; d <= Skip; d++)
            for (var i = 0; i + d < text.Length; i++) into[count++] = Slot(Mixed(Mixed(71u, text[i]), text[i + d]), 20);
        if (concepts is not null && X.F("CONC",1)>0) {
            Span<ushort> seen = stackalloc ushort[64];
            var n = concepts.In(words, seen);
            for (var i = 0; i < n; i++) { into[count++] = Slot(Mixed(91u, seen[i]), 30);
              if (X.F("PAIR",1)>0) for (var j = i + 1; j < n && j < i + 13; j++) into[count++] = Slot(Mixed(Mixed(93u, (uint)Math.Min(seen[i],seen[j])), (uint)Math.Max(seen[i],seen[j])), 31); }
        }
        var found = cues.In(words);
        if (X.F("CUES",1)>0) for (var i = 0; i < cues.Count; i++)
        {
            if ((found >> i & 1) != 0) into[count++] = Slot(Mixed(47u, (uint)i), 16);
        }

        into[count++] = Slot(Mixed(53u, (uint)(words.Length switch { <= 2 => 0, <= 4 => 1, <= 8 => 2, <= 16 => 3, <= 40 => 4, _ => 5 })), 17);
        return count;
    }

    private static readonly int MaxC = (int)X.F("MAXC", 4);
    private static readonly int MaxP = (int)X.F("MAXP", 3);
    private static readonly int Skip = (int)X.F("SKIP", 0);
    private const char Start = '\u0002';
    private const char End = '\u0003';

    private static ReadOnlySpan<char> Framed(string words, Span<char> room)
    {
        var length = 0;
        room[length++] = Start;
        foreach (var c in words.AsSpan(0, Math.Min(words.Length, LongestText)))
        {
            if (char.IsAsciiDigit(c) && room[length - 1] == '0') continue;
            room[length++] = char.IsAsciiDigit(c) ? '0' : c;
        }

        room[length++] = End;
        return room[..length];
    }

    private static uint Mixed(uint hash, uint value) => (hash ^ value) * 0x01000193u + (value << 7);

    private static int Slot(uint hash, uint kind)
    {
        hash += kind * 0x9E3779B9u;
        hash ^= hash >> 15;
        hash *= 0x85EBCA6Bu;
        hash ^= hash >> 13;
        hash *= 0xC2B2AE35u;
        hash ^= hash >> 16;
        return (int)(hash & (Size - 1));
    }
}
