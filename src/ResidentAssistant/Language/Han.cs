using System.Text;

namespace ResidentAssistant.Language;

/// <summary>Chinese characters: the simplified form of a traditional one, and how a character sounds.</summary>
/// <remarks>The table is made by the build from the npm packages pinyin-pro and opencc-js, see <c>han.mjs</c>. Sounds that dictation and dialects mix up
/// (zh/z, ch/c, sh/s, n/l, ing/in, eng/en, ang/an) count as one.</remarks>
internal static class Han
{
    private const char First = '\u4E00';
    private const int Count = 0x9FFF - 0x4E00 + 1;
    private static readonly char[] Simple = new char[Count];
    private static readonly ushort[] Sounds = new ushort[Count];
    private static readonly string[] Syllables;

    static Han()
    {
        for (var i = 0; i < Count; i++) Simple[i] = (char)(First + i);
        using var stream = typeof(Han).Assembly.GetManifestResourceStream("han.txt") ?? throw new InvalidOperationException("The table of characters is missing from the build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var ids = new Dictionary<string, ushort>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var characters = line.AsSpan(space + 1);
            if (line[0] == '=')
            {
                for (var i = 0; i + 1 < characters.Length; i += 2) Simple[characters[i] - First] = characters[i + 1];
                continue;
            }

            var sound = Loose(line[..space]);
            if (!ids.TryGetValue(sound, out var id)) ids[sound] = id = (ushort)(ids.Count + 1);
            foreach (var character in characters) Sounds[character - First] = id;
        }

        Syllables = ["", .. ids.OrderBy(i => i.Value).Select(i => i.Key)];
    }

    /// <summary>The simplified form, or the character itself.</summary>
    public static char Simplified(char character) => character - First is >= 0 and < Count and var i ? Simple[i] : character;

    /// <summary>A number that characters of like sound share, from 1; 0 for what is no Chinese character.</summary>
    public static int Sound(char character) => character - First is >= 0 and < Count and var i ? Sounds[i] : 0;

    /// <summary>How the character sounds, or null for what is no Chinese character.</summary>
    public static string? Syllable(char character) => Sound(character) is > 0 and var sound ? Syllables[sound] : null;

    /// <summary>Sounds that are often taken for one another in one spelling: <c>zhang</c> and <c>zan</c> become <c>zan</c>, <c>lou</c> and <c>nou</c> <c>lou</c>.</summary>
    public static string Loose(string syllable)
    {
        var head = syllable.StartsWith("zh", StringComparison.Ordinal) || syllable.StartsWith("ch", StringComparison.Ordinal) || syllable.StartsWith("sh", StringComparison.Ordinal)
            ? syllable[0] + syllable[2..]
            : syllable[0] == 'n' && syllable.Length > 1 ? 'l' + syllable[1..] : syllable;
        return head.EndsWith("ing", StringComparison.Ordinal) || head.EndsWith("eng", StringComparison.Ordinal) || head.EndsWith("ang", StringComparison.Ordinal) ? head[..^1] : head;
    }
}
