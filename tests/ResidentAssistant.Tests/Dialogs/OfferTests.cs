using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Check;

namespace ResidentAssistant.Tests.Dialogs;

public sealed class OfferTests
{
    private const string Dialogs = """
        id: question
        when: [ask]
        interrupts: true
        yields: true
        steps:
          - do: find
            on:
              sure: [{ end: answered }]
          - choose: topic
            from: topics
            prompt: 您是不是想问：
            remind-after: never
            expire-after: 30m
            options: { none: 都不是 }
            on:
              none: [{ say: 记下了 }, { end: noted }]
          - say: 说的是{topic}，{topic.value}
        ---
        id: consent
        when: [give_consent]
        steps:
          - choose: answer
            solemn: true
            prompt: 同不同意？
            options: { agree: 同意, refuse: 不同意 }
          - say: 记下{answer}
        ---
        id: alarm
        when: [emergency]
        steps:
          - ask: place
            type: place
            prompt: 在哪儿？
          - say: 完了
        ---
        id: fallback
        when: [fallback]
        steps:
          - say: 没听懂
        """;

    [Fact]
    public void Options_of_an_action_stand_before_those_of_the_file_and_are_kept_with_the_conversation()
    {
        var talk = New();
        talk.Text("几家签字", "ask").Asked.Choices.Select(c => c.Label).ShouldBe(["谁签字", "管多久", "都不是"]);

        talk.Tap("管多久").Reply.ShouldBe("说的是管多久，validity");
        talk.Ended.Result.ShouldBe("completed");
    }

    [Theory]
    [InlineData("谁签字", "说的是谁签字，who")]
    [InlineData("2", "说的是管多久，validity")]
    [InlineData("第一个", "说的是谁签字，who")]
    [InlineData("都不是", "记下了")]
    public void They_can_be_answered_in_words_and_by_number(string words, string reply)
    {
        var talk = New();
        talk.Text("几家签字", "ask");
        talk.Text(words).Reply.ShouldBe(reply);
    }

    [Fact]
    public void Another_question_leaves_the_offer_without_a_word()
    {
        var talk = New();
        talk.Text("几家签字", "ask");

        talk.Text("那哪天停水", "ask", question: true).Reply.ShouldBe("您是不是想问：");

        talk.Ended.Result.ShouldBe("interrupted");
        talk.Calls.Count.ShouldBe(2);
        talk.State.Stack.Count.ShouldBe(1);
        talk.Text("霹雳啪啦嘣").Reply.ShouldBe("没听懂");
        talk.State.Stack.ShouldBeEmpty();
    }

    [Fact]
    public void In_between_the_offer_is_answered_and_the_earlier_question_asked_again()
    {
        var talk = New();
        talk.Text("同意", "give_consent");
        talk.Text("几家签字", "ask", question: true).Reply.ShouldBe("您是不是想问：");

        talk.Tap("谁签字").Replies.ShouldBe(["说的是谁签字，who", "接着刚才的：同不同意？"]);
        talk.Tap("同意").Reply.ShouldBe("记下同意");
    }

    [Fact]
    public void The_earlier_question_can_be_answered_over_the_offer_by_its_word_or_its_button()
    {
        var talk = New();
        talk.Text("同意", "give_consent");
        talk.Text("几家签字", "ask", question: true);
        talk.Text("不同意").Reply.ShouldBe("记下不同意");

        var consent = talk.Text("同意", "give_consent").Asked;
        talk.Text("几家签字", "ask", question: true);
        talk.TapOn(consent.Prompt!, "agree").Reply.ShouldBe("记下同意");
        talk.State.Stack.ShouldBeEmpty();
    }

    [Fact]
    public void An_offer_lapses_in_silence_and_the_earlier_question_reminds_in_its_own_time()
    {
        var talk = New();
        talk.Text("几家签字", "ask");
        talk.Wait(TimeSpan.FromMinutes(30)).Tick().Effects.OfType<Say>().ShouldBeEmpty();
        talk.State.Stack.ShouldBeEmpty();

        talk.Text("同意", "give_consent");
        talk.Text("几家签字", "ask", question: true);
        talk.Wait(TimeSpan.FromMinutes(30)).Tick().Effects.OfType<Say>().ShouldBeEmpty();
        talk.Tick().Reply.ShouldBe("您还在吗？刚才问您的是：同不同意？");
    }

    [Fact]
    public void After_a_danger_nobody_is_asked_to_go_on_with_an_offer()
    {
        var talk = New();
        talk.Text("几家签字", "ask");
        talk.Text("喷水了", emergency: "burst").Reply.ShouldBe("在哪儿？");
        talk.Text("厨房").Reply.ShouldBe("完了");
        talk.State.Stack.ShouldBeEmpty();

        talk.Text("同意", "give_consent");
        talk.Text("几家签字", "ask", question: true);
        talk.Text("喷水了", emergency: "burst");
        talk.Text("厨房").Last.ShouldBe("刚才您在办“consent”，还接着办吗？");
        talk.Tap("接着办").Reply.ShouldBe("接着刚才的：同不同意？");
    }

    [Fact]
    public void The_check_finds_an_offer_that_no_action_makes_and_the_reader_a_solemn_one()
    {
        ActionSignature[] actions = [new("find", ["sure", "unsure"], [], []) { Offers = ["topics"] }];
        DialogCheck.Run(DialogLibrary.Read(("a.yaml", Dialogs)), actions, new HashSet<string> { "ask", "give_consent" }).ShouldBeEmpty();
        DialogCheck.Run(DialogLibrary.Read(("a.yaml", Dialogs.Replace("from: topics", "from: topic"))), actions, new HashSet<string> { "ask", "give_consent" })
            .ShouldHaveSingleItem().Message.ShouldContain("offers `topic`");

        Should.Throw<DialogFormatException>(() => DialogLibrary.Read(("a.yaml", Dialogs.Replace("from: topics", "from: topics\n    solemn: true")))).Message.ShouldContain("solemn");
    }

    private static Talk New() => new Talk(Dialogs).On("find", _ => ActionResult.Of("unsure").Offering("topics", new Choice("who", "谁签字"), new Choice("validity", "管多久")));
}
