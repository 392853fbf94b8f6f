using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Knowledge;
using ResidentAssistant.Policy;
using ResidentAssistant.Knowledge.Retrieval;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Knowledge;

public sealed class KnowledgeBankTests
{
    private static readonly CurrentStaff Li = new(Guid.NewGuid(), "li", "小李", StaffRole.Street, StaffScope.All(true), MustChangePassword: false);

    [BothDatabases]
    public async Task Outside_Development_only_exactly_the_approved_text_is_said(Provider provider)
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await InProductionAsync(provider, samples);
        var (bank, store) = (app.Get<KnowledgeBank>(), app.Get<KnowledgeStore>());
        var draft = bank.Find("sample.who-must-agree")!;
        draft.StateOn(Today(app)).ShouldBe(AnswerState.Draft);
        bank.MaySay(draft, Today(app), Place.Unknown).ShouldBeFalse();
        Ask(app).ShouldBeOfType<Found.None>();

        await store.ApproveAsync(draft.Entry.Id, draft.Entry.Hash, SampleAnswers.WhoMustAgree, true, Li, default);
        await bank.RefreshAsync(default);
        bank.Find("sample.who-must-agree")!.ShouldSatisfyAllConditions(a => a.StateOn(Today(app)).ShouldBe(AnswerState.Approved), a => a.Approval!.StaffName.ShouldBe("小李"));
        Ask(app).ShouldBeOfType<Found.Answer>();

        await store.WriteAsync(draft.Entry.Id, 0, SampleAnswers.WhoMustAgree.Replace("才能换。", "才可以换。"), draft.Entry.Hash, Li, default);
        await bank.RefreshAsync(default);
        bank.Find("sample.who-must-agree")!.StateOn(Today(app)).ShouldBe(AnswerState.Changed);
        Ask(app).ShouldBeOfType<Found.None>();

        await store.WriteAsync(draft.Entry.Id, 1, SampleAnswers.WhoMustAgree, draft.Entry.Hash, Li, default);
        await bank.RefreshAsync(default);
        Ask(app).ShouldBeOfType<Found.Answer>();

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await store.ApproveAsync(draft.Entry.Id, draft.Entry.Hash, SampleAnswers.WhoMustAgree, false, Li, default);
        await bank.RefreshAsync(default);
        Ask(app).ShouldBeOfType<Found.None>();
        (await store.ApprovedTextAsync(draft.Entry.Hash, default)).ShouldBe(SampleAnswers.WhoMustAgree);
    }

    [BothDatabases]
    public async Task Another_node_sees_an_approval_and_an_edit_at_its_next_tick(Provider provider)
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await InProductionAsync(provider, samples);
        await using var other = app.OtherNode(samples.Settings);
        await Application.PrepareAsync(other, default);
        var entry = app.Get<KnowledgeBank>().Find("sample.who-must-agree")!.Entry;

        await app.Get<KnowledgeStore>().WriteAsync(entry.Id, 0, SampleAnswers.WhoMustAgree.Replace("才能换。", "才行。"), entry.Hash, Li, default);
        await other.Services.GetRequiredService<Tick>().RunOnceAsync(default);

        var seen = other.Services.GetRequiredService<KnowledgeBank>().Find(entry.Id)!;
        seen.Entry.Short.Text.ShouldEndWith("才行。");
        seen.Edited!.AuthorName.ShouldBe("小李");
        seen.FileMovedOn.ShouldBeFalse();
    }

    [BothDatabases]
    public async Task Two_colleagues_at_once_cannot_overwrite_each_other_and_no_row_is_changed(Provider provider)
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await InProductionAsync(provider, samples);
        var store = app.Get<KnowledgeStore>();
        await store.WriteAsync("sample.who-must-agree", 0, SampleAnswers.WhoMustAgree, null, Li, default);
        await store.ApproveAsync("sample.who-must-agree", "h", SampleAnswers.WhoMustAgree, true, Li, default);

        (await Should.ThrowAsync<RefusedException>(() => store.WriteAsync("sample.who-must-agree", 0, "x", null, Li, default))).Code.ShouldBe("ChangedSince");
        foreach (var sql in new[] { "update knowledge_texts set body = 'x'", "delete from knowledge_texts", "update knowledge_approvals set act = 'withdrawn'", "delete from knowledge_approvals" })
            await Should.ThrowAsync<DbException>(() => app.Get<Database>().ExecuteAsync(sql, null, default));
    }

    [Fact]
    public async Task A_faulty_file_stops_the_start_with_its_sentence_and_a_reload_keeps_the_old_bank()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await InProductionAsync(Provider.Sqlite, samples);
        samples.Write("1.md", "no answer at all");

        app.Get<KnowledgeBank>().ReadFiles().ShouldHaveSingleItem().Message.ShouldContain("an answer begins with its keys");
        app.Get<KnowledgeBank>().Find("sample.who-must-agree").ShouldNotBeNull();
        await using var other = app.OtherNode(samples.Settings);
        (await Should.ThrowAsync<DialogFormatException>(() => Application.PrepareAsync(other, default))).Message.ShouldContain("1.md:1:1");

        samples.Write("1.md", SampleAnswers.Funding);
        app.Get<KnowledgeBank>().ReadFiles().ShouldBeEmpty();
        app.Get<KnowledgeBank>().Find("sample.funding")!.StateOn(Today(app)).ShouldBe(AnswerState.Expired);
    }

    private static Task<TestApp> InProductionAsync(Provider provider, SampleAnswers samples) =>
        TestApp.StartAsync(provider, settings: samples.Settings, adjust: b => b.Services.AddSingleton(new Serving(drafts: false)));

    private static DateOnly Today(TestApp app) => SiteClock.Day(app.Clock.GetUtcNow());

    private static Found Ask(TestApp app) => app.Get<KnowledgeBank>().Index.Find("换上下水得全楼都签字吗", null, Today(app), Place.Unknown);
}
