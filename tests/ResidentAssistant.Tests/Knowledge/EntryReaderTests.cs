using ResidentAssistant.Dialogs;
using ResidentAssistant.Knowledge;

namespace ResidentAssistant.Tests.Knowledge;

public sealed class EntryReaderTests
{
    [Fact]
    public void An_answer_is_read_with_its_keys_its_short_text_and_its_sections()
    {
        var entry = SampleAnswers.Of(SampleAnswers.Validity.Replace("settings:", "area: [柳荫里]\nsettings:"));

        (entry.Id, entry.Intent, entry.Article, entry.Title).ShouldBe(("sample.consent-validity", "ask_policy_consent", 1, "同意以后管多久"));
        entry.Questions.Count.ShouldBe(2);
        entry.Settings.ShouldBe(["consent.validity"]);
        entry.Area.ShouldBe(["柳荫里"]);
        entry.Short.Text.ShouldBe("您的意愿{consent.validity}内有效。");
        entry.NotPublished!.Text.ShouldStartWith("意愿管多久");
        entry.Long.ShouldBeNull();
    }

    [Fact]
    public void An_answer_ends_with_its_last_day_and_names_the_draft_notice()
    {
        var entry = SampleAnswers.Of(SampleAnswers.Funding);

        entry.HoldsOn(new DateOnly(2025, 12, 31)).ShouldBeTrue();
        entry.HoldsOn(new DateOnly(2026, 1, 1)).ShouldBeFalse();
        entry.HoldsOn(new DateOnly(2021, 9, 30)).ShouldBeFalse();
        entry.Citation.ShouldBe("征求意见稿第三条；第三条");
    }

    [Theory]
    [InlineData("intent: ask_policy_consent", "intent: ask_policy_consnt", 3, "did you mean `ask_policy_consent`?")]
    [InlineData("article: 1", "article: 12", 4, "articles 1 to 9")]
    [InlineData("title: 要几家同意才能换", "titel: 要几家同意才能换", 5, "did you mean `title`?")]
    [InlineData("source: 征求意见稿第一条", "source: 征求意见稿第一条\nsettings: [consent.validty]", 11, "did you mean `consent.validity`?")]
    [InlineData("source: 征求意见稿第一条", "source: 征求意见稿第一条\nsettings: [consent.validity]", 11, "## 没公布")]
    [InlineData("source: 征求意见稿第一条", "source: 征求意见稿第一条\nvalid: { from: 2021-10-01, to: 明年 }", 11, "no day")]
    [InlineData("同一根管子上的每一家都同意，才能换。", "{consent.validity}内有效。", 12, "not among the `settings`")]
    [InlineData("同一根管子上的每一家都同意，才能换。", "", 12, "short answer is missing")]
    [InlineData("## 详细", "## 祥细", 14, "`## 祥细` is not known")]
    [InlineData("通知说的是**每一户**。", "![图](https://example.org/a.png)", 15, "pictures")]
    [InlineData("通知说的是**每一户**。", "[看这里](javascript:alert)", 15, "a link leads to")]
    [InlineData("通知说的是**每一户**。", "# 大标题", 15, "headings inside")]
    public void What_cannot_be_used_is_told_with_its_place(string there, string instead, int line, string message)
    {
        var faults = new List<DialogFault>();

        new EntryReader(SampleAnswers.Intents, faults).Read("a.md", SampleAnswers.WhoMustAgree.Replace(there, instead)).ShouldBeNull();

        faults.ShouldContain(f => f.File == "a.md" && f.Line == line && f.Message.Contains(message), string.Join('\n', faults));
    }

    [Fact]
    public void A_short_answer_that_WeChat_does_not_carry_is_a_fault()
    {
        var faults = new List<DialogFault>();

        new EntryReader(SampleAnswers.Intents, faults).Read("a.md", SampleAnswers.WhoMustAgree.Replace("才能换。", new string('好', 683)));

        faults.ShouldHaveSingleItem().Message.ShouldContain("at most 2048");
    }

    [Fact]
    public void Two_files_with_one_id_are_a_fault()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree, SampleAnswers.WhoMustAgree);

        var (entries, faults) = new EntryFiles([Path.GetDirectoryName(samples.Folder)!], () => SampleAnswers.Intents).Read();

        entries.ShouldHaveSingleItem();
        faults.ShouldHaveSingleItem().Message.ShouldContain("already there");
    }

    [Fact]
    public void The_hash_changes_with_every_word_a_resident_may_read_and_not_with_the_ways_to_ask()
    {
        var hash = SampleAnswers.Of(SampleAnswers.Validity).Hash;
        string After(string there, string instead) => SampleAnswers.Of(SampleAnswers.Validity.Replace(there, instead)).Hash;

        After("签了同意书有效期多长", "多长").ShouldBe(hash);
        After("内有效。", "里有效。").ShouldNotBe(hash);
        After("由街道办事处来定", "等通知").ShouldNotBe(hash);
        After("source: 征求意见稿第一条", "source: 征求意见稿第二条").ShouldNotBe(hash);
        After("settings: [consent.validity]", "settings: [consent.validity]\nvalid: { to: 2027-01-01 }").ShouldNotBe(hash);
    }

    [Fact]
    public void Markup_in_a_long_form_is_shown_and_not_run() =>
        ResidentAssistant.Web.LongForm.Html("<script>alert(1)</script>\n\n**好**").ShouldSatisfyAllConditions(h => h.ShouldNotContain("<script"), h => h.ShouldContain("<strong>好</strong>"));
}
