using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;
using ResidentAssistant.Works.Decorations;

namespace ResidentAssistant.Tests.Works.Decorations;

/// <summary>Households that decorate, as the planner sees them.</summary>
public sealed class DecorationTests
{
    [BothDatabases]
    public async Task What_a_household_says_of_its_decorating_stands_before_the_planner_and_the_newest_counts(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var contractor = await StaffClient.SignedInAsync(app, StaffRole.Contractor, Pilot.CommunityId);
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("我要装修");
        await chat.TapAsync("厨房");
        await chat.SayAsync("刚装修完");
        await chat.TapAsync("厨房和卫生间");

        var noted = (await app.Get<DecorationStore>().OfAsync(Pilot.CommunityId, default)).ShouldHaveSingleItem();
        (noted.Household, noted.Words, noted.Proven).ShouldBe(("3号楼2单元501", "刚装修过：厨房和卫生间", true));
        (await app.Get<Database>().FirstAsync<long>("select count(*) from household_decorations", null, default)).ShouldBe(2);
        var page = await contractor.PageAsync($"/staff/works?community={Pilot.CommunityId}");
        page.ShouldContain("刚装修过：厨房和卫生间");
        page.ShouldContain("3号楼2单元厨房立管01");
    }
}
