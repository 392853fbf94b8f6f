using System.Text.Json;
using ResidentAssistant.Language;
using Xunit.Abstractions;

namespace ResidentAssistant.Tests.Language;

/// <summary>Our own labelled messages: the figure may not fall by more than a point, and no message was a lesson.</summary>
public sealed class EvaluationTests(ITestOutputHelper output)
{
    private const double Slack = 0.01;
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Language");
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    [Fact]
    public void No_figure_falls_more_than_a_point_below_the_committed_one()
    {
        var figures = JsonSerializer.Deserialize<Figures>(File.ReadAllText(Path.Combine(Folder, "figures.json")), Form)!;
        var found = new Evaluation(LabelledMessage.Read(Path.Combine(Folder, "messages.jsonl")), UnderstandingTests.Installed);
        output.WriteLine($"intents {found.Accuracy:P1} (committed {figures.Accuracy:P1}, goal 92 %), hard ones {found.HardAccuracy:P1} (committed {figures.Hard:P1}, goal 85 %)");
        output.WriteLine($"emergencies: recall {found.EmergencyRecall:P1} (committed {figures.EmergencyRecall:P1}, goal 98 %), precision {found.EmergencyPrecision:P1} (committed {figures.EmergencyPrecision:P1}, goal 90 %)");

        found.Count.ShouldBeGreaterThanOrEqualTo(600);
        found.Accuracy.ShouldBeGreaterThanOrEqualTo(figures.Accuracy - Slack);
        found.HardAccuracy.ShouldBeGreaterThanOrEqualTo(figures.Hard - Slack);
        found.EmergencyRecall.ShouldBeGreaterThanOrEqualTo(figures.EmergencyRecall - Slack);
        found.EmergencyPrecision.ShouldBeGreaterThanOrEqualTo(figures.EmergencyPrecision - Slack);
    }

    [Fact]
    public void Every_label_has_two_hundred_phrases_and_none_stands_twice_with_two_meanings()
    {
        var phrases = Lessons();

        phrases.GroupBy(p => p.Intent).Where(g => g.Select(p => Normal.Of(p.Text)).Distinct().Count() < 200).Select(g => g.Key).ShouldBeEmpty();
        phrases.GroupBy(p => Normal.Of(p.Text)).Where(g => g.Key.Length > 0 && g.Select(p => p.Intent).Distinct().Count() > 1).Select(g => string.Join(" | ", g.Select(p => $"{p.Text} ({p.Intent})"))).ShouldBeEmpty();
        Labels.Intents.Except(phrases.Select(p => p.Intent)).ShouldBeEmpty();
    }

    [Fact]
    public void No_message_is_within_two_characters_of_a_phrase_that_was_taught()
    {
        var lessons = Lessons().Select(p => Normal.Of(p.Text)).Distinct().ToLookup(p => p.Length);
        var close = new List<string>();
        foreach (var message in LabelledMessage.Read(Path.Combine(Folder, "messages.jsonl")))
        {
            var text = Normal.Of(message.Text);
            for (var length = text.Length - 2; length <= text.Length + 2; length++)
                close.AddRange(lessons[length].Where(l => Distance(l, text) <= 2).Select(l => $"{message.Text} ~ {l}"));
        }

        string.Join('\n', close.Take(20)).ShouldBeEmpty();
    }

    private static IReadOnlyList<TrainingPhrase> Lessons() => TrainingPhrases.Read(Sheets.Read(Path.Combine(AppContext.BaseDirectory, "dialogs", "understanding")), []);

    // Levenshtein's distance; more than two is all the same.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, least) = (row[0], row[0] = i);
            for (var j = 1; j <= other.Length; j++)
            {
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], next);
                least = Math.Min(least, next);
            }

            if (least > 2) return 3;
        }

        return row[^1];
    }

    private sealed record Figures(double Accuracy, double Hard, double EmergencyRecall, double EmergencyPrecision);
}
