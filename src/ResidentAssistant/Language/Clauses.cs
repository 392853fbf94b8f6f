namespace ResidentAssistant.Language;

/// <summary>Cuts a message where a new thought begins: at punctuation, a new line, a wide space, and words such as 另外 or 对了.</summary>
internal static class Clauses
{
    private const int Shortest = 3;
    private const string Marks = "，。！？；,!?;\n\r…~～ 　";
    private static readonly string[] Turns = ["另外", "还有就是", "对了", "顺便问", "顺便说", "再问一下", "再问", "还想问", "还有个事", "还有一个事"];

    /// <summary>The parts of at least three characters, in order; one part when there is nothing to cut.</summary>
    public static List<string> Of(string text)
    {
        var parts = new List<string>();
        var from = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !Marks.Contains(text[i], StringComparison.Ordinal) && !Turns.Any(t => i > from && text.AsSpan(i).StartsWith(t, StringComparison.Ordinal))) continue;
            if (i - from >= Shortest) parts.Add(text[from..i]);
            from = i < text.Length && Marks.Contains(text[i], StringComparison.Ordinal) ? i + 1 : i;
        }

        return parts;
    }
}
