using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Tests.Consent.Refusals;

/// <summary>Published cadences, visits and closings for tests.</summary>
internal static class RefusalSeeds
{
    /// <summary>A colleague of the street office, who may close.</summary>
    public static CurrentStaff Street { get; } = new(Guid.NewGuid(), "zhao", "街道赵敏", StaffRole.Street, StaffScope.All(true), false);

    public static async Task CadenceAsync(this ConsentWorld world, int count = 3, int gap = 7)
    {
        await world.SetAsync("visits.count", $"{count}");
        await world.SetAsync("visits.gap", $"{gap}");
    }

    public static async Task SetAsync(this ConsentWorld world, string key, string value, DateOnly? to = null)
    {
        var today = SiteClock.Day(world.App.Clock.GetUtcNow());
        await world.App.Get<SourcedSettings>().SetAsync(new SettingDraft
        {
            Key = key, Value = value, Seen = 0, Source = "街道会议纪要 2026-11", ValidFrom = today, ValidTo = to, SetBy = Street.Id, SetByName = Street.Name,
        }, today, default);
    }

    public static async Task<VisitOutcome> VisitAsync(this ConsentWorld world, string flat, string result = VisitResult.StillNo, Guid? seen = null)
    {
        var home = await world.HomeAsync(flat);
        world.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var now = world.App.Clock.GetUtcNow();
        var last = await VisitLog.OfHouseholdAsync(world.Database, home.Id, default) is [.., var act] ? act.Id : Guid.Empty;
        var draft = VisitDraft.New(seen ?? last, "小李、小王", now) with { Met = result == VisitResult.Nobody ? "" : "房主的女儿", Said = "刚装修过，不想动", Result = result };
        return await world.App.Get<Visits>().RecordAsync(home.Id, draft, null, [], world.Colleague, default);
    }

    public static async Task<ActOutcome> CloseAsync(this ConsentWorld world, string flat, string early = "家里说得很清楚")
    {
        world.App.Clock.Advance(TimeSpan.FromMinutes(1));
        return await world.App.Get<RefusalActs>().CloseAsync((await world.HomeAsync(flat)).Id, "上门谈过，家里定了", early, (await world.LedgerAsync(flat)).Seen, Street, default);
    }

    public static async Task<ActOutcome> ReopenAsync(this ConsentWorld world, string flat)
    {
        world.App.Clock.Advance(TimeSpan.FromMinutes(1));
        return await world.App.Get<RefusalActs>().ReopenAsync((await world.HomeAsync(flat)).Id, "他自己来说的", (await world.LedgerAsync(flat)).Seen, Street, default);
    }

    public static async Task<VisitTask?> TaskAsync(this ConsentWorld world, string flat)
    {
        var now = world.App.Clock.GetUtcNow();
        var cadence = await VisitCadence.OfAsync(world.App.Get<SourcedSettings>(), Pilot.CommunityId, SiteClock.Day(now), default);
        var id = (await world.HomeAsync(flat)).Id;
        return (await RefusalList.ReadAsync(world.App.Get<ResidentAssistant.Consent.Ledger.ConsentLog>(), world.Database, cadence, Pilot.CommunityId, null, now, default)).FirstOrDefault(l => l.Place.HouseholdId == id)?.Task;
    }
}
