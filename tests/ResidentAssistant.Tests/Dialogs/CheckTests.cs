using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Check;
using ResidentAssistant.Dialogs.Drawing;

namespace ResidentAssistant.Tests.Dialogs;

public class CheckTests
{
    private static readonly ActionSignature[] Actions =
    [
        new("find", ["found", "none"], ["household"], ["reference"]),
        new("record", ["done"], [], []),
    ];

    private static readonly HashSet<string> Intents = ["ask_schedule", "report_leak"];

    private static IReadOnlyList<string> Faults(params string[] files) =>
        [.. DialogCheck.Run(DialogLibrary.Read([.. files.Select((f, i) => ($"{(char)('a' + i)}.yaml", f))]), Actions, Intents).Select(f => f.ToString())];

    [Fact]
    public void A_sound_dialog_has_no_faults()
    {
        Faults("""
            id: a
            when: [report_leak]
            steps:
              - call: where
              - do: find
                on:
                  found: [ { say: "编号{reference}，{household}" }, { end: found } ]
              - choose: again
                prompt: 没找到。再写一次？
                options: { yes: 再写, no: 不写了 }
                on: { yes: [ { goto: call.where } ] }
              - say: 好的
            ---
            id: where
            steps:
              - ask: household
                type: household
                prompt: 您住哪儿？
            """).ShouldBeEmpty();
    }

    [Fact]
    public void Every_kind_of_fault_is_found()
    {
        Faults($$"""
            id: a
            when: [report_leek, ask_schedule]
            steps:
              - do: fynd
              - do: find
                on: { lost: [ { say: 没有 } ] }
              - say: "{reference} {name}"
              - choose: way
                solemn: true
                prompt: 走哪条？
                options: { a: 行, b: 二, c: 三, d: 四, e: 五, f: 六, g: 七, h: 八, i: 九, j: 十, k: 这个按钮的名字实在是太长太长太长太长太长了呀 }
              - if: other = x
                then: [ { end: here } ]
                else: [ { end: there } ]
              - say: 到不了
              - say: {{new string('长', 700)}}
            ---
            id: b
            when: [ask_schedule]
            steps:
              - say: 转
                name: one
              - goto: one
            ---
            id: c
            steps:
              - call: c
                on: { gone: [] }
            """, "{ id: runtime, texts: { retry: \"{hunt}\", retri: 好 } }").Where(f => !f.Contains("is missing", StringComparison.Ordinal)).ShouldBe([
            "a.yaml:1:1 `when: report_leek` is no intent; did you mean `report_leak`?",
            "a.yaml:4:5 nobody knows the action `fynd`; did you mean `find`?",
            "a.yaml:5:5 `find` needs `household`, which is never filled on the way here",
            "a.yaml:6:11 `find` never ends with `lost`; its outcomes: found, none",
            "a.yaml:7:5 {name} is never filled on the way here",
            "a.yaml:8:5 11 options; WeChat shows at most 10",
            "a.yaml:8:5 the button “这个按钮的名字实在是太长太长太长太长太长了呀” is too long; at most 20 characters",
            "a.yaml:8:5 “行” answers a read-back and cannot be a word of a solemn option",
            "a.yaml:12:5 `other` is never filled in this dialog",
            "a.yaml:15:5 nothing leads to the step `say.6b9c76`",
            "a.yaml:16:5 this text has 2100 bytes; WeChat carries at most 2048",
            "a.yaml:18:1 `ask_schedule` already starts the dialog `a`",
            "a.yaml:21:5 this goes round in a circle in which nobody is asked anything",
            "a.yaml:27:5 `c` calls itself",
            "a.yaml:28:11 `c` never ends with `gone`; its results: completed",
            "b.yaml:1:25 `retry` cannot show {hunt}",
            "b.yaml:1:42 no text of the runtime is called `retri`; did you mean `retry`?",
        ], ignoreOrder: true);
    }

    [Fact]
    public void Free_words_that_would_go_into_outcomes_are_found() =>
        Faults("{ id: a, steps: [ { ask: spot, prompt: 在哪儿？ }, { ask: note, private: true, prompt: 还有吗？ }, { ask: people, type: number, prompt: 几口人？ } ] }")
            .ShouldBe(["a.yaml:1:19 free words are personal: write `private: true`"]);

    [Fact]
    public void A_missing_runtime_text_is_named() =>
        Faults("{ id: runtime, texts: { retry: 好 } }").ShouldContain(f => f.Contains("`reminder` is missing", StringComparison.Ordinal));

    [Fact]
    public void A_slot_filled_on_one_way_only_is_taken_as_filled()
    {
        Faults("""
            id: a
            given: [street]
            steps:
              - choose: way
                prompt: 留电话吗？
                options: { yes: 留, no: 不留 }
                on: { yes: [ { ask: phone, type: phone, prompt: 电话？ } ] }
              - say: "{phone}{street}"
            """).ShouldBeEmpty();
    }

    [Fact]
    public void A_condition_may_ask_for_an_answer_that_came_early()
    {
        Faults("""
            id: a
            steps:
              - if: not household
                then: [ { say: 我问您几句。 } ]
              - ask: household
                type: household
                prompt: 您住哪儿？
            """).ShouldBeEmpty();
    }

    [Fact]
    public void The_diagram_is_a_flowchart_with_every_branch()
    {
        var library = DialogLibrary.Read(("a.yaml", """
            id: a
            title: 报修 "急"
            steps:
              - choose: way
                prompt: 走哪条#1？
                options: { left: 左, right: 右 }
                on: { right: [ { end: right } ] }
              - if: way = left
                then: [ { say: "好; <左>" } ]
              - handover: 请来人
            """));
        DialogDiagram.Mermaid(library.Find("a")!).ShouldBe("""
            flowchart TD
              start(["报修 #quot;急#quot;"])
              start --> s0
              s0{{"way<br/>走哪条#35;1？"}}
              s0 -->|"左"| s2
              s0 -->|"右"| s1
              s1(["right"])
              s2{"way = left"}
              s2 -->|"yes"| s3
              s2 -->|"no"| s4
              s3["say.aa8cf4<br/>好#59; #lt;左#gt;"]
              s3 --> s4
              s4>"handover: 请来人"]
              s4 --> finish
              finish(["结束"])

            """.ReplaceLineEndings("\n"));
    }
}
