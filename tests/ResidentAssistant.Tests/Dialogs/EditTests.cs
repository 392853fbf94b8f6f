using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Tests.Dialogs;

public class EditTests
{
    private const string Before = """
        id: a
        text: [go]
        steps:
          - say: 您好
          - ask: name
            prompt: 您贵姓？
          - do: look
          - ask: phone
            type: phone
            prompt: 电话？
          - ask: note
            prompt: 还有什么要说的？
          - say: "{name} {phone} {note}"
        """;

    private static Talk AtPhone() => new Talk(Before).Text("go").Text("王");

    private static DialogLibrary Edited(string from, string to)
    {
        Before.ShouldContain(from);
        return DialogLibrary.Read(("a.yaml", Before.Replace(from, to, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_step_put_in_before_does_not_move_the_place()
    {
        var talk = AtPhone();
        talk.Library = Edited("  - say: 您好", "  - say: 欢迎\n  - say: 您好\n  - ask: age\n    type: number\n    prompt: 多大年纪？");
        talk.Text("13800000000").Reply.ShouldBe("还有什么要说的？");
    }

    [Fact]
    public void A_renamed_step_is_found_by_its_former_name()
    {
        var talk = AtPhone();
        talk.Library = Edited("- ask: phone", "- ask: mobile\n    was: [phone]");
        talk.Text("13800000000").Reply.ShouldBe("还有什么要说的？");
        talk.State.Stack[0].Slots["mobile"].Value.ShouldBe("13800000000");
        talk.Library = Edited("- ask: name", "- ask: surname\n    was: [name]");
        talk.Text("没了");
        talk.State.Stack.ShouldBeEmpty();
        talk.Ended.Slots["surname"].Value.ShouldBe("王");
    }

    [Fact]
    public void A_step_that_is_gone_goes_on_after_the_nearest_kept_one()
    {
        var talk = AtPhone();
        talk.Library = Edited("  - ask: phone\n    type: phone\n    prompt: 电话？\n", "");
        talk.Text("13800000000").Replies.ShouldBe(["这一段刚刚更新过，我接着前面的跟您办。", "还有什么要说的？"]);
        talk.Calls.Count.ShouldBe(1, "what was done is not done again");
        talk.Text("没了").Reply.ShouldBe("王  没了");
    }

    [Fact]
    public void A_dialog_taken_away_ends_with_a_sentence()
    {
        var talk = AtPhone();
        talk.Library = DialogLibrary.Read(("b.yaml", "{ id: b, steps: [ { say: 好 } ] }"));
        talk.Text("13800000000").Reply.ShouldContain("停用");
        talk.Ended.Result.ShouldBe("abandoned");
        talk.Text("找人").Reply.ShouldContain("工作人员");
    }

    [Fact]
    public void An_edit_does_not_hide_a_danger()
    {
        var burst = "\n---\n{ id: burst, when: [emergency], steps: [ { say: 先关阀 } ] }";
        var talk = new Talk(Before + burst).Text("go").Text("王");
        talk.Library = DialogLibrary.Read(("a.yaml", Before.Replace("ask: phone", "ask: mobile", StringComparison.Ordinal) + burst));
        talk.Text("水管爆了", emergency: "burst").Replies.ShouldContain("先关阀");
    }
}

