using ResidentAssistant.Dialogs;
using ResidentAssistant.Knowledge.Retrieval;
using ResidentAssistant.Language;

namespace ResidentAssistant.Tests.Knowledge;

public sealed class HomophonesTests
{
    private static readonly Lexicon Words = Read("words: [瓷砖, 不锈钢, 样板间, 签字, 不签字, 支管, 加钱, 保修, 报修, 人家]\n");

    [Theory]
    [InlineData("新贴的瓷专砸了", "新贴的瓷砖砸了")]
    [InlineData("不袖钢的还是塑料的", "不锈钢的还是塑料的")]
    [InlineData("那个样板兼在哪儿", "那个样板间在哪儿")]
    [InlineData("不前字会怎样", "不签字会怎样")]
    [InlineData("瓷专和样板见", "瓷砖和样板间")]
    public void A_word_with_one_wrong_character_of_the_same_sound_is_put_right(string form, string right) => Corrected(form).ShouldBe(right);

    [Theory]
    [InlineData("瓷砖不锈钢", "")]
    [InlineData("词专砸了", "")]
    [InlineData("瓷片砸了", "")]
    [InlineData("包修几年", "")]
    [InlineData("瓷专砸了", "瓷专")]
    [InlineData("挪个位置管子跟着走", "位置")]
    [InlineData("个人加钱", "加钱")]
    [InlineData("瓷", "")]
    [InlineData("", "")]
    [InlineData("ab\0瓷", "")]
    public void What_is_right_too_far_off_or_written_so_in_the_answers_stays(string form, string written) => Corrected(form, written).ShouldBe(form);

    [Fact]
    public void An_answer_is_surely_found_by_a_word_that_only_sounds_right()
    {
        var index = new KnowledgeIndex([SampleAnswers.Of(Tiles), SampleAnswers.Of(SampleAnswers.WhoMustAgree)], new Terms(Words, new Hearing(Normal.Of, Han.Syllable)));

        index.Find("砸了的瓷专给不给贴回来", null, new DateOnly(2026, 11, 23), ResidentAssistant.Knowledge.Place.Unknown).ShouldBeOfType<Found.Answer>().Entry.Id.ShouldBe("sample.tiles");
    }

    private const string Tiles = "---\nid: sample.tiles\nintent: ask_schedule\ntitle: 砸了的瓷砖\nquestions: [砸了的瓷砖给不给贴回来]\nsource: 示例\n---\n给贴。";

    private static string Corrected(string form, string written = "") =>
        new Homophones(Words, Han.Syllable).Corrected(form, (first, second) => written.Contains($"{first}{second}", StringComparison.Ordinal));

    private static Lexicon Read(string text)
    {
        var faults = new List<DialogFault>();
        var lexicon = Lexicon.Read("lexicon.yaml", text, Normal.Of, faults);
        faults.ShouldBeEmpty();
        return lexicon.ShouldNotBeNull();
    }
}
