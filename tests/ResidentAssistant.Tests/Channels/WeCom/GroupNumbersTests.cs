using ResidentAssistant.Consent;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Consent;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Channels.WeCom;

public sealed class GroupNumbersTests
{
    [BothDatabases]
    public async Task In_a_group_no_total_is_said_from_which_the_number_of_one_building_could_be_reckoned(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await SmallBuildingAsync(world);
        var counts = world.App.Get<IEnumerable<IStaffAnswers>>().OfType<IntentCounts>().Single();

        var group = await counts.AnswerAsync(new StaffAsked(world.Colleague, "我们小区签了几户", InGroup: true), default);
        var alone = await counts.AnswerAsync(new StaffAsked(world.Colleague, "我们小区签了几户", InGroup: false), default);

        group.ShouldContain("全小区的数群里不报");
        group.ShouldNotContain("签好了 0 户");
        alone.ShouldContain("签好了 0 户");
        (await counts.AnswerAsync(new StaffAsked(world.Colleague, "3号楼签了几户", InGroup: true), default)).ShouldContain("签好了 0 户");
    }

    [BothDatabases]
    public async Task A_household_that_took_its_paper_back_no_longer_counts_as_willing(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var counts = world.App.Get<IEnumerable<IStaffAnswers>>().OfType<IntentCounts>().Single();
        await world.SayAsync("3-2-501", "agree");
        (await AskedAsync()).ShouldContain("说了愿意 1 户");
        await world.EndAsync(await world.SignAsync("3-2-501"), LedgerKinds.Withdrawn);

        (await AskedAsync()).ShouldContain("说了愿意 0 户");

        Task<string> AskedAsync() => counts.AnswerAsync(new StaffAsked(world.Colleague, "3号楼签了几户", InGroup: false), default);
    }

    [Fact]
    public async Task Who_may_not_know_is_told_so_before_anything_is_read()
    {
        await using var world = await StaffWorld.StartAsync(robots: false);
        var sun = await world.ColleagueAsync("sungang", StaffRole.Contractor);
        var feature = new Unread();
        var questions = ActivatorUtilities(world, feature);

        (await questions.AnswerAsync(new ResidentAssistant.Messaging.ToStaff.StaffQuestion("sungang", "3号楼还差几户", false), default)).ShouldContain("您的账号不能看这个");
        feature.Read.ShouldBeFalse();
        sun.ShouldNotBeNull();
    }

    private static async Task SmallBuildingAsync(ConsentWorld world)
    {
        var home = await Seeds.In(world.App).HouseholdAsync(Pilot.CommunityId, "9", "1", "101");
        var (riser, unit, now) = (Guid.CreateVersion7(), Guid.CreateVersion7(), world.App.Clock.GetUtcNow());
        var building = await world.Database.FirstAsync<Guid>("select building_id from households where id = @home", new { home }, default);
        await world.Database.RunAsync(new Batch()
            .Add("insert into risers (id, community_id, building_id, kind, label, position) values ($1, $2, $3, 'Kitchen', '9号楼1单元厨房立管01', 1)", riser, Pilot.CommunityId, building)
            .Add("insert into riser_households (riser_id, household_id) values ($1, $2)", riser, home)
            .Add("insert into units (id, community_id, building_id, label, created_at) values ($1, $2, $3, '9号楼1单元厨房立管01', $4)", unit, Pilot.CommunityId, building, now)
            .Add("insert into unit_risers (id, unit_id, riser_id, from_at) values ($1, $2, $3, $4)", Guid.CreateVersion7(), unit, riser, now), default);
    }

    private static StaffQuestions ActivatorUtilities(StaffWorld world, IStaffAnswers feature) =>
        Microsoft.Extensions.DependencyInjection.ActivatorUtilities.CreateInstance<StaffQuestions>(world.App.Host.Services, (IEnumerable<IStaffAnswers>)[feature]);

    private sealed class Unread : IStaffAnswers
    {
        public string Example => "";

        public StaffAction Needs => StaffAction.OutcomeList;

        public bool Read { get; private set; }

        public bool IsAbout(string text) => true;

        public Task<string> AnswerAsync(StaffAsked asked, CancellationToken ct)
        {
            Read = true;
            return Task.FromResult("");
        }
    }
}
