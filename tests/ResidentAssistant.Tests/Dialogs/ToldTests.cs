namespace ResidentAssistant.Tests.Dialogs;

/// <summary>What a message tells beside what it answers.</summary>
public class ToldTests
{
    private const string Leak = """
        id: leak
        title: 报漏水
        when: [report_leak]
        hear: { pipe: pipe, since: since }
        steps:
          - ask: household
            type: household
            prompt: 哪一户？
          - ask: place
            type: place
            prompt: 哪间屋？
          - ask: paid
            type: money
            prompt: 花了多少钱？
          - ask: visit
            type: time
            prompt: 哪天方便？
          - do: record
        """;

    [Fact]
    public void Room_money_pipe_and_beginning_are_not_asked_for_again()
    {
        var talk = new Talk(Leak);

        talk.Text("厨房下水管漏水了，从昨晚开始，修过一次花了三百块", intent: "report_leak").Reply.ShouldBe("哪一户？");
        talk.Text("3-2-501").Reply.ShouldBe("哪天方便？");
        talk.Text("明天上午");

        var slots = talk.Calls.ShouldHaveSingleItem().Slots;
        (slots["place"].Label, slots["paid"].Value, slots["pipe"].Value, slots["since"].Value).ShouldBe(("厨房", "300", "drain", "2026-11-21/evening"));
    }

    [Fact]
    public void A_beginning_is_no_day_for_a_visit()
    {
        var talk = new Talk(Leak);

        talk.Text("卫生间漏水，从早上就漏，花了50块，3-2-501", intent: "report_leak").Reply.ShouldBe("哪天方便？");
    }

    [Fact]
    public void What_is_told_with_a_later_answer_is_heard_too()
    {
        var talk = new Talk(Leak);

        talk.Text("漏水了", intent: "report_leak");
        talk.Text("3-2-501，都漏了三天了").Reply.ShouldBe("哪间屋？");

        talk.State.Stack[^1].Slots["since"].Value.ShouldBe("2026-11-19");
    }

    [Fact]
    public void Very_long_words_are_read_by_their_beginning_and_that_is_said()
    {
        var talk = new Talk(Leak);

        talk.Text("厨房漏水了" + new string('啊', 3000), intent: "report_leak").Replies.ShouldBe(["您写得很长，我先看了前面的部分。要紧的请再写一句短的。", "哪一户？"]);
        talk.Text("厨房漏水了" + new string('啊', 1995)).Replies.ShouldNotContain(r => r.StartsWith("您写得很长", StringComparison.Ordinal));
    }

    [Fact]
    public void In_a_danger_nothing_stands_before_the_advice()
    {
        var talk = new Talk("""
            id: emergency
            when: [emergency]
            steps:
              - say: 先顾人。
            """);

        talk.Text(new string('啊', 3000) + "水管爆了", emergency: "burst").Reply.ShouldBe("先顾人。");
    }

    [Fact]
    public void What_cannot_be_heard_is_a_fault_with_its_place() =>
        Should.Throw<ResidentAssistant.Dialogs.DialogFormatException>(() => new Talk("id: a\nhear: { x: photo }\nsteps:\n  - say: 好\n")).Faults.ShouldHaveSingleItem().Line.ShouldBe(2);
}
