using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Tests.Dialogs;

public class RepairTests
{
    private const string Report = """
        id: report
        title: 报修
        when: [report_leak]
        text: [go]
        steps:
          - ask: household
            type: household
            prompt: 您住哪儿？
          - ask: phone
            type: phone
            skip: 不留电话
            prompt: 您的电话？
          - ask: photo
            type: photo
            skip: 没有照片
            prompt: 发张照片？
          - confirm: read-back
            prompt: 核对：{household}，{phone}。对吗？
          - do: record
          - say: 记下了
        ---
        id: when
        title: 工期
        when: [ask_schedule]
        interrupts: true
        steps:
          - say: 工期还没有公布。
        ---
        id: decorate
        title: 装修
        when: [ask_decoration]
        steps:
          - ask: plan
            prompt: 您打算怎么装修？
          - say: 知道了
        ---
        id: burst
        title: 抢险
        when: [emergency]
        cancel: false
        steps:
          - say: 先关总阀，别碰电。
          - ask: household
            type: household
            prompt: 哪一户？
          - say: 已经派人。
        ---
        id: fallback
        title: 没听懂
        when: [fallback]
        steps:
          - say: 请换个说法。
        """;

    private static Talk New() => new(Report);

    [Fact]
    public void What_is_not_understood_is_asked_in_other_words_and_then_a_person_comes()
    {
        var talk = New().Text("go");
        talk.Text("不知道怎么写").Reply.ShouldBe("我没看明白。请照这个样子写：3号楼2单元501。");
        talk.Text("啥").Reply.ShouldStartWith("我没看明白");
        talk.Text("啊？").Reply.ShouldStartWith("对不起");
        talk.Effects.OfType<HandOver>().Single().ShouldBe(new("not-understood", "report", "household"));
        talk.Text("3-2-501").Reply.ShouldBe("您的电话？");
    }

    [Fact]
    public void A_question_in_between_is_answered_and_the_pending_one_asked_again()
    {
        var talk = New().Text("go");
        var asked = talk.Asked.Prompt;
        talk.Text("几月开工", intent: "ask_schedule", question: true).Replies.ShouldBe(["工期还没有公布。", "接着刚才的：您住哪儿？"]);
        talk.Asked.Prompt.ShouldBe(asked);
        talk.Ended.Dialog.ShouldBe("when");
        talk.Text("3-2-501").Reply.ShouldBe("您的电话？");
    }

    [Fact]
    public void Part_of_a_flat_is_kept_and_only_the_rest_asked()
    {
        var talk = New().Text("go");
        talk.Text("301室").Reply.ShouldBe("记下了，301室。请问是几号楼几单元？");
        talk.Text("嗯").Reply.ShouldContain("几号楼几单元");
        talk.Text("3号楼").Reply.ShouldBe("记下了，3号楼301室。请问是几单元？");
        talk.Text("2").Reply.ShouldBe("您的电话？");
        talk.State.Stack[0].Slots["household"].ShouldBe(new("3-2-301", "3号楼2单元301"));
    }

    [Fact]
    public void Several_answers_in_one_message_are_taken_at_once()
    {
        var talk = New().Text("go");
        talk.Text("3号楼2单元501，电话13800000000").Reply.ShouldBe("发张照片？");
        talk.Photo().Reply.ShouldBe("核对：3号楼2单元501，13800000000。对吗？");
        var other = New();
        other.Text("3号楼2单元501漏水了，13800000000", intent: "report_leak").Reply.ShouldBe("发张照片？");
    }

