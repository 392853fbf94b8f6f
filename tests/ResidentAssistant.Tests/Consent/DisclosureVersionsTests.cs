using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Consent;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent;

public sealed class DisclosureVersionsTests
{
    [Fact]
    public void Other_words_leave_who_was_told_as_told_and_every_other_change_does_not()
    {
        DisclosureVersion[] versions = [Version("a", DisclosureChange.First), Version("b", DisclosureChange.Editorial), Version("c", DisclosureChange.ToBeTold), Version("d", DisclosureChange.Editorial)];

        versions.StillTold("d").ShouldBeTrue();
        versions.StillTold("c").ShouldBeTrue();
        versions.StillTold("b").ShouldBeFalse();
        versions.StillTold("a").ShouldBeFalse();
        versions[..2].StillTold("a").ShouldBeTrue();
        versions.StillTold("never").ShouldBeFalse();
    }

    [Fact]
    public void A_paper_is_too_old_after_a_material_change_that_lists_it_or_when_nobody_approved_its_text()
    {
        DisclosureVersion[] versions = [Version("a", DisclosureChange.First), Version("b", DisclosureChange.Material), Version("c", DisclosureChange.ToBeTold)];
        var listed = new HashSet<Guid> { versions[1].Id };

        versions.TooOldToSign("a", listed).ShouldBeTrue();
        versions.TooOldToSign("a", new HashSet<Guid>()).ShouldBeFalse();
        versions.TooOldToSign("b", listed).ShouldBeFalse();
        versions.TooOldToSign("never", new HashSet<Guid>()).ShouldBeTrue();
        Array.Empty<DisclosureVersion>().TooOldToSign("draft", listed).ShouldBeFalse();
    }

    [BothDatabases]
    public async Task Who_was_told_an_older_text_is_to_be_told_again(Provider provider)
    {
        await using var app = await PilotAsync(provider);
        await ApproveAsync(app, DisclosureChange.First);
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("我同意换管子");
        await chat.TapAsync("房主（房本上是我）");
        await chat.TapAsync("看完了");
        async Task<int> ToldAsync() => (await Board.ReadAsync(app.Get<ConsentLog>(), app.Get<Database>(), await CommunityAsync(app), null, default)).Households.Count(h => h.Told);

        (await ToldAsync()).ShouldBe(1);
        await ApproveAsync(app, DisclosureChange.Editorial, "换厨房、卫生间的立管。");
        (await ToldAsync()).ShouldBe(1);
        await ApproveAsync(app, DisclosureChange.ToBeTold, "只换卫生间的立管。");
        (await ToldAsync()).ShouldBe(0);
    }

