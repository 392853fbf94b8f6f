using System.Diagnostics;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Language;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Language;

/// <summary>What people edit in dialogs/understanding takes effect when it is read again, and what is wrong there does not.</summary>
public sealed class ReadAgainTests : IDisposable
{
    private const string Gourd = "葫芦瓢在哪儿瞧";
    private readonly TemporaryFolder folder = new();

    public ReadAgainTests() => FewPhrases.Write(folder.Path);

    [Fact]
    public void An_added_phrase_takes_effect()
    {
        var understanding = new Understanding(folder.Path);
        understanding.Best(Gourd).Intent.ShouldNotBe("ask_sample");
        FewPhrases.Phrases(folder.Path, "new.yaml", "ask_sample", Gourd, "葫芦瓢给看看", "上哪儿瞧葫芦瓢");

        understanding.ReadAgain().ShouldBeEmpty();

        understanding.Read(Gourd).Intent.ShouldBe("ask_sample");
    }

    [Theory]
    [InlineData("intents/few.yaml", "intent: ask_schedule\nphrases:\n  - 几号来\n near: [", "few.yaml:4:", "not valid YAML")]
    [InlineData("intents/few.yaml", "intent: ask_shedule\nphrases: [几号来]", "few.yaml:1:9 ", "did you mean `ask_schedule`?")]
    [InlineData("intents/few.yaml", "phrases: [几号来]", "few.yaml:1:1 ", "needs `intent`")]
    [InlineData("intents/few.yaml", "intent: ask_schedule\nphrase: [几号来]", "few.yaml:2:1 ", "did you mean `phrases`?")]
    [InlineData("intents/few.yaml", "intent: ask_schedule\nphrases:\n  - 几号来\n  -\n", "few.yaml:4:", "an item of this list is one text")]
    [InlineData("intents/few.yaml", "intent: ask_schedule\nphrases: 几号来", "few.yaml:2:10 ", "here stands a list")]
    [InlineData("intents/few.yaml", "intent: report_burst\nemergency:\n  flod: [水漫了]", "few.yaml:3:3 ", "`flod` is not one of")]
    [InlineData("intents/few.yaml", "intent: report_burst\nnear:\n  complaint!flood: [水漫了]", "few.yaml:3:3 ", "`flood` is not one of")]
    [InlineData("intents/few.yaml", "", "few.yaml:1:1 ", "this file is a mapping")]
    [InlineData("triage.yaml", "emergency:\n  brust: [爆管]", "triage.yaml:2:3 ", "`brust` is no danger")]
    [InlineData("triage.yaml", "past: [去年]", "triage.yaml:1:1 ", "triage needs `emergency`")]
    [InlineData("cues.yaml", "question: [吗]\nothers: [他]\nmine: [我]", "cues.yaml:1:1 ", "the group `hedge` is missing")]
    [InlineData("concepts.yaml", "agree: 同意", "concepts.yaml:1:8 ", "here stands a list")]
    public void A_faulty_file_is_refused_with_its_place_and_what_was_learned_stays(string file, string text, string place, string sentence)
    {
        var understanding = new Understanding(folder.Path);
        var before = understanding.Best("几月份轮到我们楼");
        File.WriteAllText(Path.Combine(folder.Path, file), text);

        understanding.ReadAgain().ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.ShouldContain(place), f => f.ShouldContain(sentence));

        understanding.Best("几月份轮到我们楼").ShouldBe(before);
        understanding.Check().ShouldHaveSingleItem();
        Should.Throw<DialogFormatException>(new Understanding(folder.Path).Learn).Faults.ShouldBe(understanding.Check());
    }

    [Fact]
    public void A_missing_file_is_told_and_every_fault_is_told_at_once()
    {
        var understanding = new Understanding(folder.Path);
        understanding.Learn();
        File.Delete(Path.Combine(folder.Path, "cues.yaml"));
        FewPhrases.Phrases(folder.Path, "few.yaml", "ask_shedule", "几号来");

        understanding.ReadAgain().ShouldSatisfyAllConditions(f => f.Count.ShouldBe(2), f => f[0].ShouldContain("cues.yaml:1:1 this file is missing"), f => f[1].ShouldContain("few.yaml:1:9"));

        FewPhrases.Write(folder.Path);
        foreach (var file in Directory.GetFiles(Path.Combine(folder.Path, "intents"))) File.Delete(file);
        understanding.ReadAgain().ShouldHaveSingleItem().ShouldContain("intents:1:1 there are no phrases to learn from");
        Directory.Delete(Path.Combine(folder.Path, "intents"));
        understanding.ReadAgain().ShouldHaveSingleItem().ShouldContain("intents:1:1 ");
        understanding.Best("几月份轮到我们楼").Intent.ShouldBe("ask_schedule");
    }

    [Fact]
    public async Task While_it_learns_anew_what_was_learned_before_answers()
    {
        var understanding = new Understanding(folder.Path);
        var before = understanding.Best(Gourd);
        // A pipe is a file whose end comes when the test wants it.
        var pipe = Path.Combine(folder.Path, "intents", "new.yaml");
        using (var made = Process.Start("mkfifo", [pipe])) await made.WaitForExitAsync();

        var learning = Task.Run(understanding.ReadAgain);
        await using (var writer = new StreamWriter(pipe))
        {
            understanding.Best(Gourd).ShouldBe(before);
            learning.IsCompleted.ShouldBeFalse();
            await writer.WriteAsync(FewPhrases.Text("ask_sample", Gourd, "葫芦瓢给看看", "上哪儿瞧葫芦瓢"));
        }

        (await learning).ShouldBeEmpty();
        understanding.Read(Gourd).Intent.ShouldBe("ask_sample");
    }

    public void Dispose() => folder.Dispose();
}
