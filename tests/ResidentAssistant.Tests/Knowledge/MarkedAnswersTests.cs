using System.Text.Json;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Knowledge;
using ResidentAssistant.Knowledge.Retrieval;
using ResidentAssistant.Language;
using ResidentAssistant.Tests.Infrastructure;
using Xunit.Abstractions;

namespace ResidentAssistant.Tests.Knowledge;

/// <summary>The messages whose right answers a reader has marked, as written and with one wrong character of the same sound: the counts may not get worse.</summary>
public sealed class MarkedAnswersTests(ITestOutputHelper output)
{
    private const int Slack = 4;
    private static readonly string Dialogs = Path.Combine(AppContext.BaseDirectory, "dialogs");
    private static readonly string Lexicon = Path.Combine(Dialogs, "understanding", "lexicon.yaml");
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Language");
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    [Fact]
    public void No_count_gets_worse_than_the_committed_one()
    {
        var figures = JsonSerializer.Deserialize<Figures>(File.ReadAllText(Path.Combine(Folder, "figures.json")), Form)!;
        var marked = File.ReadLines(Path.Combine(Folder, "answers.jsonl")).Select(l => JsonSerializer.Deserialize<Marked>(l, Form)!).ToList();
        var (entries, faults) = new EntryFiles([Dialogs], () => Understanding.Starts).Read();
        faults.ShouldBeEmpty();
        var indexes = new IndexBuilder(Lexicon, new Hearing(Normal.Of, Han.Syllable));
        indexes.ReadLexicon().ShouldBeEmpty();
        var index = indexes.Build(entries);
        var (written, misspelt) = (Count(marked, index, text => text), Count(marked, index, Misspelling()));
        output.WriteLine($"{marked.Count} messages as written: {written}; with one wrong character: {misspelt}");

        marked.SelectMany(m => m.Answers.Concat(m.Tolerable)).Except(entries.Select(e => e.Id)).ShouldBeEmpty();
        (written.Right, written.Wrong).ShouldSatisfyAllConditions(c => c.Right.ShouldBeGreaterThanOrEqualTo(figures.Answers.Right - Slack), c => c.Wrong.ShouldBeLessThanOrEqualTo(figures.Answers.Wrong + 1));
        (misspelt.Right, misspelt.Wrong).ShouldSatisfyAllConditions(c => c.Right.ShouldBeGreaterThanOrEqualTo(figures.Misspelt.Right - Slack), c => c.Wrong.ShouldBeLessThanOrEqualTo(figures.Misspelt.Wrong + 1));
    }

    private static Counts Count(List<Marked> marked, KnowledgeIndex index, Func<string, string> write)
    {
        var counts = new Counts(0, 0, 0, 0);
        foreach (var message in marked)
        {
            var text = write(message.Text);
            counts = index.Find(text, TestApp.Understanding.Read(text).Intent, new DateOnly(2026, 11, 23), Place.Unknown) switch
            {
                Found.Answer(var said, _) when message.Answers.Contains(said.Id) => counts with { Right = counts.Right + 1 },
                Found.Answer(var said, _) when message.Tolerable.Contains(said.Id) => counts with { Near = counts.Near + 1 },
                Found.Answer => counts with { Wrong = counts.Wrong + 1 },
                Found.Choices(var offered, _) when offered.Any(e => message.Answers.Contains(e.Id)) => counts with { Offered = counts.Offered + 1 },
                _ => counts,
            };
        }

        return counts;
    }

    // One character of one word of the lexicon becomes another that sounds alike and that people use; always the same one.
    private static Func<string, string> Misspelling()
    {
        var words = ResidentAssistant.Knowledge.Retrieval.Lexicon.Read(Lexicon, File.ReadAllText(Lexicon), Normal.Of, [])!.Words.Where(w => w.Length > 1).ToList();
        var used = TrainingPhrases.Read(Sheets.Read(Path.GetDirectoryName(Lexicon)!), []).SelectMany(p => Normal.Of(p.Text)).Where(c => Han.Sound(c) > 0).Distinct().Order().ToLookup(Han.Sound);
        var random = new Random(20211101);
        return text =>
        {
            var form = Normal.Of(text);
            var places = words.SelectMany(w => Enumerable.Range(0, form.Length).Where(i => string.CompareOrdinal(form, i, w, 0, w.Length) == 0).SelectMany(i => Enumerable.Range(i, w.Length)))
                .Distinct().Where(i => used[Han.Sound(form[i])].Any(c => c != form[i])).Order().ToList();
            if (places.Count == 0) return text;
            var at = places[random.Next(places.Count)];
            var others = used[Han.Sound(form[at])].Where(c => c != form[at]).ToList();
            return $"{form[..at]}{others[random.Next(others.Count)]}{form[(at + 1)..]}";
        };
    }

    private sealed record Marked(string Text, string[] Answers, string[] Tolerable);

    private sealed record Counts(int Right, int Near, int Wrong, int Offered);

    private sealed record Figures(Counts Answers, Counts Misspelt);
}
