using System.Runtime.InteropServices;

namespace ResidentAssistant.Knowledge.Retrieval;

/// <summary>Finds the answer to words: by pairs of characters and words of the trade, and where that says too little, by their sound.</summary>
internal sealed class KnowledgeIndex
{
    private const float IntentBonus = 2;
    // An answer is found by the phrasing that comes nearest and by all its texts together.
    private const float Together = 0.6f;
    private const float StillMeant = 0.6f;
    private const int MostChoices = 3;
    private const int LongestQuestion = 400;

    [ThreadStatic]
    private static Desk? desk;

    private readonly Terms terms;
    private readonly KnowledgeEntry[] entries;
    private readonly string[] forms;
    private readonly int[] owners;
    private readonly Channel words;
    private readonly Channel? sounds;
    private readonly Func<char, char, bool> written;

    /// <summary>Builds it over these answers.</summary>
    public KnowledgeIndex(IReadOnlyList<KnowledgeEntry> entries, Terms terms)
    {
        this.terms = terms;
        this.entries = [.. entries];
        var asked = entries.Select(e => e.Questions.Prepend(e.Title).Select(terms.Form).Distinct(StringComparer.Ordinal).ToList()).ToList();
        forms = [.. asked.SelectMany(phrasings => phrasings)];
        owners = [.. asked.SelectMany((phrasings, e) => Enumerable.Repeat(e, phrasings.Count))];
        var told = entries.Select(e => terms.Form(e.Short.Text + "\n" + e.Long?.Text)).ToList();
        words = Make(terms.Read);
        if (terms.Hears) sounds = Make(terms.ReadSounds);
        written = (first, second) => words.Wholes.Has(Terms.Pair(first, second));

        Channel Make(Action<string, List<Term>> read)
        {
            var taken = new List<Term>();
            Term[] Of(string form)
            {
                read(form, taken);
                return [.. taken];
            }

            var phrasings = forms.Select(Of).ToArray();
            var wholes = new Term[told.Count][];
            var all = new List<Term>();
            for (var (e, p) = (0, 0); e < wholes.Length; e++)
            {
                all.Clear();
                all.AddRange(Of(told[e]));
                for (; p < phrasings.Length && owners[p] == e; p++) all.AddRange(phrasings[p]);
                Terms.Unique(all);
                wholes[e] = [.. all];
            }

            return new Channel(read, new TermIndex(phrasings, owners, entries.Count), new TermIndex(wholes, [.. Enumerable.Range(0, entries.Count)], entries.Count));
        }
    }

    /// <summary>Knows no answer.</summary>
    public static KnowledgeIndex Empty { get; } = new([], new Terms(Lexicon.Empty, new Hearing(text => text, null)));

    /// <summary>What the words ask for, among the answers that hold on that day in that place.</summary>
    public Found Find(string text, string? intent, DateOnly day, Place place)
    {
        var form = terms.Form(text.Length > LongestQuestion ? text[..LongestQuestion] : text);
        if (entries.Length == 0 || form.Length == 0) return new Found.None(0);
        form = terms.Corrected(form, written);
        var scratch = desk ??= new Desk();
        var best = Match(words, scratch, form, intent, day, place, bySound: false);
        if (sounds is not null && best.Confidence < Judgement.Answer)
        {
            var heard = Match(sounds, scratch, form, intent, day, place, bySound: true);
            if (heard.Confidence > best.Confidence) best = heard;
        }

        return best;
    }

    private Found Match(Channel channel, Desk scratch, string form, string? intent, DateOnly day, Place place, bool bySound)
    {
        scratch.Clear(forms.Length, entries.Length);
        channel.Read(form, scratch.Query);
        var weight = channel.Phrasings.Search(scratch.Query, scratch.Phrasings);
        var wholeWeight = channel.Wholes.Search(scratch.Query, scratch.Wholes);
        if (weight <= 0 || scratch.Phrasings.Touched.Count == 0) return new Found.None(0);
        foreach (var p in scratch.Phrasings.Touched)
        {
            ref var standing = ref scratch.Standings[owners[p]];
            if (scratch.Phrasings.Scores[p] > standing.Nearest) (standing.Nearest, standing.Phrasing) = (scratch.Phrasings.Scores[p], p);
        }

        Span<int> top = [-1, -1, -1];
        foreach (var e in scratch.Wholes.Touched)
        {
            ref var standing = ref scratch.Standings[e];
            if (standing.Nearest <= 0 || !entries[e].HoldsOn(day) || !place.Within(entries[e].Area)) continue;
            standing.Score = ((1 - Together) * standing.Nearest / weight + Together * scratch.Wholes.Scores[e] / wholeWeight) * (intent is not null && entries[e].Intent == intent ? IntentBonus : 1);
            for (var rank = 0; rank < MostChoices; rank++)
            {
                if (top[rank] >= 0 && scratch.Standings[top[rank]].Score >= standing.Score) continue;
                top[rank..^1].CopyTo(top[(rank + 1)..]);
                top[rank] = e;
                break;
            }
        }

        if (top[0] < 0) return new Found.None(0);
        var first = scratch.Standings[top[0]];
        var second = top[1] < 0 ? 0 : scratch.Standings[top[1]].Score;
        var confidence = Judgement.Of(new Signs
        {
            Share = scratch.Phrasings.Shared[first.Phrasing] / Math.Max(channel.Phrasings.Own[first.Phrasing], 0.001f), Strength = scratch.Wholes.Scores[top[0]] / wholeWeight,
            Lead = (first.Score - second) / first.Score * (scratch.Wholes.Shared[top[0]] / wholeWeight),
            IntentAgrees = intent is not null && entries[top[0]].Intent == intent, Conflicts = Conflicts(form, forms[first.Phrasing]), BySound = bySound,
        });
        if (confidence >= Judgement.Answer) return new Found.Answer(entries[top[0]], confidence);
        if (confidence < Judgement.Choices) return new Found.None(confidence);
        var choices = new List<KnowledgeEntry>(MostChoices);
        foreach (var e in top)
        {
            if (e >= 0 && scratch.Standings[e].Score >= StillMeant * first.Score) choices.Add(entries[e]);
        }

        return new Found.Choices(choices, confidence);
    }

    private int Conflicts(string one, string other)
    {
        var count = 0;
        foreach (var word in terms.Conflicts)
        {
            if (Holds(one, word) != Holds(other, word)) count++;
        }

        return count;
    }

    // 能不能, 是不是, 有没有 ask and do not deny.
    private static bool Holds(string form, string word)
    {
        for (var at = form.IndexOf(word, StringComparison.Ordinal); at >= 0; at = form.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if (word.Length > 1 || at == 0 || at + 1 >= form.Length || form[at - 1] != form[at + 1]) return true;
        }

        return false;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Standing
    {
        public float Nearest;
        public float Score;
        public int Phrasing;
    }

    /// <summary>One way of comparing: by what is written, or by how it sounds.</summary>
    private sealed record Channel(Action<string, List<Term>> Read, TermIndex Phrasings, TermIndex Wholes);

    /// <summary>Room to reckon in, one for each thread.</summary>
    private sealed class Desk
    {
        public List<Term> Query { get; } = new(256);

        public Tally Phrasings { get; } = new();

        public Tally Wholes { get; } = new();

        public Standing[] Standings { get; private set; } = [];

        public void Clear(int phrasings, int entries)
        {
            if (Standings.Length < entries) Standings = new Standing[entries];
            else
                foreach (var e in Wholes.Touched) Standings[e] = default;
            Phrasings.Clear(phrasings);
            Wholes.Clear(entries);
        }
    }
}
