using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Staff;

/// <summary>Rows that the console shows, written straight into the tables.</summary>
internal sealed class Seeds(Database database, TimeProvider clock)
{
    public static Seeds In(TestApp app) => new(app.Get<Database>(), app.Clock);

    public async Task<Guid> CommunityAsync(string name)
    {
        var id = NewId();
        await database.ExecuteAsync("insert into communities (id, name, street, committee, created_at) values (@id, @name, '测试街道', '测试居委会', @now)",
            new { id, name, now = clock.GetUtcNow() }, CancellationToken.None);
        return id;
    }

    public async Task<Guid> HouseholdAsync(Guid community, string building, string entrance, string number)
    {
        var (buildingId, entranceId, id) = (NewId(), NewId(), NewId());
        await database.ExecuteAsync("insert into buildings (id, community_id, number, position, floors) values (@buildingId, @community, @building, 1, 6)",
            new { buildingId, community, building }, CancellationToken.None);
        await database.ExecuteAsync("insert into entrances (id, building_id, number, position) values (@entranceId, @buildingId, @entrance, 1)",
            new { entranceId, buildingId, entrance }, CancellationToken.None);
        await database.ExecuteAsync("""
            insert into households (id, community_id, building_id, entrance_id, number, label, floor, occupancy)
            values (@id, @community, @buildingId, @entranceId, @number, @label, 5, 'OwnerLives')
            """, new { id, community, buildingId, entranceId, number, label = $"{building}号楼{entrance}单元{number}" }, CancellationToken.None);
        return id;
    }

    public async Task<Guid> OutcomeAsync(Guid? community, string dialog, string result, string path, string last, DateTimeOffset? ended = null, Guid? conversation = null, Guid? household = null)
    {
        var id = NewId();
        await database.ExecuteAsync("""
            insert into outcomes (id, conversation_id, community_id, household_id, proven, channel, dialog, version, result, slots, path, last_step, turns, started_at, ended_at)
            values (@id, @conversation, @community, @household, @proven, 'directline', @dialog, 'v', @result, '{}', @path, @last, 4, @ended, @ended)
            """, new { id, conversation = conversation ?? NewId(), community, household, proven = household is not null, dialog, result, path, last, ended = ended ?? clock.GetUtcNow() }, CancellationToken.None);
        return id;
    }

    public async Task<Guid> DeskItemAsync(Guid? community, string kind, bool urgent, string title, string? reference = null, Guid? conversation = null, TimeSpan age = default)
    {
        var writes = new Batch();
        var id = Desk.Add(writes, kind, urgent, community, conversation, title, reference, clock.GetUtcNow() - age);
        await database.RunAsync(writes, CancellationToken.None);
        return id;
    }

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());
}
