using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Tests.Dialogs;

public sealed class MenuTests
{
    private const string Dialogs = """
        id: welcome
        text: [hello]
        menu: true
        steps:
          - choose: wish
            prompt: 您要办什么？
            options: { water: 漏水, person: 找人来 }
            on:
              water: [{ call: alarm, take: [] }]
        ---
        id: fallback
        when: [fallback]
        menu: true
        steps:
          - choose: wish
            prompt: 没听懂，您是想？
            options: { water: 漏水, person: 找人来 }
        ---
        id: consent
        when: [give_consent]
        steps:
          - choose: answer
            prompt: 同不同意？
            options: { agree: 同意, refuse: 不同意 }
          - say: 记下了
        ---
        id: thanks
        text: [谢谢]
        interrupts: true
        steps:
          - say: 不客气
        ---
        id: alarm
        when: [emergency]
        cancel: false
        steps:
          - do: open
          - ask: place
            prompt: 在哪儿？
          - ask: more
            prompt: 还有吗？
          - say: 完了
        """;

    [Fact]
    public void Another_wish_starts_from_a_menu_at_once_and_the_menu_comes_back_without_a_word()
    {
        var talk = new Talk(Dialogs);
        var menu = talk.Text("hello").Asked;
        talk.Text("我同意", "give_consent").Reply.ShouldBe("同不同意？");
        talk.Tap("同意").Reply.ShouldBe("记下了");
        talk.TapOn(menu.Prompt!, "water").Reply.ShouldBe("在哪儿？");
    }

    [Fact]
    public void Thanks_over_a_menu_is_answered_and_nothing_is_asked_again()
    {
        var talk = new Talk(Dialogs);
        talk.Text("hello");
        talk.Text("谢谢").Reply.ShouldBe("不客气");
    }

    [Fact]
    public void Words_that_nobody_understands_over_a_menu_go_to_the_fallback_and_the_buttons_of_both_work()
    {
        var talk = new Talk(Dialogs);
        var menu = talk.Text("hello").Asked;
        talk.Text("霹雳啪啦嘣").Reply.ShouldBe("没听懂，您是想？");
        talk.TapOn(menu.Prompt!, "water").Reply.ShouldBe("在哪儿？");

        talk = new Talk(Dialogs);
        talk.Text("hello");
        talk.Text("霹雳啪啦嘣");
        talk.Text("呱嗒呱嗒").Replies[0].ShouldStartWith("我没看明白您的意思");
        talk.Tap("找人来").Effects.OfType<Ended>().ShouldHaveSingleItem().Dialog.ShouldBe("fallback");
    }

    [Fact]
    public void After_an_emergency_a_menu_does_not_ask_whether_to_go_on()
    {
        var talk = new Talk(Dialogs);
        talk.Text("hello");
        talk.Text("爆管了", emergency: "burst").Reply.ShouldBe("在哪儿？");
        talk.Text("厨房");
        talk.Text("没有").Replies.ShouldBe(["完了"]);
    }

    [Fact]
    public void Another_danger_begins_the_emergency_again_and_keeps_what_was_answered()
    {
        var talk = new Talk(Dialogs);
        talk.Text("漏水", emergency: "burst");
        talk.Text("厨房").Reply.ShouldBe("还有吗？");

        talk.Text("碰到插座了", emergency: "electric").Reply.ShouldBe("还有吗？");
        talk.Calls.Select(c => c.Slots["emergency"].Value).ShouldBe(["burst", "electric"]);
        talk.Calls[1].Slots["place"].Value.ShouldBe("厨房");

        talk.Text("插座那儿还有水", emergency: "electric").Reply.ShouldBe("完了");
        talk.Calls.Count.ShouldBe(2);
    }
}
