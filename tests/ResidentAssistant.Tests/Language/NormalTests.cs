using ResidentAssistant.Language;

namespace ResidentAssistant.Tests.Language;

public sealed class NormalTests
{
    [Theory]
    [InlineData("３號樓２單元５０１漏水了", "3号楼2单元501漏水了")]
    [InlineData("爆 管 了 ！！！ 快來人", "爆管了快来人")]
    [InlineData("後天幾點來？", "后天几点来?")]
    [InlineData("ＰＰＲ管好麼", "ppr管好么")]
    [InlineData("👍 好。", "👍好")]
    [InlineData("", "")]
    public void Writing_makes_no_difference(string text, string normal) => Normal.Of(text).ShouldBe(normal);

    [Fact]
    public void A_broken_surrogate_is_dropped() => Normal.Of("漏\ud800水").ShouldBe("漏水");

    [Theory]
    [InlineData("力管", "立管")]
    [InlineData("保管", "爆管")]
    [InlineData("楼水", "漏水")]
    [InlineData("露水", "路水")]
    [InlineData("支架", "资架")]
    [InlineData("停水", "挺谁")]
    [InlineData("男", "蓝")]
    public void What_dictation_mixes_up_sounds_alike(string heard, string said) =>
        heard.Select(Han.Sound).ShouldBe(said.Select(Han.Sound));

    [Theory]
    [InlineData('漏', '流')]
    [InlineData('水', '说')]
    public void Other_sounds_stay_apart(char one, char other) => Han.Sound(one).ShouldNotBe(Han.Sound(other));

    [Theory]
    [InlineData('a')]
    [InlineData('1')]
    [InlineData('。')]
    public void What_is_no_Chinese_character_has_no_sound(char character) => Han.Sound(character).ShouldBe(0);
}