    [Theory]
    [InlineData("不对，是502", "household", "3-2-502")]
    [InlineData("房号错了，是4号楼", "household", "4-2-501")]
    [InlineData("电话写错了，是13911112222", "phone", "13911112222")]
    [InlineData("电话改成13911112222", "phone", "13911112222")]
    [InlineData("不是501是502", "household", "3-2-502")]
    public void A_correction_with_its_value_is_taken(string text, string slot, string value)
    {
        var talk = New().Text("go").Text("3-2-501").Text("13800000000").Photo();
        talk.Text(text).Last.ShouldStartWith("核对：");
        talk.State.Stack[0].Slots[slot].Value.ShouldBe(value);
        talk.Text("对").Reply.ShouldBe("记下了");
    }

    [Fact]
    public void A_correction_in_the_middle_keeps_the_open_question()
    {
        var talk = New().Text("go").Text("3-2-501");
        talk.Text("不对，是502").Replies.ShouldBe(["好的，房号改成3号楼2单元502。", "您的电话？"]);
    }

    [Fact]
    public void One_part_can_be_changed_by_its_name()
    {
        var talk = New().Text("go").Text("3-2-501").Text("13800000000").Photo();
        talk.Text("改一下电话").Reply.ShouldBe("您的电话？");
        talk.Text("13911112222").Reply.ShouldBe("核对：3号楼2单元501，13911112222。对吗？");
        talk.Text("房号错了").Reply.ShouldBe("您住哪儿？");
    }

    [Fact]
    public void No_to_the_read_back_asks_which_part()
    {
        var talk = New().Text("go").Text("3-2-501").Text("13800000000").Photo();
        talk.Text("不对").Asked.Choices.Select(c => c.Label).ShouldBe(["房号：3号楼2单元501", "电话：13800000000", "照片：1张照片", "都不用改"]);
        talk.Tap("都不用改").Reply.ShouldStartWith("核对：");
        talk.Text("不对").Text("电话").Reply.ShouldBe("您的电话？");
        talk.Text("13911112222").Text("不是").Text("第一个").Reply.ShouldBe("您住哪儿？");
    }

    [Fact]
    public void Back_goes_one_question_back()
    {
        var talk = New().Text("go").Text("3-2-501").Text("13800000000");
        talk.Text("上一步").Reply.ShouldBe("您的电话？");
        talk.Text("上一步").Reply.ShouldBe("您住哪儿？");
        talk.Text("上一步").Replies.ShouldBe(["前面没有可以改的了。", "您住哪儿？"]);
        talk.Text("4-1-101").Reply.ShouldBe("您的电话？");
    }

    [Fact]
    public void A_skipped_question_stays_skipped()
    {
        var talk = New().Text("go").Text("3-2-501");
        talk.Tap("不留电话").Reply.ShouldBe("发张照片？");
        talk.Text("没有").Reply.ShouldBe("核对：3号楼2单元501，。对吗？");
        talk.Text("不对，是502").Last.ShouldBe("核对：3号楼2单元502，。对吗？");
    }

    [Theory]
    [InlineData("算了")]
    [InlineData("不办了")]
    [InlineData("取消吧")]
    [InlineData("我想退出")]
    public void Cancel_ends_the_dialog(string text)
    {
        var talk = New().Text("go");
        talk.Text(text).Reply.ShouldStartWith("好的，先不办了");
        talk.Ended.Result.ShouldBe("cancelled");
        talk.Ended.LastStep.ShouldBe("household");
        talk.State.Stack.ShouldBeEmpty();
        talk.State.DueAt.ShouldBeNull();
    }

    [Fact]
    public void Another_wish_is_offered_first_or_later()
    {
        var talk = New().Text("go");
        talk.Text("我要装修", intent: "ask_decoration").Reply.ShouldBe("您正在办“报修”。要先办“装修”吗？");
        talk.Tap("先办新的").Reply.ShouldBe("您打算怎么装修？");
        talk.Text("换地砖").Replies.ShouldBe(["知道了", "刚才您在办“报修”，还接着办吗？"]);
        talk.Text("好").Reply.ShouldBe("接着刚才的：您住哪儿？");
        talk.Text("3-2-501").Text("不留").Text("没有").Text("我要装修", intent: "ask_decoration");
        talk.Text("先办完这个").Replies.ShouldBe(["好的，先办完这个，再办“装修”。", "接着刚才的：核对：3号楼2单元501，。对吗？"]);
        talk.Text("对").Replies.ShouldBe(["记下了", "现在办您刚才说的“装修”。", "您打算怎么装修？"]);
    }