    [BothDatabases]
    public async Task Outside_Development_nothing_is_told_and_nothing_is_recorded_until_a_person_has_approved_the_text(Provider provider)
    {
        await using var app = await PilotAsync(provider);
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("我同意换管子");
        await chat.TapAsync("房主（房本上是我）");
        chat.Reply.ShouldContain("这六件事还没有核准公布");
        (await chat.CountAsync("select count(*) from desk_items where kind = 'question'")).ShouldBe(1);

        await ApproveAsync(app, DisclosureChange.First);
        await chat.SayAsync("我同意换管子");
        await chat.TapAsync("房主（房本上是我）");
        await chat.TapAsync("看完了");
        await chat.TapAsync("同意");
        await chat.TapAsync("都一样");
        await chat.SayAsync("对");

        (await chat.CountAsync("select count(*) from intents i join disclosure_versions v on v.hash = i.disclosure_hash")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task While_somebody_reads_other_words_change_nothing_and_another_matter_is_told_first(Provider provider)
    {
        await using var app = await PilotAsync(provider);
        await ApproveAsync(app, DisclosureChange.First);
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("我同意换管子");
        await chat.TapAsync("房主（房本上是我）");
        await chat.TapAsync("看完了");
        await chat.TapAsync("同意");
        await chat.TapAsync("都一样");
        await ApproveAsync(app, DisclosureChange.Editorial, "换厨房、卫生间的立管。");
        await chat.SayAsync("对");
        (await chat.CountAsync("select count(*) from intents")).ShouldBe(2);

        await chat.TapAsync("不留");
        await chat.TapAsync("没有");
        await chat.SayAsync("我不同意换管子");
        await chat.TapAsync("房主（房本上是我）");
        chat.Reply.ShouldContain("换厨房、卫生间的立管。");
        await chat.TapAsync("看完了");
        await chat.TapAsync("不同意");
        await chat.TapAsync("不想说");
        await chat.TapAsync("都一样");
        await ApproveAsync(app, DisclosureChange.ToBeTold, "只换卫生间的立管。");
        await chat.SayAsync("对");

        chat.Reply.ShouldContain("只换卫生间的立管。");
        (await chat.CountAsync("select count(*) from intents")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task A_material_change_lists_the_pairs_of_the_buildings_that_sign_again(Provider provider)
    {
        await using var app = await PilotAsync(provider);
        await ApproveAsync(app, DisclosureChange.First);
        await ApproveAsync(app, DisclosureChange.Material, "改用不锈钢管。", buildings: ["3"]);

        (await app.Get<Database>().FirstAsync<long>("select count(*) from disclosure_lapses", null, default)).ShouldBe(
            await app.Get<Database>().FirstAsync<long>("select count(*) from riser_households p join risers r on r.id = p.riser_id join buildings b on b.id = r.building_id where b.number = '3'", null, default));
    }

    [BothDatabases]
    public async Task Of_two_who_approve_at_once_the_second_reads_why_and_keeps_what_was_typed(Provider provider)
    {
        await using var app = await PilotAsync(provider);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        var page = await street.PageAsync("/staff/disclosure");
        page.ShouldContain("还没有核准过");
        var hash = (await app.Get<Disclosures>().DraftAsync(await CommunityAsync(app), app.Clock.GetUtcNow(), default)).Hash;

        using var first = await street.PostAsync("/staff/disclosure", ("seen", "0"), ("hash", hash), ("reason", "区里的公告下来了"));
        first.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var second = await street.PostAsync("/staff/disclosure", ("seen", "0"), ("hash", hash), ("reason", "我也来定一版"), ("change", "Editorial"));

        second.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await second.Content.ReadAsStringAsync()).ShouldContain("刚才有同事定过新的一版");
        (await street.PageAsync("/staff/disclosure")).ShouldContain("第 1 版");
    }

    [Fact]
    public async Task Only_the_street_and_administrators_approve()
    {
        await using var app = await PilotAsync(Provider.Sqlite);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        (await committee.PageAsync("/staff/disclosure")).ShouldContain("核准由街道或者管理员来做");

        using var refused = await committee.PostAsync("/staff/disclosure", ("seen", "0"), ("hash", "x"), ("reason", "试一试"));

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Task<TestApp> PilotAsync(Provider provider) => Chat.WithPilotAsync(provider, listen: true, adjust: b => b.Services.AddSingleton(new Serving(drafts: false)));

    private static async Task ApproveAsync(TestApp app, DisclosureChange change, string? scope = null, string[]? buildings = null)
    {
        var community = await CommunityAsync(app);
        var today = SiteClock.Day(app.Clock.GetUtcNow());
        if (scope is not null)
            await app.Get<SourcedSettings>().SetAsync(new SettingDraft
            {
                Key = "disclosure.scope", Value = scope, Source = "区里的公告", DecidedBy = "区政府", ValidFrom = today, SetBy = Guid.NewGuid(), SetByName = "小李",
                Seen = await app.Get<Database>().FirstAsync<int?>("select max(revision) from settings where key = 'disclosure.scope'", null, default) ?? 0,
            }, today, default);
        var known = (await app.Get<Register>().BuildingsAsync(community, default)).Where(b => buildings?.Contains(b.Number) == true).Select(b => b.Id).ToList();
        await app.Get<DisclosureVersions>().ApproveAsync(
            new DisclosureApproval(community, (await app.Get<DisclosureVersions>().AllAsync(community, default)).Count,
                await app.Get<Disclosures>().DraftAsync(community, app.Clock.GetUtcNow(), default), change, "示例", known),
            new CurrentStaff(Guid.NewGuid(), "li", "小李", StaffRole.Street, StaffScope.All(true), MustChangePassword: false), default);
    }

    private static async Task<Guid> CommunityAsync(TestApp app) => (await app.Get<Register>().CommunitiesAsync(default))[0].Id;

    private static DisclosureVersion Version(string hash, DisclosureChange change) =>
        new() { Id = Guid.NewGuid(), Number = 1, Hash = hash, Change = change, Reason = "", ApprovedByName = "", ApprovedAt = default };
}
