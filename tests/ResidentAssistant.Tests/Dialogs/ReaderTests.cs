using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Tests.Dialogs;

public class ReaderTests
{
    private static IReadOnlyList<string> Faults(string text) =>
        [.. Should.Throw<DialogFormatException>(() => DialogLibrary.Read(("a.yaml", text))).Faults.Select(f => f.ToString())];

    [Fact]
    public void All_faults_are_reported_with_their_place()
    {
        Faults("""
            id: a
            titel: 报修
            steps:
              - ask: phone
                type: fone
                promt: 电话？
              - choose: way
                prompt: 哪条路？
                options: { left: 左 }
                on: { right: [] }
              - sey: 好
              - goto: nowhere
              - call: nobody
              - if: a ~ b
                then: [ { say: 好 } ]
              - say: 好
                do: it
            """).ShouldBe([
            "a.yaml:2:1 `titel` is not known in a dialog; did you mean `title`?",
            "a.yaml:4:5 an `ask` step needs `prompt`",
            "a.yaml:5:11 `fone` is not a type; the types are text, household, phone, time, number, photo, place, yes-no, money, pipe, since",
            "a.yaml:6:5 `promt` is not known in an `ask` step; did you mean `prompt`?",
            "a.yaml:10:11 `right` cannot happen here; possible: left, failed",
            "a.yaml:11:5 a step needs a verb; did you mean `say`?",
            "a.yaml:12:5 `goto: nowhere` leads nowhere; no step of this dialog has that name",
            "a.yaml:13:5 `call: nobody` leads nowhere; no dialog has that id",
            "a.yaml:14:9 `a ~ b` is not a condition; write `slot`, `not slot`, `slot = value` or `slot != value`, joined by and, or",
            "a.yaml:16:5 a step has one verb; this one has `say` and `do`",
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("id: a\nsteps:\n  - say: {name}您好\n", "a.yaml:3:16", "begins with { must stand in quotes")]
    [InlineData("id: a\nsteps:\n  - say: {name}\n", "a.yaml:3:10", "quotes")]
    [InlineData("id: a\nid: b\nsteps: [ { say: 好 } ]\n", "a.yaml:2:1", "twice")]
    [InlineData("steps: [ { say: 好 } ]\n", "a.yaml:1:1", "needs `id`")]
    [InlineData("id: a\n", "a.yaml:1:1", "needs `steps`")]
    [InlineData("- say: 好\n", "a.yaml:1:1", "mapping")]
    [InlineData("id: a\nsteps:\n  - say: *x\n", "a.yaml:3:10", "aliases")]
    [InlineData("id: a\nsteps:\n  - ask: a\n    prompt: 好\n  - ask: a\n    prompt: 好\n", "a.yaml:5:5", "already there in line 3")]
    [InlineData("id: a\nsteps: [ { say: 好 } ]\n---\nid: a\nsteps: [ { say: 好 } ]\n", "a.yaml:4:1", "already there")]
    [InlineData("id: a\nremind-after: soon\nsteps: [ { say: 好 } ]\n", "a.yaml:2:15", "30m|10s")]
    [InlineData("id: a\nsteps:\n  - choose: a\n    prompt: 好\n", "a.yaml:3:5", "options")]
    [InlineData("id: a\nsteps:\n  - ask: a b\n    prompt: 好\n", "a.yaml:3:10", "slot")]
    public void A_fault_says_what_is_wrong(string text, string place, string words)
    {
        var fault = Faults(text)[0];
        fault.ShouldStartWith(place);
        words.Split('|').ShouldContain(w => fault.Contains(w, StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_of_several_files_come_together()
    {
        var thrown = Should.Throw<DialogFormatException>(() => DialogLibrary.Read(("a.yaml", "id: a"), ("b.yaml", "a: [")));
        thrown.Faults.Select(f => f.File).Distinct().ShouldBe(["a.yaml", "b.yaml"]);
    }

    [Fact]
    public void Names_do_not_depend_on_the_place()
    {
        var before = DialogLibrary.Read(("a", "{ id: a, steps: [ { say: 一 }, { do: x }, { say: 二 }, { say: 二 } ] }")).Find("a")!.Steps;
        var after = DialogLibrary.Read(("a", "{ id: a, steps: [ { say: 零 }, { say: 一 }, { do: x }, { say: 二 }, { say: 二 } ] }")).Find("a")!.Steps;
        after.Skip(1).Select(s => s.Name).ShouldBe(before.Select(s => s.Name));
        before.Select(s => s.Name).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void Comments_and_spacing_do_not_change_the_version()
    {
        var one = DialogLibrary.Read(("a", "{ id: a, steps: [ { say: 一 } ] }"));
        var two = DialogLibrary.Read(("b", "# a comment\nid: a\nsteps:\n  - say: 一\n"));
        two.Find("a")!.Version.ShouldBe(one.Find("a")!.Version);
        two.Hash.ShouldBe(one.Hash);
        DialogLibrary.Read(("a", "{ id: a, steps: [ { say: 二 } ] }")).Hash.ShouldNotBe(one.Hash);
    }

    [Fact]
    public void The_runtime_file_holds_every_text_and_can_be_loaded_from_its_folder()
    {
        var folder = Path.Combine(Root(), "dialogs");
        var library = DialogLibrary.Read(("runtime.yaml", File.ReadAllText(Path.Combine(folder, "runtime.yaml"))));
        RuntimeTexts.Keys.ShouldAllBe(k => library.Texts.Own(k) != null);
        RuntimeTexts.Keys.ShouldAllBe(k => !RuntimeTexts.Standard(k).Text.Contains('！'));
    }

    [Fact]
    public void An_installation_may_say_it_in_its_own_words()
    {
        var talk = new Talk("{ id: runtime, texts: { not-understood: 您再说说看。 } }");
        talk.Text("？").Reply.ShouldBe("您再说说看。");
        talk.Text("找人").Reply.ShouldContain("工作人员");
    }

    private static string Root()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "ResidentAssistant.sln"))) at = Path.GetDirectoryName(at)!;
        return at;
    }
}
