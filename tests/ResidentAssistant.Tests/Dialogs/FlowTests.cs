using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Tests.Dialogs;

public class FlowTests
{
    private const string Bench = """
        id: bench
        text: ["/bench"]
        steps:
          - ask: household
            type: household
            prompt: 请问您住几号楼几单元几室？
          - choose: answer
            prompt: 您是否同意改造？
            options: { agree: 同意, refuse: 不同意, undecided: 再想想 }
          - ask: phone
            type: phone
            prompt: 请留联系电话。
          - do: claim
            with: { text: "{household}，{answer}" }
          - say: 已登记：{household} {answer} {answer.value}
        """;

    [Fact]
    public void The_bench_dialog_gives_one_reply_a_turn()
    {
        var talk = new Talk(Bench);
        talk.Text("/bench").Reply.ShouldBe("请问您住几号楼几单元几室？");
        talk.Text("3号楼2单元501").Reply.ShouldBe("您是否同意改造？");
        talk.Text("同意").Reply.ShouldBe("请留联系电话。");
        talk.Text("13800000000").Reply.ShouldBe("已登记：3号楼2单元501 同意 agree");
        talk.Calls.ShouldHaveSingleItem().Arguments["text"].ShouldBe("3号楼2单元501，同意");
        talk.Ended.Result.ShouldBe("completed");
        talk.Ended.Turns.ShouldBe(4);
        talk.Ended.Slots["phone"].Private.ShouldBeTrue();
        talk.State.Stack.ShouldBeEmpty();
        talk.Text("/bench").Reply.ShouldBe("请问您住几号楼几单元几室？");
    }

    [Fact]
    public void A_called_dialog_hands_its_slots_and_its_result_back()
    {
        var talk = new Talk("""
            id: parent
            text: [go]
            steps:
              - call: child
                on:
                  completed:
                    - say: 住{household}
                  other: []
              - end: fine
            ---
            id: child
            steps:
              - ask: household
                type: household
                prompt: 住哪儿？
              - say: 好
            """);
        talk.Text("go").Reply.ShouldBe("住哪儿？");
        talk.Text("3-2-501").Replies.ShouldBe(["好", "住3号楼2单元501"]);
        talk.Effects.OfType<Ended>().Select(e => (e.Dialog, e.Result)).ShouldBe([("child", "completed"), ("parent", "fine")]);
    }

    [Fact]
    public void If_and_goto_lead_where_they_say()
    {
        var talk = new Talk("""
            id: a
            text: [go]
            steps:
              - choose: way
                prompt: 哪条路？
                options: { left: 左, right: 右 }
                on: { right: [ { goto: far } ] }
              - if: way = left and not never
                then: [ { say: 往左 } ]
                else: [ { say: 不对劲 } ]
              - end: near
              - say: 往右
                name: far
            """);
        talk.Text("go").Text("左").Reply.ShouldBe("往左");
        talk.Ended.Result.ShouldBe("near");
        talk.Text("go").Tap("右").Reply.ShouldBe("往右");
        talk.Ended.Result.ShouldBe("completed");
    }

    [Fact]
    public void Actions_branch_on_their_outcome_and_speak_first()
    {
        var talk = new Talk("""
            id: a
            text: [go]
            steps:
              - do: look
                on:
                  found: [ { say: "编号{reference}" } ]
              - handover: 请核对
              - say: 完
            """).On("look", _ => ActionResult.Of("found", ("reference", SlotValue.Of("A-0012"))).Saying("查到了"));
        talk.Text("go").Replies.ShouldBe(["查到了", "编号A-0012", "完"]);
        talk.Effects.OfType<HandOver>().Single().Reason.ShouldBe("请核对");
    }

    [Fact]
    public void Going_back_asks_everything_from_there_again()
    {
        var talk = new Talk("""
            id: a
            text: [go]
            steps:
              - ask: surname
                prompt: 贵姓？
              - call: where
              - do: find
                on:
                  none:
                    - choose: more
                      prompt: 没找到。再写一次？
                      options: { yes: 再写, no: 不写了 }
                      on: { yes: [ { goto: call.where } ] }
              - say: 完
            ---
            id: where
            steps:
              - ask: household
                type: household
                prompt: 您住哪儿？
            """).On("find", _ => ActionResult.Of("none"));
        talk.Text("go").Text("王").Text("3-2-501").Reply.ShouldBe("没找到。再写一次？");
        talk.Tap("再写").Reply.ShouldBe("您住哪儿？");
        talk.Text("3-2-502").Reply.ShouldBe("没找到。再写一次？");
        talk.Tap("不写了").Reply.ShouldBe("完");
        talk.Ended.Slots["surname"].Value.ShouldBe("王");
    }

    [Fact]
    public void A_dialog_in_circles_is_a_fault_that_names_it()
    {
        var talk = new Talk("{ id: round, text: [go], steps: [ { say: 一, name: one }, { goto: one } ] }");
        Should.Throw<InvalidOperationException>(() => talk.Text("go")).Message.ShouldContain("round");
    }
}
