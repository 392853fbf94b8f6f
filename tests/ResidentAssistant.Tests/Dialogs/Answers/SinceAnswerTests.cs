using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Tests.Dialogs.Answers;

public class SinceAnswerTests
{
    // Thursday 19 November 2026, half past ten in the morning here.
    private static readonly DateTimeOffset Now = new(2026, 11, 19, 2, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("从昨晚开始", "2026-11-18/evening")]
    [InlineData("昨儿夜里就漏", "2026-11-18/evening")]
    [InlineData("打早上起", "2026-11-19/am")]
    [InlineData("今早六点", "2026-11-19T06:00")]
    [InlineData("昨晚八点半", "2026-11-18T20:30")]
    [InlineData("都三天了", "2026-11-16")]
    [InlineData("漏了两天了", "2026-11-17")]
    [InlineData("两个小时了", "2026-11-19T08:30")]
    [InlineData("一个半小时了", "2026-11-19T09:00")]
    [InlineData("半个钟头了", "2026-11-19T10:00")]
    [InlineData("十来分钟了", "2026-11-19T10:20")]
    [InlineData("上礼拜就这样", "2026-11-09")]
    [InlineData("上周三就漏", "2026-11-11")]
    [InlineData("上上周", "2026-11-02")]
    [InlineData("周一开始", "2026-11-16")]
    [InlineData("周五就开始了", "2026-11-13")]
    [InlineData("一个礼拜了", "2026-11-12")]
    [InlineData("半个月了", "2026-11-04")]
    [InlineData("一个多月了", "2026-10-19")]
    [InlineData("上个月底", "2026-10-31")]
    [InlineData("15号开始的", "2026-11-15")]
    [InlineData("从25号", "2026-10-25")]
    [InlineData("11月3号", "2026-11-03")]
    [InlineData("大前天", "2026-11-16")]
    [InlineData("前天下午", "2026-11-17/pm")]
    [InlineData("半夜开始的", "2026-11-18/evening")]
    [InlineData("半夜两点", "2026-11-19T02:00")]
    [InlineData("刚刚", "2026-11-19T10:30")]
    [InlineData("刚发现", "2026-11-19T10:30")]
    public void The_beginning_is_counted_back_from_now(string text, string value) => SinceAnswer.Parse(text, Now).ShouldNotBeNull().Value.ShouldBe(value);

    [Theory]
    [InlineData("")]
    [InlineData("不知道")]
    [InlineData("两三天了")]
    [InlineData("好几天了")]
    [InlineData("有一阵子了")]
    [InlineData("三天后")]
    [InlineData("今晚八点")]
    [InlineData("3号楼2单元501")]
    [InlineData("三天两头")]
    [InlineData("每天")]
    public void What_names_no_time_that_has_gone_by_is_none(string text) => SinceAnswer.Parse(text, Now).ShouldBeNull();

    [Theory]
    [InlineData("厨房水管漏水了，从昨晚开始", "2026-11-18/evening")]
    [InlineData("3号楼2单元501漏水，都三天了没人管", "2026-11-16")]
    [InlineData("昨天厨房就漏了", "2026-11-18")]
    [InlineData("刚刚水管爆了", "2026-11-19T10:30")]
    [InlineData("昨天打过电话没人接，厨房漏水", null)]
    [InlineData("漏水，上周报过修", null)]
    [InlineData("厨房漏水，明天来行吗", null)]
    [InlineData("水管爆了，3号楼2单元501，电话13800000000", null)]
    public void Out_of_a_message_only_what_began_then_is_taken(string text, string? value) => (SinceAnswer.Find(text, Now)?.Value).ShouldBe(value);

    [Theory]
    [InlineData("2026-11-18/evening", "11月18日晚上")]
    [InlineData("2026-11-16", "11月16日")]
    [InlineData("2026-11-19T08:30", "11月19日08:30")]
    public void It_is_shown_in_words(string value, string label) => SinceAnswer.Label(value).ShouldBe(label);
}