    [Fact]
    public void Of_two_wishes_in_one_message_the_second_comes_after_the_first()
    {
        var talk = New();
        talk.Text("我要装修，顺便问一下几号开工", intent: "ask_decoration", also: new Wish("ask_schedule", "几号开工")).Reply.ShouldBe("您打算怎么装修？");
        talk.Text("换地砖").Replies.ShouldBe(["知道了", "现在办您刚才说的“工期”。", "工期还没有公布。"]);
        talk.State.Later.ShouldBeNull();
        talk.State.LaterWords.ShouldBeNull();
    }

    [Fact]
    public void After_an_emergency_the_question_beside_it_is_answered()
    {
        var talk = New();
        talk.Text("水管爆了，你们几号来", emergency: "burst", also: new Wish("ask_schedule", "你们几号来")).Replies.ShouldBe(["先关总阀，别碰电。", "哪一户？"]);
        talk.Text("3-2-501").Replies.ShouldBe(["已经派人。", "现在办您刚才说的“工期”。", "工期还没有公布。"]);
    }

    [Fact]
    public void An_emergency_takes_over_and_the_dialog_comes_back()
    {
        var talk = New().Text("go").Text("3-2-501");
        var phone = talk.Asked.Prompt!;
        talk.Text("厨房水管爆了，水流了一地", emergency: "burst").Replies.ShouldBe(["先关总阀，别碰电。", "哪一户？"]);
        talk.State.Stack.Count.ShouldBe(2);
        talk.State.Stack[1].Slots["emergency"].Value.ShouldBe("burst");
        talk.Text("算了").Replies[0].ShouldContain("不能停");
        talk.Text("3号楼2单元501，水越来越大", emergency: "burst").Replies.ShouldBe(["已经派人。", "刚才您在办“报修”，还接着办吗？"]);
        talk.TapOn(phone, "skip").Reply.ShouldBe("发张照片？");
    }

    [Fact]
    public void An_old_button_has_no_second_effect()
    {
        var talk = New().Text("go").Text("3-2-501");
        var skip = talk.Asked.Prompt!;
        talk.Tap("不留电话").Reply.ShouldBe("发张照片？");
        talk.TapOn(skip, "skip").Replies.ShouldBe(["您刚才已经选了“不留电话”。", "接着刚才的：发张照片？"]);
        talk.Tap("没有照片");
        var confirm = talk.Asked.Prompt!;
        talk.Tap("对").Reply.ShouldBe("记下了");
        var ended = talk.Turn;
        talk.TapOn(confirm, "yes").Effects.ShouldBe([new RepeatTurn(ended)]);
        talk.Calls.Count.ShouldBe(1);
        talk.TapOn("p99", "yes").Reply.ShouldContain("过时");
        talk.Text("go").TapOn("p99", "yes").Reply.ShouldBe("接着刚才的：您住哪儿？");
    }

    [Fact]
    public void A_silent_person_is_reminded_once_and_then_let_go()
    {
        var talk = New().Text("go");
        talk.State.DueAt.ShouldBe(Talk.Start.AddMinutes(30));
        talk.Wait(TimeSpan.FromMinutes(29)).Tick().Effects.ShouldBeEmpty();
        talk.Wait(TimeSpan.FromMinutes(1)).Tick().Reply.ShouldBe("您还在吗？刚才问您的是：您住哪儿？");
        talk.State.DueAt.ShouldBe(Talk.Start.AddDays(3));
        talk.Wait(TimeSpan.FromDays(3)).Tick().Reply.ShouldContain("先放下");
        talk.Ended.Result.ShouldBe("expired");
        talk.State.DueAt.ShouldBeNull();
        talk.Tick().Effects.ShouldBeEmpty();
    }

