using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Transcripts;

namespace ResidentAssistant.Tests.Dialogs;

public class ChatFileTests
{
    private const string Chat = """
        # The same answer twice has one effect
        # An intent is never an application.
        given  household 3-2-501, code 8241-7730
        given  staff 李主任

        kf 王阿姨    > 我同意换管子
                     < 好的。请把信上的八位码发给我…
        kf 王阿姨    > (photo 2) 这儿漏
                     < 谢谢。
                     | 收到了。
                     < 还有吗？
                     > [没有]
        # nothing is said here
        kf 王阿姨    > (wait 30m)
                     < 您还在吗？…
        then   consent of 3-2-501 is intends-yes, no application is signed
        kf 李大爷    > (voice)
                     < …
        """;

    [Fact]
    public void A_conversation_is_read_with_its_lines()
    {
        var script = ChatFile.Parse("a.chat", Chat);
        script.Title.ShouldBe("The same answer twice has one effect");
        script.Description.ShouldBe("An intent is never an application.");
        script.Given.ShouldBe([new(3, "household", "3-2-501"), new(3, "code", "8241-7730"), new(4, "staff", "李主任")]);
        script.Turns.Select(t => t.Event).ShouldBe([
            new ChatText("我同意换管子"), new ChatPhoto(2, "这儿漏"), new ChatTap("没有"), new ChatWait(TimeSpan.FromMinutes(30)), new ChatVoice()]);
        script.Turns.Select(t => t.Name).Distinct().ShouldBe(["kf 王阿姨", "kf 李大爷"]);
        script.Turns.ElementAt(1).Replies.ShouldBe([new(9, "谢谢。\n收到了。"), new(11, "还有吗？")]);
        script.Turns.ElementAt(2).Replies.ShouldBeEmpty();
        script.Lines.OfType<ChatAssertion>().ShouldBe([new(16, "consent of 3-2-501 is intends-yes, no application is signed")]);
    }

    [Theory]
    [InlineData("好的…", "好的。请说", true)]
    [InlineData("编号 …。完", "编号 A-1。完", true)]
    [InlineData("…", "", true)]
    [InlineData("编号 …。完", "编号 A-1。", false)]
    [InlineData("好…好", "好", false)]
    [InlineData("好的", "好的。", false)]
    [InlineData("a…b…c", "a1b2c", true)]
    [InlineData("等一等…", "等一等…", true)]
    public void An_ellipsis_stands_for_any_words(string expected, string reply, bool matches) => new ChatReply(1, expected).Matches(reply).ShouldBe(matches);

    [Fact]
    public void Faults_have_their_line()
    {
        var faults = Should.Throw<DialogFormatException>(() => ChatFile.Parse("a.chat", """
            kf 王阿姨 > 好
            given x
            hello
            kf 王阿姨 > (foto)
            kf 王阿姨 >
            then
            < 好
            """)).Faults;
        faults.Select(f => f.Line).ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        faults.ShouldAllBe(f => f.File == "a.chat");
    }

    [Fact]
    public void New_replies_are_written_in_their_place_and_the_rest_stays()
    {
        var script = ChatFile.Parse("a.chat", Chat);
        var same = ChatFile.Rewrite(script, [["好的。请把信上的八位码发给我，或者扫码。"], ["谢谢。\n收到了。", "还有吗？"], [], ["您还在吗？刚才"], ["随便"]]);
        same.ShouldBe(Chat.ReplaceLineEndings("\n") + "\n");
        var changed = ChatFile.Rewrite(script, [["好的。请把信上的八位码发给我。", "多一句"], ["收到"], ["再见"], ["您还在吗？刚才"], []]);
        changed.ShouldBe(Chat.ReplaceLineEndings("\n")
            .Replace("八位码发给我…\n", "八位码发给我…\n             < 多一句\n", StringComparison.Ordinal)
            .Replace("< 谢谢。\n             | 收到了。\n             < 还有吗？\n", "< 收到\n", StringComparison.Ordinal)
            .Replace("> [没有]\n", "> [没有]\n             < 再见\n", StringComparison.Ordinal)
            .Replace("> (voice)\n             < …", "> (voice)", StringComparison.Ordinal) + "\n");
    }

    [Fact]
    public void Coverage_names_the_steps_nobody_went_through()
    {
        var talk = new Talk("""
            id: a
            text: [go]
            steps:
              - choose: way
                prompt: 哪条？
                options: { left: 左, right: 右 }
                on: { right: [ { say: 右, name: right } ] }
              - say: 左
                name: left
            """);
        var coverage = new StepCoverage();
        coverage.Add(talk.Text("go").Visited);
        coverage.Add(talk.Tap("左").Visited);
        coverage.Missing(talk.Library.All).Select(f => f.ToString()).ShouldBe(["test0.yaml:7:20 no transcript goes through `right` of `a`"]);
        coverage.Count(talk.Library.All).ShouldBe((2, 3));
    }
}
