using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Works.Care;
using ResidentAssistant.Works.Entries;

namespace ResidentAssistant.Tests.Works.Entries;

/// <summary>What the team and the supervisor record in a flat.</summary>
public sealed class FlatActsTests
{
    [BothDatabases]
    public async Task Where_somebody_needs_care_the_team_stays_out_until_the_plan_is_signed_off(Provider provider)
    {
        await using var world = await EntryWorld.StartAsync(provider);
        var (acts, care, home) = (world.App.Get<FlatActs>(), world.App.Get<CareActs>(), await world.Consent.HomeAsync("3-2-501"));
        var street = world.Consent.Colleague with { Role = StaffRole.Street };
        var id = await care.OpenAsync(home.CommunityId, home.Id, street, default);
        (await world.Consent.CountAsync("select count(*) from desk_items where urgent and title like '%有人要照顾%'")).ShouldBe(1, "the visits stand in the plan already");
        world.Now(8, 8);
        var time = (await world.WorkAsync("3-2-501")).Times.First(t => t.Step == "换新管").Id;

        (await RefusalAsync(acts.ArriveAsync(await world.SeenAsync("3-2-501"), time, world.Foreman, default))).ShouldContain("有人要照顾");
        await care.StepAsync(id, 0, new CareForm { Kind = CareKinds.Planned, Who = "王奶奶", Stay = "home", Measures = "停水那天送两桶水上楼", Charge = "小李，010-12345678" }, street, default);
        (await RefusalAsync(acts.ArriveAsync(await world.SeenAsync("3-2-501"), time, world.Foreman, default))).ShouldContain("有人要照顾");
        await care.StepAsync(id, 1, new CareForm { Kind = CareKinds.Signed, Agreed = "self", Way = "face" }, street, default);
        await acts.ArriveAsync(await world.SeenAsync("3-2-501"), time, world.Foreman, default);
    }

    [BothDatabases]
    public async Task A_flat_is_not_restored_without_a_test_that_held_and_the_supervisors_list(Provider provider)
    {
        await using var world = await EntryWorld.StartAsync(provider);
        var acts = world.App.Get<FlatActs>();
        (await RefusalAsync(acts.ArriveAsync(await world.SeenAsync("3-2-501"), (await world.WorkAsync("3-2-501")).Times[0].Id, world.Foreman, default))).ShouldContain("还没到日子");
        world.Now(8, 8);
        (await RefusalAsync(acts.TestAsync(await world.SeenAsync("3-2-501"), 0.6m, 30, true, world.Foreman, default))).ShouldContain("还没有进过这一户");
        await world.VisitAsync("3-2-501", "换新管");
        (await RefusalAsync(acts.RestoreAsync(await world.SeenAsync("3-2-501"), world.Foreman, default))).ShouldBe("还没有通过打压。");
        string[] all = [.. HiddenWork.Items.Select(i => i.Code)];
        (await RefusalAsync(acts.CheckAsync(await world.SeenAsync("3-2-501"), all, "", world.Supervisor, default))).ShouldContain("还没有通过打压");
        (await RefusalAsync(acts.TestAsync(await world.SeenAsync("3-2-501"), 60m, 30, true, world.Foreman, default))).ShouldContain("兆帕");
        await acts.TestAsync(await world.SeenAsync("3-2-501"), 0.6m, 30, true, world.Foreman, default);
        (await RefusalAsync(acts.RestoreAsync(await world.SeenAsync("3-2-501"), world.Foreman, default))).ShouldContain("监理还没有看过");
        (await RefusalAsync(acts.CheckAsync(await world.SeenAsync("3-2-501"), all[1..], "", world.Supervisor, default))).ShouldContain("请写明哪儿不行");
        await acts.CheckAsync(await world.SeenAsync("3-2-501"), all[1..], "管子和公示牌上不一样", world.Supervisor, default);
        (await RefusalAsync(acts.RestoreAsync(await world.SeenAsync("3-2-501"), world.Foreman, default))).ShouldContain("监理还没有看过");
        await acts.CheckAsync(await world.SeenAsync("3-2-501"), all, "", world.Supervisor, default);
        await acts.TestAsync(await world.SeenAsync("3-2-501"), 0.6m, 30, true, world.Foreman, default);
        (await RefusalAsync(acts.RestoreAsync(await world.SeenAsync("3-2-501"), world.Foreman, default))).ShouldContain("请监理再看一次");
        await acts.CheckAsync(await world.SeenAsync("3-2-501"), all, "", world.Supervisor, default);
        await acts.RestoreAsync(await world.SeenAsync("3-2-501"), world.Foreman, default);
        (await world.WorkAsync("3-2-501")).Standing.ShouldBe("恢复好了，等住户看");

        // Each act has its evidence, and the supervisor's words stand nowhere else.
        (await world.Consent.CountAsync("select count(*) from entry_acts a where not exists (select 1 from evidence_unlinked e where e.id = a.id) and not exists (select 1 from evidence_records e where e.id = a.id)")).ShouldBe(0);
        (await world.Consent.CountAsync("select count(*) from entry_acts where facts like '%公示牌%'")).ShouldBe(0);
        (await world.App.Get<EntryLog>().WordsAsync(await world.WorkAsync("3-2-501"), default)).Values.SelectMany(w => w).ShouldHaveSingleItem().Words.ShouldBe("管子和公示牌上不一样");
        (await Should.ThrowAsync<System.Data.Common.DbException>(world.Consent.Database.ExecuteAsync("delete from entry_acts", null, default))).Message.ShouldContain("append-only");
    }

