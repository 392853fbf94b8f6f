using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Consent;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Works;
using ResidentAssistant.Works.Entries;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Tests.Works.Entries;

/// <summary>The pilot with the kitchen riser of 3-2-501 signed by all and planned for the seventh to the ninth of December 2026.</summary>
internal sealed class EntryWorld(ConsentWorld consent, Guid riser) : IAsyncDisposable
{
    public ConsentWorld Consent => consent;

    public TestApp App => consent.App;

    public Guid Riser => riser;

    public CurrentStaff Foreman { get; } = new(Guid.NewGuid(), "ban", "施工小班", StaffRole.Contractor, StaffScope.Of(false, Pilot.CommunityId), false);

    public CurrentStaff Supervisor { get; } = new(Guid.NewGuid(), "jian", "监理老陈", StaffRole.Supervisor, StaffScope.Of(false, Pilot.CommunityId), false);

    public static async Task<EntryWorld> StartAsync(Provider provider = Provider.Sqlite, bool listen = false)
    {
        // A running tick fires for each second that passes: it begins on the morning of the second day.
        var world = await ConsentWorld.StartAsync(provider, listen, listen ? new FakeClock(new DateTimeOffset(2026, 12, 8, 7, 30, 0, TimeSpan.FromHours(8))) : null);
        var riser = await SignedAsync(world);
        var view = await world.App.Get<Proposals>().ViewAsync(Pilot.CommunityId, default);
        await world.App.Get<PlanBook>().SaveAsync(Pilot.CommunityId, Proposals.Make(view, [riser], new DateOnly(2026, 12, 7)).Planned, view.Plan.Number, "", world.Colleague, default);
        return new EntryWorld(world, riser);
    }

    /// <summary>The rules of the site are set, and every household on the kitchen riser of 3-2-501 has signed; nothing is planned.</summary>
    public static async Task<Guid> SignedAsync(ConsentWorld world)
    {
        await WorksPlanTests.RulesAsync(world);
        WorkStep[] steps = [new("看现场拍照", 2, WaterUse.Runs, false), new("换新管", 2, WaterUse.OffByDay, true), new("恢复", 1, WaterUse.Runs, false)];
        world.App.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.App.Get<SiteRules>().SetStepsAsync(Pilot.CommunityId, steps, "施工方案第2版", world.Colleague, default);
        return await WorksPlanTests.SignRiserAsync(world, "3-2-501");
    }

    /// <summary>The clock at the site.</summary>
    public void Now(int day, int hour, int minute = 0) => App.Clock.AdvanceTo(new DateTimeOffset(2026, 12, day, hour, minute, 0, TimeSpan.FromHours(8)));

    /// <summary>A team visits four flats in half a day, so that there is one place more than flats.</summary>
    public Task SpreadAsync() => App.Get<SourcedSettings>().SetAsync(
        new SettingDraft { Key = EntryTimes.MostPerStretch, Seen = 0, Value = "4", Source = "施工方案第2版", ValidFrom = new DateOnly(2026, 11, 1), SetBy = Foreman.Id, SetByName = Foreman.Name }, new DateOnly(2026, 11, 23), default);

    public async Task<FlatWork> WorkAsync(string flat) => (await App.Get<EntryLog>().FindAsync(consent.Database, riser, (await consent.HomeAsync(flat)).Id, default)).ShouldNotBeNull();

    public async Task<FlatSeen> SeenAsync(string flat) => await WorkAsync(flat) is var work ? new(riser, work.HouseholdId, work.Seen) : default;

    /// <summary>The team comes for a step, and goes.</summary>
    public async Task VisitAsync(string flat, string step)
    {
        var time = (await WorkAsync(flat)).Times.First(t => t.Step == step);
        await App.Get<FlatActs>().ArriveAsync(await SeenAsync(flat), time.Id, Foreman, default);
        await App.Get<FlatActs>().LeaveAsync(await SeenAsync(flat), time.Id, Foreman, default);
    }

    /// <summary>A flat whose pipes held and whose restoration may be recorded.</summary>
    public async Task RestoreAsync(string flat)
    {
        await App.Get<FlatActs>().TestAsync(await SeenAsync(flat), 0.6m, 30, true, Foreman, default);
        await App.Get<FlatActs>().CheckAsync(await SeenAsync(flat), [.. HiddenWork.Items.Select(i => i.Code)], "", Supervisor, default);
        await App.Get<FlatActs>().RestoreAsync(await SeenAsync(flat), Foreman, default);
    }

    public ValueTask DisposeAsync() => consent.DisposeAsync();
}
