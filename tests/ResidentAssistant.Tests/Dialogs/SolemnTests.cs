using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Tests.Dialogs;

public class SolemnTests
{
    private const string Consent = """
        id: consent
        title: 登记意愿
        when: [give_consent, refuse]
        steps:
          - choose: answer
            solemn: true
            label: 意愿
            prompt: 您家同不同意换这根管子？
            options:
              agree: { label: 同意, words: [我同意] }
              refuse: { label: 不同意, words: [我不同意] }
              undecided: 再想想
          - confirm: read-back
            prompt: 跟您核对：{answer}。对吗？
          - do: record
          - say: 记下了：{answer}
        ---
        id: chat
        when: [smalltalk]
        interrupts: true
        steps:
          - say: 您好。
        """;

    private static Talk Asked() => new Talk(Consent).Text("我想说说换管子的事", intent: "give_consent");

    [Theory]
    [InlineData("行")]
    [InlineData("好")]
    [InlineData("好的")]
    [InlineData("对")]
    [InlineData("嗯")]
    [InlineData("👍")]
    [InlineData("是的")]
    [InlineData("可以")]
    [InlineData("要是不收钱我就同意")]
    [InlineData("我没说同意")]
    [InlineData("第一个")]
    [InlineData("1")]
    [InlineData("同意？")]
    [InlineData("“同意”")]
    [InlineData("邻居同意我就同意")]
    [InlineData("同意个啥")]
    public void Nothing_but_its_own_word_answers(string text)
    {
        foreach (var intent in (string?[])[null, "give_consent", "smalltalk"])
        {
            var talk = Asked().Text(text, intent: intent);
            talk.State.Open!.Step.ShouldBe("answer", text);
            talk.State.Stack[0].Slots.ContainsKey("answer").ShouldBeFalse();
            talk.Effects.OfType<Ended>().ShouldAllBe(e => e.Dialog == "chat");
        }
    }

    [Theory]
    [InlineData("同意", "agree")]
    [InlineData("同意。", "agree")]
    [InlineData(" 我同意！", "agree")]
    [InlineData("不同意", "refuse")]
    [InlineData("我不同意", "refuse")]
    [InlineData("再想想", "undecided")]
    public void Its_own_word_answers(string text, string value)
    {
        var talk = Asked().Text(text, hedged: text.Contains('不'));
        talk.Reply.ShouldStartWith("跟您核对");
        talk.State.Stack[0].Slots["answer"].Value.ShouldBe(value);
        talk.State.Stack[0].AnsweredTexts["answer"].Text.ShouldBe("您家同不同意换这根管子？");
        talk.Text("行").Reply.ShouldStartWith("记下了");
    }

    [Fact]
    public void A_hedged_reading_of_the_word_is_no_answer() => Asked().Text("同意", hedged: true).Reply.ShouldContain("我不能猜");

    [Fact]
    public void No_to_the_read_back_asks_again()
    {
        var talk = Asked().Tap("同意").Text("不对");
        talk.Reply.ShouldBe("您家同不同意换这根管子？");
        talk.State.Stack[0].Slots.ContainsKey("answer").ShouldBeFalse();
    }

    [Fact]
    public void A_correction_never_changes_it_without_asking()
    {
        var talk = Asked().Tap("同意").Text("不对，是不同意");
        talk.Reply.ShouldBe("您家同不同意换这根管子？");
        talk.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_changed_text_is_asked_again_before_it_is_recorded()
    {
        var talk = Asked();
        talk.Tap("同意");
        talk.Library = DialogLibrary.Read(("c.yaml", Consent.Replace("换这根管子？", "换掉这根公共管子？", StringComparison.Ordinal)));
        talk.Text("对").Replies.ShouldBe(["这一条的说法刚刚改过，请您重新看一遍再选。", "您家同不同意换掉这根公共管子？"]);
        talk.Calls.ShouldBeEmpty();
        talk.Tap("同意").Text("对").Reply.ShouldBe("记下了：同意");
    }

    [Fact]
    public void A_text_changed_while_it_is_open_is_not_answered_by_the_old_button()
    {
        var talk = Asked();
        var old = talk.Asked.Prompt!;
        talk.Library = DialogLibrary.Read(("c.yaml", Consent.Replace("换这根管子？", "换掉这根公共管子？", StringComparison.Ordinal)));
        talk.TapOn(old, "agree").Replies.ShouldBe(["这一条的说法刚刚改过，请您重新看一遍再选。", "您家同不同意换掉这根公共管子？"]);
        talk.TapOn(old, "agree").Last.ShouldContain("您家同不同意换掉这根公共管子？");
        talk.State.Stack[0].Slots.ContainsKey("answer").ShouldBeFalse();
    }

    [Fact]
    public void A_reworded_reminder_elsewhere_changes_nothing()
    {
        var talk = Asked().Tap("同意");
        talk.Library = DialogLibrary.Read(("c.yaml", Consent.Replace("记下了：", "已记下：", StringComparison.Ordinal)));
        talk.Text("对").Reply.ShouldBe("已记下：同意");
    }
}