    [BothDatabases]
    public async Task Looking_and_photos_leave_a_household_free_and_the_first_work_on_the_pipes_is_the_entry_of_the_ledger(Provider provider)
    {
        await using var world = await EntryWorld.StartAsync(provider);
        world.Now(7, 8);
        await world.VisitAsync("3-2-601", "看现场拍照");
        (await world.Consent.LedgerAsync("3-2-501")).HasEntered(world.Riser).ShouldBeFalse();
        world.Now(8, 9);
        await world.VisitAsync("3-2-601", "换新管");
        await world.VisitAsync("3-2-501", "换新管");
        (await world.Consent.LedgerAsync("3-2-501")).HasEntered(world.Riser).ShouldBeTrue("the neighbour's flat is on the same riser");
        (await world.Consent.CountAsync("select count(*) from consent_acts where kind = 'works.entered'")).ShouldBe(1);
        (await world.Consent.CountAsync("select count(*) from evidence_unlinked where kind = 'works.entered'") + await world.Consent.CountAsync("select count(*) from evidence_records where kind = 'works.entered'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task Nobody_goes_in_while_the_riser_is_locked(Provider provider)
    {
        await using var world = await EntryWorld.StartAsync(provider);
        await world.Consent.SayAsync("3-2-301", "withdrawn");
        world.Now(7, 8);
        var time = (await world.WorkAsync("3-2-501")).Times[0];
        (await RefusalAsync(world.App.Get<FlatActs>().ArriveAsync(await world.SeenAsync("3-2-501"), time.Id, world.Foreman, default))).ShouldContain("锁着，不能进门");
    }

    [BothDatabases]
    public async Task Of_two_who_record_at_once_the_second_reads_who_was_first_and_writes_nothing(Provider provider)
    {
        await using var world = await EntryWorld.StartAsync(provider);
        world.Now(8, 8);
        var (seen, time) = (await world.SeenAsync("3-2-501"), (await world.WorkAsync("3-2-501")).Times.First(t => t.Step == "换新管"));
        var acts = world.App.Get<FlatActs>();
        async Task<string> TryAsync() { try { await acts.ArriveAsync(seen, time.Id, world.Foreman, default); return ""; } catch (RefusedException refused) { return refused.Message; } }
        var outcomes = await Task.WhenAll(TryAsync(), TryAsync(), TryAsync());
        outcomes.Count(o => o.Length == 0).ShouldBe(1);
        outcomes.Where(o => o.Length > 0).ShouldAllBe(o => o.Contains("刚才施工小班记了“到了”"));
        (await world.WorkAsync("3-2-501")).Acts.ShouldHaveSingleItem();
    }

    [BothDatabases]
    public async Task Photos_lose_where_they_were_taken_and_are_kept_once(Provider provider)
    {
        await using var world = await EntryWorld.StartAsync(provider);
        var photos = world.App.Get<EntryPhotos>();
        var work = await world.WorkAsync("3-2-501");
        byte[] png = [.. TestPngs.Picture[..33], .. TestPngs.Chunk("eXIf", "39.9N 116.3E"u8), .. TestPngs.Picture[33..]];
        await photos.AddAsync(work, "before", png, world.Foreman, default);
        await photos.AddAsync(work, "before", png, world.Foreman, default);
        var kept = (await photos.OfAsync(work, default)).ShouldHaveSingleItem();
        (await photos.OpenAsync(work.RiserId, work.HouseholdId, kept.Id, default))!.Value.Bytes.ShouldBe(TestPngs.Picture);
        (await photos.OpenAsync(work.RiserId, (await world.WorkAsync("3-2-601")).HouseholdId, kept.Id, default)).ShouldBeNull("it is another flat's");
        (await RefusalAsync(photos.AddAsync(work, "before", [1, 2, 3, 4], world.Foreman, default))).ShouldContain("收不了");
    }

    private static async Task<string> RefusalAsync(Task act) => (await Should.ThrowAsync<RefusedException>(act)).Message;
}

/// <summary>The smallest picture, and chunks to put into it.</summary>
internal static class TestPngs
{
    public static byte[] Picture => ResidentAssistant.Tests.Consent.ConsentWorld.Picture;

    public static byte[] Chunk(string name, ReadOnlySpan<byte> content) => [0, 0, 0, (byte)content.Length, .. System.Text.Encoding.ASCII.GetBytes(name), .. content, 0, 0, 0, 0];
}
