using System.Globalization;
using System.Net;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Plans.Samples;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Plans.Samples;

/// <summary>Visits to the sample flat.</summary>
public sealed class SampleTests
{
    [BothDatabases]
    public async Task Of_two_who_book_the_last_place_at_once_exactly_one_gets_it(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee, Pilot.CommunityId);
        (await OfferAsync(committee, app, 4)).ShouldBe(HttpStatusCode.Redirect);
        var chats = new List<Chat>();
        foreach (var name in new[] { "a", "b", "c", "d", "e", "f" })
        {
            var chat = new Chat(app, name);
            await chat.SayAsync("3-2-502");
            await chat.SayAsync("约样板间");
            await chat.TapAsync(chat.Asked!.Buttons![0].Label);
            chats.Add(chat);
        }

        await Task.WhenAll(chats.Select(c => c.SayAsync("就我自己")));

        var slot = (await app.Get<SampleStore>().AllAsync(Pilot.CommunityId, default)).ShouldHaveSingleItem();
        slot.Taken.ShouldBe(4);
        chats.Count(c => c.Reply.Contains("约好了", StringComparison.Ordinal)).ShouldBe(4);
        (await app.Get<Database>().FirstAsync<long>("select sum(people) from sample_bookings where cancelled_at is null", null, default)).ShouldBe(4);
        (await committee.PageAsync($"/staff/samples?community={Pilot.CommunityId}")).ShouldContain("约满了");

        // Who gives the place back leaves it to the next.
        await chats.First(c => c.Reply.Contains("约好了", StringComparison.Ordinal)).SayAsync("样板间不去了");
        var late = new Chat(app, "g");
        await late.SayAsync("3-2-501");
        await late.SayAsync("约样板间");
        await late.TapAsync(late.Asked!.Buttons![0].Label);
        await late.SayAsync("两位");
        late.Reply.ShouldContain("位子不够");
    }

    [BothDatabases]
    public async Task Who_has_booked_a_time_that_is_closed_is_told_why_once(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee, Pilot.CommunityId);
        (await OfferAsync(committee, app, 4)).ShouldBe(HttpStatusCode.Redirect);
        (await OfferAsync(committee, app, 0)).ShouldBe(HttpStatusCode.BadRequest);
        var chat = new Chat(app, "a");
        await chat.SayAsync("3-2-502");
        await chat.SayAsync("约样板间");
        await chat.TapAsync(chat.Asked!.Buttons![0].Label);
        await chat.SayAsync("俩人");
        var slot = (await app.Get<SampleStore>().AllAsync(Pilot.CommunityId, default)).ShouldHaveSingleItem();

        using var closed = await committee.PostAsync($"/staff/samples?community={Pilot.CommunityId}", ("community", $"{Pilot.CommunityId}"), ("slot", $"{slot.Id}"), ("reason", "那天停电"), ("act", "close"));
        closed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        for (var i = 0; i < 3; i++) await app.Get<Tick>().RunOnceAsync(default);

        (await app.Get<Transcript>().AfterAsync("test", "a", 0, 100, default)).SelectMany(t => t.Entries).Count(e => e.Text?.Contains("那天停电", StringComparison.Ordinal) is true).ShouldBe(1);
        await chat.SayAsync("约样板间");
        chat.Reply.ShouldContain("现在没有能约的时间");
    }

    internal static async Task<HttpStatusCode> OfferAsync(StaffClient client, TestApp app, int places)
    {
        var day = SiteClock.Day(app.Clock.GetUtcNow()).AddDays(3);
        using var posted = await client.PostAsync($"/staff/samples?community={Pilot.CommunityId}", ("community", $"{Pilot.CommunityId}"), ("place", "1号楼1单元101"), ("day", day.ToString("O", CultureInfo.InvariantCulture)), ("from", "09:00"), ("to", "11:00"), ("places", $"{places}"), ("act", "offer"));
        return posted.StatusCode;
    }
}