    [Fact]
    public void A_voice_message_gets_the_fixed_answer_and_the_question_stays()
    {
        var talk = New();
        talk.Take(new VoiceInput(null)).Reply.ShouldBe("我听不了语音。请您打字，或者点一个：①漏水跑水 ②问改造 ③找人");
        talk.Text("1").Replies[0].ShouldStartWith("先关总阀");
        talk = New().Text("go");
        talk.Facts = new Dictionary<string, string> { ["duty-phone"] = "010-60000000" };
        talk.Take(new VoiceInput(null)).Reply.ShouldEndWith("值班电话：010-60000000。");
        talk.Text("3-2-501").Reply.ShouldBe("您的电话？");
    }

    [Fact]
    public void A_photo_too_early_is_kept_for_its_question()
    {
        var talk = New().Text("go");
        talk.Photo("a").Replies.ShouldBe(["收到了，谢谢。", "您住哪儿？"]);
        talk.Photo("b").Text("3-2-501").Text("13800000000").Reply.ShouldStartWith("核对：");
        talk.State.Stack[0].Slots["photo"].ShouldBe(new("a,b", "2张照片"));
        New().Photo("c").Reply.ShouldContain("什么事");
    }

    [Fact]
    public void A_story_in_own_words_corrects_nothing()
    {
        var talk = new Talk("""
            id: tell
            text: [go]
            steps:
              - ask: household
                type: household
                prompt: 您住哪儿？
              - ask: story
                prompt: 怎么回事？
              - say: "{household}：{story}"
            """);
        talk.Text("go").Text("3-2-502").Text("应该是3号楼2单元602漏下来的").Reply.ShouldBe("3号楼2单元502：应该是3号楼2单元602漏下来的");
        talk.Text("go").Text("3-2-502").Text("不对，是501").Replies.ShouldBe(["好的，房号改成3号楼2单元501。", "怎么回事？"]);
        talk.Text("我想把厕所的蹲坑改成马桶").Reply.ShouldEndWith("改成马桶");
    }

    [Fact]
    public void A_photo_with_words_begins_the_dialog_and_is_its_answer()
    {
        var talk = New();
        talk.Take(new MediaInput([new("a", "image/jpeg")], "3号楼2单元501漏水，13800000000", new Reading(null, "report_leak", 0.9, false, false)));
        talk.Last.ShouldBe("核对：3号楼2单元501，13800000000。对吗？");
        talk.State.Stack[0].Slots["photo"].Value.ShouldBe("a");
    }

    [Fact]
    public void A_person_can_be_asked_for_at_any_time()
    {
        var talk = New().Text("找人");
        talk.Effects.OfType<HandOver>().Single().Reason.ShouldBe("asked");
        talk.Text("go").Text("转人工").Effects.OfType<HandOver>().Single().ShouldBe(new("asked", "report", "household"));
        talk.State.Stack.ShouldBeEmpty();
        talk.Take(new GivenBackInput()).Replies.ShouldBe(["我是居民助手，接下来我陪您办。"]);
    }

    [Fact]
    public void The_question_is_repeated_on_request() => New().Text("go").Text("再说一遍").Reply.ShouldBe("您住哪儿？");

    [Fact]
    public void Nothing_understood_at_rest_goes_to_the_fallback() => New().Text("咕咕").Reply.ShouldBe("请换个说法。");

    [Fact]
    public void A_read_back_is_answered_by_small_words_and_not_by_doubt()
    {
        var talk = New().Text("go").Text("3-2-501").Text("13800000000").Photo();
        talk.Text("要是对就好了").Reply.ShouldStartWith("请您回一个");
        talk.Text("行").Reply.ShouldBe("记下了");
    }
}
