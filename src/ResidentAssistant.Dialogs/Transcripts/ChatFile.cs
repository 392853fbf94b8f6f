using System.Globalization;
using System.Text;
using ResidentAssistant.Dialogs.Format;

namespace ResidentAssistant.Dialogs.Transcripts;

/// <summary>Reads and rewrites <c>.chat</c> files.</summary>
public static class ChatFile
{
    /// <summary>Reads a file; throws <see cref="DialogFormatException"/> with all faults found.</summary>
    public static ChatScript Load(string path) => Parse(path, System.IO.File.ReadAllText(path));

    /// <summary>Reads a text; throws <see cref="DialogFormatException"/> with all faults found.</summary>
    public static ChatScript Parse(string file, string text)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var faults = new List<DialogFault>();
        var script = new Reader(new Source(file, faults), lines).Read(file);
        return faults.Count == 0 ? script : throw new DialogFormatException(faults);
    }

    /// <summary>The file's text with the replies that really came, turn by turn; what still matches stays as it is written.</summary>
    public static string Rewrite(ChatScript script, IReadOnlyList<IReadOnlyList<string>> replies)
    {
        var text = new StringBuilder();
        var next = 0;
        foreach (var (turn, actual) in script.Turns.Zip(replies))
        {
            Copy(turn.RepliesFrom);
            if (turn.Replies.Count == actual.Count && turn.Replies.Zip(actual).All(p => p.First.Matches(p.Second)))
            {
                Copy(turn.RepliesTo);
                continue;
            }
            var indent = Indent(script, turn);
            for (var i = 0; i < actual.Count; i++)
            {
                var kept = i < turn.Replies.Count && turn.Replies[i].Matches(actual[i]) ? turn.Replies[i].Text : actual[i];
                var parts = kept.ReplaceLineEndings("\n").Split('\n');
                for (var j = 0; j < parts.Length; j++) text.Append(indent).Append(j == 0 ? "< " : "| ").Append(parts[j]).Append('\n');
            }
            foreach (var line in script.Source.Skip(turn.RepliesFrom).Take(turn.RepliesTo - turn.RepliesFrom).Where(l => l.TrimStart().StartsWith('#')))
                text.Append(line).Append('\n');
            next = turn.RepliesTo;
        }
        Copy(script.Source.Count);
        return text.ToString();

        void Copy(int to)
        {
            for (; next < to; next++) text.Append(script.Source[next]).Append('\n');
        }
    }

    // Replies stand below the arrow; a Chinese character is two columns wide.
    private static string Indent(ChatScript script, ChatTurn turn)
    {
        if (turn.Replies.Count > 0)
        {
            var old = script.Source[turn.Replies[0].Line - 1];
            return old[..old.IndexOf('<', StringComparison.Ordinal)];
        }
        var line = script.Source[turn.Line - 1];
        return new(' ', line[..line.IndexOf('>', StringComparison.Ordinal)].Sum(c => c >= 0x2E80 ? 2 : 1));
    }

    private sealed class Reader(Source source, string[] lines)
    {
        private readonly List<string> _comments = [];
        private readonly List<ChatGiven> _given = [];
        private readonly List<ChatLine> _script = [];
        private string _speaker = "";

        public ChatScript Read(string file)
        {
            var i = 0;
            for (; i < lines.Length && lines[i].TrimStart().StartsWith('#'); i++) _comments.Add(lines[i].TrimStart().TrimStart('#').Trim());
            if (_comments.Count == 0) source.Fault(1, 1, "the first line says what is shown: `# title`");
            while (i < lines.Length) i = ReadLine(i);
            return new()
            {
                File = file, Title = _comments.FirstOrDefault() ?? "", Description = string.Join('\n', _comments.Skip(1)), Given = _given, Lines = _script, Source = lines,
            };
        }

        private int ReadLine(int i)
        {
            var line = lines[i];
            var trimmed = line.Trim();
            var column = line.Length - line.TrimStart().Length + 1;
            if (trimmed.Length == 0 || trimmed[0] == '#') return i + 1;
            if (Starts(trimmed, "given", out var given))
            {
                foreach (var part in given.Split([',', '，'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    var space = part.IndexOf(' ', StringComparison.Ordinal);
                    _given.Add(space < 0 ? new(i + 1, part, "") : new(i + 1, part[..space], part[(space + 1)..].Trim()));
                }
                if (_script.Count > 0) source.Fault(i + 1, column, "`given` lines stand before the first turn");
                return i + 1;
            }
            if (Starts(trimmed, "then", out var then))
            {
                if (then.Length == 0) source.Fault(i + 1, column, "`then` needs words that say what must hold");
                _script.Add(new ChatAssertion(i + 1, then));
                return i + 1;
            }
            if (Starts(trimmed, "meanwhile", out var change))
            {
                if (change.Length == 0) source.Fault(i + 1, column, "`meanwhile` needs words that say what changes");
                _script.Add(new ChatMeanwhile(i + 1, change));
                return i + 1;
            }
            var arrow = line.IndexOf('>', StringComparison.Ordinal);
            if (trimmed[0] is not ('<' or '|') && arrow >= 0) return ReadTurn(i, arrow);
            source.Fault(i + 1, column, trimmed[0] is '<' or '|'
                ? "a reply must follow what a person did"
                : "not understood; write `name > text`, `< reply`, `| more of it`, `given …`, `meanwhile …`, `then …` or `# comment`");
            return i + 1;
        }

        private static bool Starts(string line, string word, out string rest)
        {
            rest = line.Length > word.Length ? line[word.Length..].Trim() : "";
            return line == word || (line.StartsWith(word, StringComparison.Ordinal) && char.IsWhiteSpace(line[word.Length]) && !rest.StartsWith('>'));
        }

        private int ReadTurn(int i, int arrow)
        {
            var name = lines[i][..arrow].Trim();
            if (name.Length > 0) _speaker = name;
            if (_speaker.Length == 0) source.Fault(i + 1, 1, "say who speaks: `name > text`");
            var said = new StringBuilder(lines[i][(arrow + 1)..].Trim());
            var next = i + 1;
            for (; next < lines.Length && lines[next].TrimStart().StartsWith('|'); next++) said.Append('\n').Append(After(lines[next], '|'));
            var from = next;
            var replies = new List<ChatReply>();
            for (; next < lines.Length; next++)
            {
                var trimmed = lines[next].TrimStart();
                if (trimmed.StartsWith('<')) replies.Add(new(next + 1, After(lines[next], '<')));
                else if (trimmed.StartsWith('|') && replies.Count > 0) replies[^1] = replies[^1] with { Text = replies[^1].Text + "\n" + After(lines[next], '|') };
                else if (!trimmed.StartsWith('#') || !RepliesFollow(next)) break;
            }
            _script.Add(new ChatTurn(i + 1, _speaker, Event(said.ToString(), i + 1, arrow + 2), replies) { RepliesFrom = from, RepliesTo = next });
            return next;
        }

        private bool RepliesFollow(int i)
        {
            while (i < lines.Length && lines[i].TrimStart().StartsWith('#')) i++;
            return i < lines.Length && lines[i].TrimStart() is { Length: > 0 } line && line[0] is '<' or '|';
        }

        private static string After(string line, char sign)
        {
            var rest = line[(line.IndexOf(sign, StringComparison.Ordinal) + 1)..].TrimEnd();
            return rest.StartsWith(' ') ? rest[1..] : rest;
        }

        private ChatEvent Event(string said, int line, int column)
        {
            if (said.Length > 2 && said[0] == '[' && said[^1] == ']') return new ChatTap(said[1..^1]);
            if (said.Length == 0) source.Fault(line, column, "nothing is said here; write a text, [label], (photo), (voice) or (wait 30m)");
            var end = said.IndexOf(')', StringComparison.Ordinal);
            if (said.Length == 0 || said[0] != '(' || end < 0) return new ChatText(said);
            var words = said[1..end].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var rest = said[(end + 1)..].Trim();
            switch (words)
            {
                case ["photo"]: return new ChatPhoto(1, rest.Length > 0 ? rest : null);
                case ["photo", var count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 20:
                    return new ChatPhoto(n, rest.Length > 0 ? rest : null);
                case ["voice"] when rest.Length == 0: return new ChatVoice();
                case ["open"] when rest.Length == 0: return new ChatOpen();
                case ["give", "back"] when rest.Length == 0: return new ChatGiveBack();
                case ["start", var dialog] when rest.Length == 0: return new ChatStart(dialog);
                case ["wait", var time] when rest.Length == 0 && Durations.Parse(time) is { } span && span != TimeSpan.MaxValue: return new ChatWait(span);
            }
            source.Fault(line, column, $"({said[1..end]}) is not known; write (photo), (voice), (open), (wait 30m), (start dialog) or (give back)");
            return new ChatText(said);
        }
    }
}
