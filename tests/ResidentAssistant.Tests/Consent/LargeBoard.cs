using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Tests.Consent;

/// <summary>A community of 14 buildings and 1,008 flats on 336 risers, each pair with three rows in the log, to measure on.</summary>
internal static class LargeBoard
{
    public static readonly Guid Community = Guid.Parse("0197a000-0000-7000-8000-0000000000aa");

    public static async Task FillAsync(Database database, DateTimeOffset now)
    {
        var writes = new Batch().Add("insert into communities (id, name, street, committee, created_at) values ($1, '大院', '街道', '居委会', $2)", Community, now);
        var turn = 0;
        for (var b = 1; b <= 14; b++)
        {
            var building = Guid.CreateVersion7();
            writes.Add("insert into buildings (id, community_id, number, position, floors) values ($1, $2, $3, $4, 6)", building, Community, $"{b}", b);
            for (var e = 1; e <= 4; e++)
            {
                var entrance = Guid.CreateVersion7();
                writes.Add("insert into entrances (id, building_id, number, position) values ($1, $2, $3, $4)", entrance, building, $"{e}", e);
                for (var column = 1; column <= 3; column++)
                {
                    Guid[] risers = [Guid.CreateVersion7(), Guid.CreateVersion7()];
                    foreach (var (riser, i) in risers.Select((r, i) => (r, i)))
                    {
                        writes.Add("insert into risers (id, community_id, building_id, kind, label, position) values ($1, $2, $3, $4, $5, $6)", riser, Community, building, i == 0 ? "Kitchen" : "Bathroom", $"{b}号楼{e}单元立管0{column}", e * 10 + column * 2 + i);
                        Neighbourhood(writes, riser, building, $"{b}-{e}-{column}-{i}", now);
                    }

                    for (var floor = 1; floor <= 6; floor++)
                    {
                        var flat = Guid.CreateVersion7();
                        writes.Add("insert into households (id, community_id, building_id, entrance_id, number, label, floor, occupancy) values ($1, $2, $3, $4, $5, $6, $7, 'OwnerLives')",
                            flat, Community, building, entrance, $"{floor}0{column}", $"{b}号楼{e}单元{floor}0{column}", floor);
                        foreach (var riser in risers)
                        {
                            writes.Add("insert into riser_households (riser_id, household_id) values ($1, $2)", riser, flat);
                            writes.Add("""
                                insert into intents (id, reference, community_id, riser_id, household_id, answer, dialog, dialog_version, asked, asked_hash, conversation_id, turn, channel, recorded_at)
                                values ($1, 'Y-0001', $2, $3, $4, 'agree', 'consent.intend', 'v', '', '', $5, $6, 'test', $7)
                                """, Guid.CreateVersion7(), Community, riser, flat, Guid.NewGuid(), ++turn, now);
                            var (printed, application) = (Guid.CreateVersion7(), Guid.CreateVersion7());
                            Act(writes, printed, riser, flat, LedgerKinds.Printed, application, Guid.Empty, now.AddMinutes(1));
                            if (turn % 9 > 0) Act(writes, Guid.CreateVersion7(), riser, flat, LedgerKinds.Signed, application, printed, now.AddMinutes(2));
                        }
                    }
                }
            }
        }

        await database.RunAsync(writes, default);
    }

    private static void Neighbourhood(Batch writes, Guid riser, Guid building, string label, DateTimeOffset now) =>
        ResidentAssistant.Neighbourhood.Units.AddDefault(writes, riser, Community, building, label, now);

    private static void Act(Batch writes, Guid id, Guid riser, Guid flat, string kind, Guid application, Guid after, DateTimeOffset at) => writes.Add("""
        insert into consent_acts (id, community_id, riser_id, household_id, kind, application_id, reference, after_id, staff_id, staff_name, recorded_at) values ($1, $2, $3, $4, $5, $6, 'A-0001', $7, $8, '小李', $9)
        """, id, Community, riser, flat, kind, application, after, Guid.Empty, at);
}
