using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Policy;

namespace ResidentAssistant.Tests.Consent.Refusals;

public sealed class VisitStandingTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 2, 0, 0, TimeSpan.Zero);
    private static readonly SourcedSetting Three = new SourcedSetting.Set(SettingCatalogue.Of("visits.count"), "3", "会议纪要", "街道");
    private static readonly SourcedSetting Week = new SourcedSetting.Set(SettingCatalogue.Of("visits.gap"), "7", "会议纪要", "街道");

    [Fact]
    public void Without_a_published_cadence_no_task_is_made()
    {
        var unset = new SourcedSetting.NotSet(SettingCatalogue.Of("visits.gap"));

        new VisitCadence(Three, unset).TaskOf(VisitStanding.Nothing, Start).ShouldBeOfType<VisitTask.NotSet>();
        new VisitCadence(Three, Week).TaskOf(VisitStanding.Nothing, Start).ShouldBeOfType<VisitTask.Due>();
    }

    [Fact]
    public void The_gap_is_kept_in_days_of_the_site_and_the_maximum_ends_it()
    {
        var cadence = new VisitCadence(Three, Week);
        // 23:30 at the site is still the first of November.
        var once = VisitStanding.Of([Visit(0, VisitResult.StillNo) with { VisitedAt = new DateTimeOffset(2026, 11, 1, 15, 30, 0, TimeSpan.Zero) }], []);

        cadence.TaskOf(once, new DateTimeOffset(2026, 11, 7, 15, 0, 0, TimeSpan.Zero)).ShouldBe(new VisitTask.Later(new DateOnly(2026, 11, 8)));
        cadence.TaskOf(once, new DateTimeOffset(2026, 11, 7, 16, 0, 0, TimeSpan.Zero)).ShouldBeOfType<VisitTask.Due>();
        var thrice = VisitStanding.Of([Visit(0, VisitResult.StillNo), Visit(10, VisitResult.Nobody), Visit(20, VisitResult.Thinks)], []);
        (thrice.Gone, thrice.Met).ShouldBe((3, 2));
        cadence.TaskOf(thrice, Start.AddDays(90)).ShouldBeOfType<VisitTask.Decide>();
    }

    [Theory]
    [InlineData(LedgerKinds.Refuse, true)]
    [InlineData(LedgerKinds.TakenBack, true)]
    [InlineData(LedgerKinds.Disputed, true)]
    [InlineData(LedgerKinds.Reopened, true)]
    [InlineData(LedgerKinds.Printed, true)]
    [InlineData(LedgerKinds.Agree, false)]
    [InlineData(LedgerKinds.Undecided, false)]
    [InlineData(LedgerKinds.Conditional, false)]
    public void Only_the_households_own_new_answer_ends_the_quiet_and_a_repeated_no_is_none(string kind, bool quiet)
    {
        VisitAct[] acts = [Visit(0, VisitResult.StillNo), Visit(5, VisitResult.NoMore)];

        var standing = VisitStanding.Of(acts, [Entry(kind, 9)]);

        standing.Quiet.ShouldBe(quiet);
        standing.Gone.ShouldBe(quiet ? 2 : 0);
        VisitStanding.Of(acts, [Entry(kind, 1)]).Quiet.ShouldBeTrue("what was said before the wish does not undo it");
    }

    [Fact]
    public void May_come_again_opens_it_and_the_last_day_is_remembered()
    {
        var standing = VisitStanding.Of([Visit(0, VisitResult.NoMore), Act(VisitAct.Again, 3)], []);

        (standing.Quiet, standing.Gone, standing.LastAt).ShouldBe((false, 0, Start));
        VisitStanding.Of([Visit(0, VisitResult.StillNo), Act(VisitAct.Ended, 2), Visit(4, VisitResult.Thinks)], []).Quiet.ShouldBeTrue("a visit is no word of the household");
    }

    private static VisitAct Visit(int day, string result) => Act(VisitAct.Visited, day) with { Result = result, VisitedAt = Start.AddDays(day) };

    private static VisitAct Act(string kind, int day) => new() { Id = Guid.CreateVersion7(Start.AddDays(day)), CommunityId = Guid.Empty, HouseholdId = Guid.Empty, Kind = kind, RecordedAt = Start.AddDays(day) };

    private static LedgerEntry Entry(string kind, int day) => new() { Id = Guid.CreateVersion7(Start.AddDays(day)), RiserId = Guid.Empty, Kind = kind, RecordedAt = Start.AddDays(day) };
}
