using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Tests.Dialogs.Answers;

public class TimeAnswerTests
{
    // Thursday 19 November 2026, half past ten in the morning here.
    private static readonly DateTimeOffset Now = new(2026, 11, 19, 2, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("今天下午", "2026-11-19/pm", "11月19日星期四下午")]
    [InlineData("明天", "2026-11-20", "11月20日星期五")]
    [InlineData("明儿上午", "2026-11-20/am", "11月20日星期五上午")]
    [InlineData("后天", "2026-11-21", "11月21日星期六")]
    [InlineData("大后天晚上", "2026-11-22/evening", "11月22日星期日晚上")]
    [InlineData("下周三上午", "2026-11-25/am", "11月25日星期三上午")]
    [InlineData("下星期三上午", "2026-11-25/am", "11月25日星期三上午")]
    [InlineData("下个礼拜天", "2026-11-29", "11月29日星期日")]
    [InlineData("下下周一", "2026-11-30", "11月30日星期一")]
    [InlineData("周五", "2026-11-20", "11月20日星期五")]
    [InlineData("这周六", "2026-11-21", "11月21日星期六")]
    [InlineData("周三", "2026-11-25", "11月25日星期三")]
    [InlineData("周三三点", "2026-11-25T15:00", "11月25日星期三下午3点")]
    [InlineData("周四上午九点", "2026-11-26T09:00", "11月26日星期四上午9点")]
    [InlineData("周末", "2026-11-21", "11月21日星期六")]
    [InlineData("15号", "2026-12-15", "12月15日星期二")]
    [InlineData("25号下午", "2026-11-25/pm", "11月25日星期三下午")]
    [InlineData("二十五号", "2026-11-25", "11月25日星期三")]
    [InlineData("12月3号下午两点", "2026-12-03T14:00", "12月3日星期四下午2点")]
    [InlineData("十二月三号下午两点半", "2026-12-03T14:30", "12月3日星期四下午2点半")]
    [InlineData("12/3上午", "2026-12-03/am", "12月3日星期四上午")]
    [InlineData("1月5号", "2027-01-05", "2027年1月5日星期二")]
    [InlineData("2026年12月1日", "2026-12-01", "12月1日星期二")]
    [InlineData("2026-12-01 14:30", "2026-12-01T14:30", "12月1日星期二下午2点半")]
    [InlineData("明天下午三点一刻", "2026-11-20T15:15", "11月20日星期五下午3点15分")]
    [InlineData("三点半", "2026-11-19T15:30", "11月19日星期四下午3点半")]
    [InlineData("上午九点", "2026-11-20T09:00", "11月20日星期五上午9点")]
    [InlineData("明天中午12点", "2026-11-20T12:00", "11月20日星期五中午12点")]
    [InlineData("3天后", "2026-11-22", "11月22日星期日")]
    [InlineData("下个月3号", "2026-12-03", "12月3日星期四")]
    [InlineData("月底", "2026-11-30", "11月30日星期一")]
    [InlineData("这月底", "2026-11-30", "11月30日星期一")]
    [InlineData("下月底", "2026-12-31", "12月31日星期四")]
    [InlineData("月初", "2026-12-01", "12月1日星期二")]
    [InlineData("下个月初吧", "2026-12-01", "12月1日星期二")]
    [InlineData("月中", "2026-12-15", "12月15日星期二")]
    [InlineData("下礼拜三后半晌", "2026-11-25/pm", "11月25日星期三下午")]
    [InlineData("大后天一早", "2026-11-22/am", "11月22日星期日上午")]
    [InlineData("后儿个头晌", "2026-11-21/am", "11月21日星期六上午")]
    [InlineData("明儿晌午", "2026-11-20/noon", "11月20日星期五中午")]
    [InlineData("周五擦黑", "2026-11-20/evening", "11月20日星期五晚上")]
    [InlineData("周三不行，周五行", "2026-11-20", "11月20日星期五")]
    [InlineData("周五不行周六吧", "2026-11-21", "11月21日星期六")]
    [InlineData("别周三，周五上午", "2026-11-20/am", "11月20日星期五上午")]
    [InlineData("元旦后", "2027-01-02/after", "2027年1月2日星期六以后")]
    [InlineData("过了元旦吧", "2027-01-02/after", "2027年1月2日星期六以后")]
    [InlineData("国庆后", "2027-10-08/after", "2027年10月8日星期五以后")]
    [InlineData("十一以后", "2027-10-08/after", "2027年10月8日星期五以后")]
    [InlineData("春节后", "2027-02-13/after", "2027年2月13日星期六以后")]
    [InlineData("2月29号", "2028-02-29", "2028年2月29日星期二")]
    public void A_day_is_counted_from_today_here(string text, string value, string label)
    {
        TimeAnswer.Parse(text, Now).ShouldBe(new(value, label));
    }

    [Fact]
    public void Today_is_the_day_here_and_not_in_Greenwich() =>
        TimeAnswer.Parse("明天", new(2026, 11, 19, 17, 0, 0, TimeSpan.Zero)).ShouldNotBeNull().Value.ShouldBe("2026-11-21");

    [Theory]
    [InlineData("")]
    [InlineData("下周")]
    [InlineData("改天吧")]
    [InlineData("昨天")]
    [InlineData("上周三")]
    [InlineData("3号楼2单元501")]
    [InlineData("15号楼")]
    [InlineData("13月45号")]
    [InlineData("13800000000")]
    [InlineData("国庆前")]
    [InlineData("周末以外都行")]
    [InlineData("除了周末")]
    [InlineData("我明天不在家")]
    [InlineData("周三不行")]
    [InlineData("赶明儿再说")]
    [InlineData("不知道")]
    public void What_names_no_coming_day_is_none(string text) => TimeAnswer.Parse(text, Now).ShouldBeNull();
}
