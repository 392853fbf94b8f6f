using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Check;
using ResidentAssistant.Dialogs.Transcripts;

namespace ResidentAssistant.Tests.Dialogs;

public class HandbookTests
{
    private static readonly string[] Blocks = File.ReadAllText(Path.Combine(Root(), "docs", "dialogs.md")).Split("```");

    private static DialogLibrary Example() => DialogLibrary.Read(("docs/dialogs.md", Blocks.Single(b => b.StartsWith("yaml\n", StringComparison.Ordinal))[5..]));

    [Fact]
    public void The_example_passes_the_check() =>
        DialogCheck.Run(Example(), [new("emergency.record", ["recorded", "already-open"], ["household"], ["reference"])], new HashSet<string> { "report_leak" })
            .ShouldBeEmpty();

    [Fact]
    public void The_transcript_goes_as_written()
    {
        var script = ChatFile.Parse("docs/dialogs.md", Blocks.Single(b => b.Contains("# A leak", StringComparison.Ordinal)).TrimStart('\n'));
        var talk = new Talk(Example());
        foreach (var turn in script.Turns)
        {
            _ = turn.Event switch
            {
                ChatText text => talk.Text(text.Text, intent: "report_leak"),
                ChatTap tap => talk.Tap(tap.Label),
                ChatWait wait => talk.Wait(wait.Time).Tick(),
                _ => throw new InvalidOperationException($"line {turn.Line}"),
            };
            talk.Replies.Count.ShouldBe(turn.Replies.Count, $"line {turn.Line}: {string.Join(" | ", talk.Replies)}");
            foreach (var (expected, reply) in turn.Replies.Zip(talk.Replies)) expected.Matches(reply).ShouldBeTrue($"line {expected.Line}: {reply}");
        }
    }

    private static string Root()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "ResidentAssistant.sln"))) at = Path.GetDirectoryName(at)!;
        return at;
    }
}
