using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Knowledge;
using ResidentAssistant.Knowledge.Retrieval;
using ResidentAssistant.Language;

namespace ResidentAssistant.Tests.Knowledge;

public sealed class KnowledgeIndexTests
{
    private static readonly DateOnly Today = new(2025, 11, 23);
    private static readonly KnowledgeIndex Index = Over(SampleAnswers.WhoMustAgree, SampleAnswers.Validity, SampleAnswers.Funding, Outage("什么时候停水", "哪天停水", "停水停多久"));

    [Theory]
    [InlineData("换上下水得全楼都签字吗", "ask_policy_consent", "sample.who-must-agree")]
    [InlineData("请问有一家不同意还能换吗？", "ask_policy_consent", "sample.who-must-agree")]
    [InlineData("这次不换，以后政府还出钱吗", "ask_refusal_consequence", "sample.funding")]
    [InlineData("停水会停多久啊", "ask_water_outage", "sample.outage")]
    public void A_question_near_a_phrasing_is_answered(string words, string intent, string id) =>
        Index.Find(words, intent, Today, Place.Unknown).ShouldBeOfType<Found.Answer>().Entry.Id.ShouldBe(id);

    [Theory]
    [InlineData("今天天气不错")]
    [InlineData("霹雳啪啦嘣")]
    [InlineData("帮我买张火车票")]
    [InlineData("")]
    [InlineData("？？？")]
    public void What_no_phrasing_comes_near_is_not_answered(string words) =>
        Index.Find(words, null, Today, Place.Unknown).ShouldBeOfType<Found.None>();

    [Fact]
    public void Another_word_for_the_same_thing_finds_it_too() =>
        Index.Find("断水断多久", "ask_water_outage", Today, Place.Unknown).ShouldBeOfType<Found.Answer>().Entry.Id.ShouldBe("sample.outage");

    [Fact]
    public void What_is_only_half_a_question_is_asked_back_with_the_likeliest_first()
    {
        var choices = Index.Find("同意的时间", "ask_policy_consent", Today, Place.Unknown).ShouldBeOfType<Found.Choices>();

        choices.Entries[0].Id.ShouldBe("sample.consent-validity");
        choices.Entries.Count.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void A_negation_that_only_one_of_the_two_has_makes_it_less_sure() =>
        Index.Find("有一家不同意还能换吗", null, Today, Place.Unknown).Confidence.ShouldBeGreaterThan(Index.Find("有一家同意还能换吗", null, Today, Place.Unknown).Confidence);

    [Fact]
    public void The_intent_heard_makes_its_answers_likelier() =>
        Index.Find("同意多长时间", "ask_policy_consent", Today, Place.Unknown).Confidence.ShouldBeGreaterThan(Index.Find("同意多长时间", null, Today, Place.Unknown).Confidence);

    [Fact]
    public void An_answer_out_of_its_days_or_its_community_is_not_found()
    {
        Index.Find("这次不换以后政府还出钱吗", null, new DateOnly(2026, 1, 1), Place.Unknown).ShouldNotBeOfType<Found.Answer>();

        var elsewhere = Over(SampleAnswers.WhoMustAgree.Replace("article:", "area: [柳荫里]\narticle:"));
        elsewhere.Find("换上下水得全楼都签字吗", null, Today, Place.Unknown).ShouldBeOfType<Found.None>();
        elsewhere.Find("换上下水得全楼都签字吗", null, Today, new Place(Guid.NewGuid(), "槐树街")).ShouldBeOfType<Found.None>();
        elsewhere.Find("换上下水得全楼都签字吗", null, Today, new Place(Guid.NewGuid(), "柳荫里")).ShouldBeOfType<Found.Answer>();
    }

    [Fact]
    public void Words_that_only_sound_right_are_found_by_their_sound()
    {
        var sounds = "停亭=ting 水睡=shui 多夺=duo 久九=jiu 哪那=na 天=tian".Split(' ').SelectMany(p => p.Split('=') is [var all, var s] ? all.Select(c => (c, s)) : []).ToDictionary(p => p.c, p => p.s);
        var hearing = new KnowledgeIndex([SampleAnswers.Of(Outage("哪天停水", "停水停多久")), SampleAnswers.Of(SampleAnswers.Funding)],
            new Terms(ProductLexicon(), new Hearing(Normal.Of, c => sounds.GetValueOrDefault(c))));

        hearing.Find("亭睡亭夺九", "ask_water_outage", Today, Place.Unknown).ShouldBeOfType<Found.Answer>().Entry.Id.ShouldBe("sample.outage");
    }

    [Fact]
    public void The_product_s_lexicon_has_no_fault() => ProductLexicon().Longest.ShouldBeGreaterThan(2);

    private static string Outage(params string[] questions) =>
        $"---\nid: sample.outage\nintent: ask_water_outage\ntitle: 停水的安排\nquestions: [{string.Join(", ", questions)}]\nsource: 示例\n---\n停水前会贴通知。";

    private static KnowledgeIndex Over(params string[] texts) => new([.. texts.Select(SampleAnswers.Of)], new Terms(ProductLexicon(), new Hearing(Normal.Of, null)));

    private static Lexicon ProductLexicon()
    {
        var faults = new List<DialogFault>();
        var file = Path.Combine(AppContext.BaseDirectory, "dialogs", "understanding", "lexicon.yaml");
        var lexicon = Lexicon.Read(file, File.ReadAllText(file), Normal.Of, faults);
        faults.ShouldBeEmpty();
        return lexicon.ShouldNotBeNull();
    }
}
