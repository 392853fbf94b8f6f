using System.Text;
using ResidentAssistant.Channels.WeCom.CustomerService;
using ResidentAssistant.Messaging;
using ResidentAssistant.WeCom.Kf;

namespace ResidentAssistant.Tests.WeCom.CustomerService;

/// <summary>What is said becomes messages within the vendor's bytes, and taps find their way back.</summary>
public sealed class KfWritingTests
{
    [Fact]
    public void Long_words_are_cut_at_sentences_and_lose_nothing()
    {
        var text = string.Concat(Enumerable.Range(1, 200).Select(i => $"这是第{i}句话，说的是换管子的事。"));

        var parts = KfWriting.Compose([Said(text)]);

        parts.Count.ShouldBeLessThanOrEqualTo(Encoding.UTF8.GetByteCount(text) / 2048 + 2);
        parts.ShouldAllBe(p => Encoding.UTF8.GetByteCount(((KfContent.Text)p).Content) <= 2048);
        parts.SkipLast(1).ShouldAllBe(p => ((KfContent.Text)p).Content.EndsWith('。'));
        string.Concat(parts.Select(p => ((KfContent.Text)p).Content)).ShouldBe(text);
    }

    [Fact]
    public void Nothing_is_cut_inside_what_people_see_as_one_character()
    {
        var family = "👨‍👩‍👧‍👦";
        var text = string.Concat(Enumerable.Repeat(family, 300));

        var parts = KfWriting.Compose([Said(text)]);

        parts.ShouldAllBe(p => ((KfContent.Text)p).Content.Length % family.Length == 0);
        parts.Sum(p => ((KfContent.Text)p).Content.Length).ShouldBe(text.Length);
    }

    [Fact]
    public void Random_texts_fit_whatever_they_are_made_of()
    {
        var dice = new Random(2026);
        string[] signs = ["水", "a", "。", "\n", "🚰", "é", "👨‍👩‍👧", " ", "，", "\uD83D"];
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(Enumerable.Range(0, dice.Next(0, 3000)).Select(_ => signs[dice.Next(signs.Length)]));
            foreach (var last in (int[])[2048, 1024])
            {
                var pieces = KfCut.Pieces(text, 2048, last);

                pieces.ShouldAllBe(p => Encoding.UTF8.GetByteCount(p) <= 2048);
                Encoding.UTF8.GetByteCount(pieces[^1]).ShouldBeLessThanOrEqualTo(last);
                Bare(string.Concat(pieces)).ShouldBe(Bare(text));
            }
        }
    }

    [Fact]
    public void A_question_with_choices_is_a_menu_and_what_does_not_fit_above_it_goes_before()
    {
        var text = string.Concat(Enumerable.Repeat("先把该告诉您的事说一遍。", 50));

        var parts = KfWriting.Compose([Said(text), Asked("您家同不同意换楼里共用的管子？", "同意", "不同意")]);

        parts.Count.ShouldBe(2);
        parts[0].ShouldBeOfType<KfContent.Text>();
        var menu = parts[1].ShouldBeOfType<KfContent.Menu>();
        menu.Head.ShouldEndWith("您家同不同意换楼里共用的管子？");
        Encoding.UTF8.GetByteCount(menu.Head!).ShouldBeLessThanOrEqualTo(1024);
        menu.Lines.Cast<KfMenuLine.Click>().Select(c => c.Content).ShouldBe(["同意", "不同意"]);
    }

    [Fact]
    public void More_than_ten_choices_are_told_in_words()
    {
        var menu = KfWriting.Compose([Asked("哪一项？", [.. Enumerable.Range(1, 12).Select(i => $"第{i}项")])]).ShouldHaveSingleItem().ShouldBeOfType<KfContent.Menu>();

        menu.Lines.Count.ShouldBe(10);
        menu.Head.ShouldBe("哪一项？\n\n也可以打字：第11项，第12项");
    }

    [Fact]
    public void A_sentence_said_again_and_again_is_said_once_and_a_colleague_is_named() =>
        KfWriting.Compose([Said("谢谢"), Said("谢谢"), Said("好的"), Said("谢谢"), Said("明天到") with { From = Speaker.Staff, Name = "小李" }])
            .ShouldHaveSingleItem().ShouldBe(new KfContent.Text("谢谢\n\n好的\n\n谢谢\n\n小李：明天到"));

    [Theory]
    [InlineData("p12", "water")]
    [InlineData("voice", "leak")]
    [InlineData("p1", "3-2-501")]
    [InlineData("p1", "同意")]
    [InlineData("a__b_", "_c_")]
    [InlineData("p1", "")]
    public void A_taps_id_says_prompt_and_value(string prompt, string value)
    {
        var id = KfMenu.Id(prompt, value);

        id.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        KfMenu.Read(id).ShouldBe((prompt, value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("t")]
    [InlineData("__x")]
    [InlineData("p1__a_")]
    [InlineData("p1__a_zz")]
    [InlineData("p1__a-b")]
    [InlineData("101")]
    [InlineData("p1___ff")]
    [InlineData("p1___0a")]
    public void An_id_that_is_not_ours_says_nothing(string? id) => KfMenu.Read(id).ShouldBeNull();

    [Fact]
    public void A_value_that_is_too_long_or_a_button_without_a_prompt_is_taken_by_its_words()
    {
        KfMenu.Id("p1", new string('水', 50)).ShouldBe("t");
        KfMenu.Id(null, "x").ShouldBe("t");
    }

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static Entry Said(string text) => new() { Position = 1, From = Speaker.Assistant, At = default, Text = text };

    private static Entry Asked(string text, params string[] choices) => Said(text) with { Prompt = "p1", Buttons = [.. choices.Select(c => new Button(c, c))] };
}
