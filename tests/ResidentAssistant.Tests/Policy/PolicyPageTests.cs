using System.Net;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Policy;

public sealed class PolicyPageTests
{
    [BothDatabases]
    public async Task A_decision_written_down_is_shown_with_its_source_and_history(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        (await street.PageAsync("/staff/policy")).ShouldContain("上门沟通的次数：还没有公布，由街道办事处决定。");

        using var reply = await PostAsync(street, "/staff/policy", "3");

        reply.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        reply.Headers.Location!.OriginalString.ShouldBe("/staff/policy#visits.count");
        var page = await street.PageAsync("/staff/policy");
        page.ShouldContain("不同意的人家，工作人员上门沟通3次。（出处：示例街道办公会纪要）");
        page.ShouldContain("改过 1 次");
        page.ShouldContain("街道小李");
    }

    [Fact]
    public async Task A_faulty_decision_is_not_written_and_what_was_typed_stays()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);

        foreach (var (value, to, problem) in new[] { ("多次", "", "请写一个整数"), ("3", "2026-11-01", "截止日期"), ("3", "明年", "日期或者数字写得不对") })
        {
            using var reply = await street.PostAsync("/staff/policy", [.. Fields(value), ("to", to)]);
            reply.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            var page = await reply.Content.ReadAsStringAsync();
            page.ShouldContain(problem);
            page.ShouldContain($"value=\"{value}\"");
        }

        (await app.Get<SourcedSettings>().HistoryAsync(null, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_colleague_has_not_seen_is_not_overwritten()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        (await PostAsync(street, "/staff/policy", "3")).Dispose();

        using var late = await PostAsync(street, "/staff/policy", "5");

        late.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await late.Content.ReadAsStringAsync();
        page.ShouldContain("刚才有同事改过这一项");
        page.ShouldContain("name=\"seen\" value=\"1\"");
        (await app.Get<SourcedSettings>().HistoryAsync(null, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_decision_can_be_withdrawn_with_a_reason()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        (await PostAsync(street, "/staff/policy", "3")).Dispose();

        using var reply = await street.PostAsync("/staff/policy", ("key", "visits.count"), ("seen", "1"), ("source", "会议改期"), ("act", "withdraw"));

        reply.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await street.PageAsync("/staff/policy")).ShouldContain("上门沟通的次数：还没有公布");
    }

    [Fact]
    public async Task Who_may_only_look_sees_no_form_and_cannot_post()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee, Pilot.CommunityId);

        (await committee.PageAsync("/staff/policy")).ShouldNotContain("记下决定");
        using var reply = await PostAsync(committee, $"/staff/policy?community={Pilot.CommunityId}", "3");

        reply.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.Redirect, HttpStatusCode.NotFound);
        (await app.Get<SourcedSettings>().HistoryAsync(Pilot.CommunityId, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_colleague_of_one_community_decides_for_that_one_only()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var other = Guid.NewGuid();
        await app.Get<Database>().ExecuteAsync("insert into communities (id, name, street, committee, created_at) values (@other, '别的小区', 's', 'c', @now)", new { other, now = app.Clock.GetUtcNow() }, default);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street, Pilot.CommunityId);

        using var own = await PostAsync(street, $"/staff/policy?community={Pilot.CommunityId}", "3");
        own.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await street.PageAsync("/staff/policy")).ShouldNotContain("别的小区");

        (await street.GetAsync($"/staff/policy?community={other}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var everywhere = await PostAsync(street, "/staff/policy", "5");
        everywhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Get<SourcedSettings>().HistoryAsync(null, default)).ShouldBeEmpty();
        (await app.Get<SourcedSettings>().HistoryAsync(other, default)).ShouldBeEmpty();
        (await app.Get<SourcedSettings>().HistoryAsync(Pilot.CommunityId, default)).ShouldHaveSingleItem().Value.ShouldBe("3");
    }

    private static Task<HttpResponseMessage> PostAsync(StaffClient client, string path, string value) => client.PostAsync(path, Fields(value));

    private static (string, string)[] Fields(string value) =>
        [("key", "visits.count"), ("seen", "0"), ("value", value), ("source", "示例街道办公会纪要"), ("decidedBy", "街道办事处"), ("from", "2026-11-23"), ("act", "set")];
}
