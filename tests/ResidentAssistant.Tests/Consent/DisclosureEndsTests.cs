using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Consent;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent;

public sealed class DisclosureEndsTests
{
    private const string Calls = "select count(*) from desk_items where title like '告诉住户的六件事，有规定到%'";

    private static readonly CurrentStaff Street = new(Guid.NewGuid(), "li", "小李", StaffRole.Street, StaffScope.All(true), MustChangePassword: false);

    [BothDatabases]
    public async Task After_the_last_day_of_a_rule_in_it_the_text_is_told_no_more_and_a_colleague_is_called_once_before(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, adjust: b => b.Services.AddSingleton(new Serving(drafts: false)));
        var (disclosures, today) = (app.Get<Disclosures>(), SiteClock.Day(app.Clock.GetUtcNow()));
        await SetAsync(app, today, today.AddDays(20), 0);
        var approved = await ApproveAsync(app);
        approved.ValidTo.ShouldBe(today.AddDays(20));

        await NightAsync(app, 5);
        (await app.Get<Database>().FirstAsync<long>(Calls, null, default)).ShouldBe(0);
        await NightAsync(app, 5);
        await NightAsync(app, 5);
        (await app.Get<Database>().FirstAsync<long>(Calls, null, default)).ShouldBe(1);
        (await NowAsync(app)).ShouldNotBeNull();
        await NightAsync(app, 6);

        (await NowAsync(app)).ShouldBeNull();
        (await app.Get<Database>().FirstAsync<long>(Calls, null, default)).ShouldBe(1);
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("我同意换管子");
        (await chat.TapAsync("房主（房本上是我）")).Reply.ShouldContain("这六件事还没有核准公布");

        // Prolonged in the same words: the approved text is right again.
        await SetAsync(app, SiteClock.Day(app.Clock.GetUtcNow()), null, 1);
        (await NowAsync(app))!.Hash.ShouldBe(approved.Hash);
    }

    [Fact]
    public async Task The_page_says_that_a_rule_in_it_has_ended()
    {
        // A minute before midnight in Beijing.
        await using var app = await TestApp.StartAsync(Provider.Sqlite, listen: true, clock: new FakeClock(new DateTimeOffset(2026, 11, 23, 15, 59, 0, TimeSpan.Zero)));
        await app.Get<Pilot>().FillIfEmptyAsync(default);
        var today = SiteClock.Day(app.Clock.GetUtcNow());
        await SetAsync(app, today, today, 0);
        await ApproveAsync(app);
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Street);
        (await client.PageAsync("/staff/disclosure")).ShouldNotContain("到期了");

        app.Clock.Advance(TimeSpan.FromMinutes(2));

        using var later = await StaffClient.SignedInAsync(app, StaffRole.Street);
        var page = await later.PageAsync("/staff/disclosure");
        page.ShouldContain("到期了");
        page.ShouldContain("原来的规定到");
    }

    [Fact]
    public async Task A_reason_with_what_nobody_can_see_is_refused_and_offered_again()
    {
        await using var app = await Chat.WithPilotAsync(Provider.Sqlite, listen: true);
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Street);
        var draft = await app.Get<Disclosures>().DraftAsync(Pilot.CommunityId, app.Clock.GetUtcNow(), default);

        using var answer = await client.PostPartsAsync("/staff/disclosure", ("seen", "0"), ("hash", draft.Hash), ("reason", "区里\0发了文件"));

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("看不见的字符");
        page.ShouldContain("区里发了文件");
        (await app.Get<Database>().FirstAsync<long>("select count(*) from disclosure_versions", null, default)).ShouldBe(0);
    }

    private static Task<Disclosure?> NowAsync(TestApp app) => app.Get<Disclosures>().NowAsync(Pilot.CommunityId, app.Clock.GetUtcNow(), default);

    private static async Task NightAsync(TestApp app, int days)
    {
        app.Clock.WakeAfter(TimeSpan.FromDays(days));
        await app.Get<NightlyJob>().RunAsync(default);
    }

    private static async Task<DisclosureVersion> ApproveAsync(TestApp app) => await app.Get<DisclosureVersions>().ApproveAsync(
        new DisclosureApproval(Pilot.CommunityId, 0, await app.Get<Disclosures>().DraftAsync(Pilot.CommunityId, app.Clock.GetUtcNow(), default), DisclosureChange.First, "示例", []), Street, default);

    private static Task<int> SetAsync(TestApp app, DateOnly from, DateOnly? to, int seen) => app.Get<SourcedSettings>().SetAsync(new SettingDraft
    {
        Key = "disclosure.outage", Value = "上午九点到下午五点", Source = "区里的公告", DecidedBy = "区政府", ValidFrom = from, ValidTo = to, SetBy = Street.Id, SetByName = Street.Name, Seen = seen,
    }, from, default);
}
