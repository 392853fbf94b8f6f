using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Neighbourhood;

namespace ResidentAssistant.Tests.Consent.Ledger;

public sealed class ConsentLogTests
{
    [BothDatabases]
    public async Task The_log_unites_words_and_acts_and_gives_them_back_as_they_were(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var log = new ConsentLog(pilot.Database, new EvidenceLog(pilot.Keys), new SourcedSettings(pilot.Database, pilot.Clock), pilot.Clock);
        var home = await pilot.HouseholdAsync("3-2-501");
        var riser = (await pilot.Register.RisersOfAsync(home.Id, default))[0];
        await new LedgerSeeds(pilot.Database, pilot.Clock).SayAsync(home, riser.Id, "agree");
        pilot.Clock.Advance(TimeSpan.FromMinutes(1));
        var act = LedgerSeeds.Act(home, riser.Id, LedgerKinds.Signed, Guid.Empty, pilot.Clock.GetUtcNow()) with
        {
            ApplicationId = Guid.NewGuid(), Reference = "A-0001", Personal = new Dictionary<string, string> { ["signer"] = "王示例1" },
        };
        var writes = new Batch();
        log.Add(writes, act);
        log.Add(writes, LedgerSeeds.Act(home, riser.Id, LedgerKinds.Entered, Guid.NewGuid(), pilot.Clock.GetUtcNow().AddMinutes(1)) with { HouseholdId = null });
        await pilot.Database.RunAsync(writes, default);

        var entries = await log.OfHouseholdAsync(pilot.Database, home.Id, default);
        entries.Select(e => e.Kind).ShouldBe([LedgerKinds.Agree, LedgerKinds.Signed, LedgerKinds.Entered]);
        entries[1].ShouldBe(new LedgerEntry
        {
            Id = act.Id, RiserId = riser.Id, HouseholdId = home.Id, Kind = LedgerKinds.Signed, ApplicationId = act.ApplicationId, Reference = "A-0001", StaffName = act.StaffName, RecordedAt = act.At,
        });
        ConsentFold.Of(entries)[new Pair(riser.Id, home.Id)].Standing.ShouldBe(PairStanding.Signed);
        ConsentFold.Of(await log.OfCommunityAsync(pilot.Database, Pilot.CommunityId, default)).Count.ShouldBe(1);
        (await log.DetailsAsync(home.Id, default))[act.Id]["signer"].ShouldBe("王示例1");
        (await pilot.Database.FirstAsync<long>("select count(*) from evidence_unlinked where id = @Id and kind = 'application.signed' and body not like '%王示例%'", new { act.Id }, default)).ShouldBe(1);
    }

    [BothDatabases]
    public async Task Two_who_act_on_what_both_have_seen_cannot_both_win_and_nobody_changes_an_act(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var log = new ConsentLog(pilot.Database, new EvidenceLog(pilot.Keys), new SourcedSettings(pilot.Database, pilot.Clock), pilot.Clock);
        var home = await pilot.HouseholdAsync("3-2-501");
        var riser = (await pilot.Register.RisersOfAsync(home.Id, default))[0];
        async Task AddAsync(string kind)
        {
            var writes = new Batch();
            log.Add(writes, LedgerSeeds.Act(home, riser.Id, kind, Guid.Empty, pilot.Clock.GetUtcNow()));
            await pilot.Database.RunAsync(writes, default);
        }

        await AddAsync(LedgerKinds.Printed);
        log.IsTaken(await Should.ThrowAsync<System.Data.Common.DbException>(AddAsync(LedgerKinds.Closed))).ShouldBeTrue();
        foreach (var sql in new[] { "update consent_acts set kind = 'application.signed'", "delete from consent_acts" })
            (await Should.ThrowAsync<System.Data.Common.DbException>(pilot.Database.ExecuteAsync(sql, null, default))).Message.ShouldContain("append-only");
    }

    [BothDatabases]
    public async Task Units_stand_as_the_register_has_them(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var home = await pilot.HouseholdAsync("3-2-501");

        var places = await ImplementationUnits.OfAsync(pilot.Database, Pilot.CommunityId, null, default);
        (places.Count, places.Select(p => p.RiserId).Distinct().Count()).ShouldBe((1080, 152));
        (await ImplementationUnits.OfAsync(pilot.Database, Pilot.CommunityId, home.BuildingId, default)).Count(p => p.HouseholdId == home.Id).ShouldBe(2);
    }
}
