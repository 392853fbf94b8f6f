using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Tests.Dialogs.Answers;

public class RoomAndPipeTests
{
    [Theory]
    [InlineData("厨房水管漏水了", "kitchen", "厨房")]
    [InlineData("做饭那屋的管子", "kitchen", "厨房")]
    [InlineData("厕所", "bathroom", "卫生间")]
    [InlineData("解手那屋返味", "bathroom", "卫生间")]
    [InlineData("马桶后头渗水", "bathroom", "卫生间")]
    [InlineData("阳台的下水", "balcony", "阳台")]
    [InlineData("客厅顶上", "living-room", "客厅")]
    [InlineData("不是厨房，是卫生间", "bathroom", "卫生间")]
    public void A_room_is_found_by_its_names(string text, string value, string label) => RoomAnswer.Find(text).ShouldBe(new(value, label));

    [Theory]
    [InlineData("")]
    [InlineData("漏水了")]
    [InlineData("厨房和卫生间都漏")]
    [InlineData("我在医院门口")]
    public void No_room_and_two_rooms_are_none(string text) => RoomAnswer.Find(text).ShouldBeNull();

    [Theory]
    [InlineData("楼上水管爆了", null)]
    [InlineData("地上水一大片", null)]
    [InlineData("往楼下水哗哗的", null)]
    [InlineData("水管漏了", null)]
    [InlineData("上水管", "supply")]
    [InlineData("自来水管裂了", "supply")]
    [InlineData("下水堵了", "drain")]
    [InlineData("排水管", "drain")]
    [InlineData("下水立管", "drain-riser")]
    [InlineData("热水管滴水", "hot")]
    [InlineData("暖气管漏", "heating")]
    [InlineData("煤气管", "gas")]
    [InlineData("立管", "riser")]
    [InlineData("那根竖着的大管子", "riser")]
    [InlineData("支管", "branch")]
    [InlineData("上水管和下水管都换", null)]
    public void A_pipe_is_told_from_the_water_around_it(string text, string? value) => (PipeAnswer.Parse(text)?.Value).ShouldBe(value);

    [Theory]
    [InlineData("drain-riser", "下水立管")]
    [InlineData("hot", "热水管")]
    [InlineData("riser", "立管")]
    [InlineData("branch", "支管")]
    [InlineData("supply-branch", "上水支管")]
    public void A_pipe_is_shown_in_words(string value, string label) => PipeAnswer.Label(value).ShouldBe(label);
}
