using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Neighbourhood.Workbooks;

namespace ResidentAssistant.Tests.Neighbourhood;

public sealed class UnitsTests
{
    private static readonly Editor Li = new(Guid.NewGuid(), "小李");

    [BothDatabases]
    public async Task Every_riser_is_a_unit_until_a_person_merges_some_and_can_split_them_again(Provider provider)
    {
        await using var bench = await ImportBench.OnAsync(provider, pilot: true);
        var flat = await bench.FlatAsync(Pilot.CommunityId, "3-2-501");
        var before = await bench.Units.OfBuildingAsync(flat.BuildingId, default);
        before.Count.ShouldBe(24);
        before.ShouldAllBe(u => u.Risers.Count == 1 && u.Label == u.Risers[0].Label);
        var riser = (await bench.Register.RisersOfAsync(flat.Id, default))[0];
        var own = (await bench.Units.OfRiserAsync(riser.Id, default))!;
        var next = before.First(u => u.Id != own.Id);

        var merged = await bench.Units.MergeAsync(flat.BuildingId, [own.Id, next.Id], "3号楼两根", "一起换", Li, default);

        (await bench.Units.OfRiserAsync(riser.Id, default))!.Id.ShouldBe(merged);
        (await bench.Units.OfBuildingAsync(flat.BuildingId, default)).Single(u => u.Id == merged).Risers.Select(r => r.Id).ShouldBe(new[] { own, next }.Select(u => u.Risers[0].Id), ignoreOrder: true);
        (await Should.ThrowAsync<RefusedException>(() => bench.Units.MergeAsync(flat.BuildingId, [own.Id, next.Id], "再来", "两个人同时", Li, default))).Code.ShouldBe("ChangedSince");
        (await Should.ThrowAsync<RefusedException>(() => bench.Units.SplitAsync(flat.BuildingId, merged, "", Li, default))).Message.ShouldContain("原因");

        bench.Clock.Advance(TimeSpan.FromDays(1));
        await bench.Units.SplitAsync(flat.BuildingId, merged, "还是分开换", Li, default);
        (await bench.Units.OfBuildingAsync(flat.BuildingId, default)).Count.ShouldBe(24);
        (await bench.Database.FirstAsync<long>("select count(*) from unit_risers where riser_id = @Id", new { riser.Id }, default)).ShouldBe(3);
        (await bench.Changes.OfBuildingAsync(flat.BuildingId, default)).Select(c => (c.Kind, c.Reason)).ShouldBe([(ChangeKind.UnitSplit, "还是分开换"), (ChangeKind.UnitsMerged, "一起换")]);
    }

    [BothDatabases]
    public async Task Not_reachable_is_a_finding_of_a_person_after_tries_and_ends_when_somebody_was_spoken_with(Provider provider)
    {
        await using var bench = await ImportBench.OnAsync(provider, pilot: true);
        async Task<Household> FlatAsync() => await bench.FlatAsync(Pilot.CommunityId, "3-2-501");
        var now = bench.Clock.GetUtcNow();

        (await Should.ThrowAsync<RefusedException>(async () => await bench.Reachability.NotReachableAsync(await FlatAsync(), "没人", Li, default))).Message.ShouldContain("还没有记过联系");
        await bench.Reachability.TriedAsync(await FlatAsync(), new NewAttempt(ReachWay.Door, ReachResult.NoAnswer, now.AddHours(-1), "灯没亮"), Li, default);
        await bench.Reachability.NotReachableAsync(await FlatAsync(), "去外地了", Li, default);
        (await FlatAsync()).NotReachableSince.ShouldBe(now);
        (await bench.CountsAsync(["intents"])).Single().ShouldBe(0);

        await bench.Reachability.TriedAsync(await FlatAsync(), new NewAttempt(ReachWay.Call, ReachResult.Spoke, now, null), Li, default);
        (await FlatAsync()).NotReachableSince.ShouldBeNull();
        (await bench.Reachability.AttemptsAsync((await FlatAsync()).Id, default)).Select(a => (a.Way, a.Result, a.Note)).ShouldBe([(ReachWay.Call, ReachResult.Spoke, null), (ReachWay.Door, ReachResult.NoAnswer, "灯没亮")]);
    }
}
