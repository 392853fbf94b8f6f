using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Knowledge;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Knowledge;

public sealed class KnowledgeDialogTests
{
    [Fact]
    public async Task An_answer_is_said_with_its_source_and_kept_with_the_hash_of_its_text()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree, SampleAnswers.Validity);
        await using var app = await StartAsync(samples, publicUrl: "https://example.org");
        var chat = new Chat(app, "a");

        await chat.SayAsync("换上下水得全楼都签字吗");

        chat.Reply.ShouldBe("同一根管子上的每一家都同意，才能换。（待核）\n依据：征求意见稿第一条\n看全文：https://example.org/a/sample.who-must-agree");
        var citation = chat.Replies.ShouldHaveSingleItem().Cites.ShouldNotBeNull();
        (citation.Id, citation.Hash, citation.Path).ShouldBe(("sample.who-must-agree", app.Get<KnowledgeBank>().Find("sample.who-must-agree")!.Entry.Hash, "/a/sample.who-must-agree"));
        (await app.Get<Transcript>().OfAsync(chat.Receipt!.ConversationId, default))[^1].Entries[^1].Cites.ShouldBe(citation);
        (await chat.CountAsync("select count(*) from outcomes where dialog = 'question' and result = 'answered'")).ShouldBe(1);
        (await chat.CountAsync("select count(*) from questions")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task What_no_answer_says_is_noted_once_sealed_and_waits_at_the_desk(Provider provider)
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await StartAsync(samples, provider);
        var chat = new Chat(app, "a");

        await chat.SayAsync("保修几年");
        chat.Reply.ShouldBe("这件事我还没有准信，不敢随便跟您说。已经记下来，我请工作人员在这里答复您。");
        await chat.SayAsync("保修几年？");
        chat.Reply.ShouldBe("这事刚才已经记下了，工作人员看到会在这里回您。");
        await chat.SayAsync("瓷砖给不给贴回来");

        var questions = await app.Get<QuestionStore>().ListAsync(StaffScopes.All, open: true, default);
        questions.Select(q => (q.Reference, q.Words, q.Reason)).ShouldBe([("W-0001", "保修几年", "none"), ("W-0002", "瓷砖给不给贴回来", "none")]);
        (await chat.CountAsync("select count(*) from desk_items where kind = 'question' and reference = 'W-0001' and done_at is null")).ShouldBe(1);
        (await chat.CountAsync("select count(*) from desk_items")).ShouldBe(1);
        (await chat.CountAsync("select count(*) from questions where intent = 'ask_responsibility'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task A_value_that_is_not_published_is_not_said_and_once_set_it_is(Provider provider)
    {
        using var samples = new SampleAnswers(SampleAnswers.Validity);
        await using var app = await StartAsync(samples, provider);
        var chat = new Chat(app, "a");

        await chat.SayAsync("签了同意书有效期多长");
        chat.Replies.Select(r => r.Text).ShouldBe(["意愿管多久，还没有公布，由街道办事处来定。（待核）\n依据：征求意见稿第一条", "我先给您记下来。有了准信，我请工作人员在这里告诉您。"]);
        (await chat.CountAsync("select count(*) from questions where reason = 'not-published' and entry_id = 'sample.consent-validity'")).ShouldBe(1);

        var today = SiteClock.Day(app.Clock.GetUtcNow());
        await app.Get<SourcedSettings>().SetAsync(new SettingDraft { Key = "consent.validity", Value = "90", Source = "示例街道纪要", ValidFrom = today, SetBy = Guid.NewGuid(), SetByName = "小李", Seen = 0 }, today, default);
        await chat.SayAsync("签了同意书有效期多长");
        chat.Reply.ShouldBe("您的意愿90天内有效。（待核）\n依据：征求意见稿第一条；意愿的有效期：示例街道纪要");
    }

    [Fact]
    public async Task What_may_be_meant_is_offered_and_a_tap_is_answered_or_noted_with_the_first_words()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree, SampleAnswers.Validity);
        await using var app = await StartAsync(samples);
        var chat = new Chat(app, "a");

        await chat.SayAsync("签字的时间");
        chat.Reply.ShouldBe("您是不是想问：");
        chat.Asked!.Buttons!.Select(b => b.Label).ShouldContain("同意以后管多久");
        chat.Asked!.Buttons![^1].Label.ShouldBe("都不是，找人");
        await chat.TapAsync("都不是，找人");

        chat.Reply.ShouldBe("好，您问的我记下来了。工作人员看到了，就在这里回您。");
        (await app.Get<QuestionStore>().ListAsync(StaffScopes.All, open: true, default)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(q => q.Words.ShouldBe("签字的时间"), q => q.Reason.ShouldBe("not-meant"));

        await new Chat(app, "b").SayAsync("签字的时间");
        var other = new Chat(app, "c");
        await other.SayAsync("签字的时间");
        await other.TapAsync("要几家同意才能换");
        other.Reply.ShouldStartWith("同一根管子上的每一家都同意");
        await other.TapAnyAsync("要几家同意才能换");
        other.Replies.ShouldHaveSingleItem().Cites.ShouldNotBeNull();
    }

    [Fact]
    public async Task In_the_middle_of_consent_a_question_is_answered_and_the_consent_question_comes_back()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree, SampleAnswers.Validity);
        await using var app = await StartAsync(samples);
        await app.Get<Pilot>().FillIfEmptyAsync(default);
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("换管子");
        await chat.TapAsync("房主（房本上是我）");
        await chat.TapAsync("看完了");
        var consent = chat.Asked!;

        await chat.SayAsync("换上下水得全楼都签字吗");
        chat.Replies[0].Text!.ShouldStartWith("同一根管子上的每一家");
        chat.Replies[^1].Text!.ShouldStartWith("接着刚才的：");

        await chat.SayAsync("签字的时间呢");
        chat.Reply.ShouldBe("您是不是想问：");
        await chat.TapAsync(consent, "同意");
        chat.Reply.ShouldNotContain("您是不是想问");
        (await chat.CountAsync("select count(*) from outcomes where dialog = 'question' and result = 'interrupted'")).ShouldBe(1);
    }

    [Fact]
    public async Task Words_without_an_intent_are_looked_up_before_anyone_says_they_were_not_understood()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree.Replace("换上下水得全楼都签字吗", "呱嗒呱嗒葫芦瓢"));
        await using var app = await StartAsync(samples);
        var chat = new Chat(app, "a");

        await chat.SayAsync("呱嗒呱嗒葫芦瓢");
        chat.Reply.ShouldStartWith("同一根管子上的每一家");
        await chat.SayAsync("霹雳啪啦嘣");
        chat.Reply.ShouldBe("对不住，我没听懂。您是想：");
    }

    [Fact]
    public async Task Where_nobody_has_approved_anything_nothing_is_said_outside_Development()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await StartAsync(samples, adjust: b => b.Services.AddSingleton(new Serving(drafts: false)));
        var chat = new Chat(app, "a");

        await chat.SayAsync("换上下水得全楼都签字吗");

        chat.Reply.ShouldStartWith("这件事我还没有准信");
    }

    private static Task<TestApp> StartAsync(SampleAnswers samples, Provider provider = Provider.Sqlite, string? publicUrl = null, Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? adjust = null) =>
        TestApp.StartAsync(provider, settings: new Dictionary<string, string?>(samples.Settings) { ["PublicUrl"] = publicUrl, ["Dialogs:Path"] = samples.ProductWithoutAnswers }, adjust: adjust);
}

internal static class StaffScopes
{
    public static ResidentAssistant.Staff.StaffScope All { get; } = ResidentAssistant.Staff.StaffScope.All(seesUnplaced: true);
}
