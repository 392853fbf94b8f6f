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

    public Task<int> TicketAsync(Guid conversation, Guid community, string reference, string fault) => database.ExecuteAsync("""
        insert into tickets (id, reference, community_id, conversation_id, class, severity, state, opened_at, updated_at)
        values (@id, @reference, @community, @conversation, @fault, 'normal', 'Reported', @now, @now)
        """, new { id = NewId(), reference, community, conversation, fault, now = clock.GetUtcNow() }, CancellationToken.None);

    public Task<int> IntentAsync(Guid conversation, Guid community, Guid household, Guid riser, string reference, string answer, int turn) => database.ExecuteAsync("""
        insert into intents (id, reference, community_id, riser_id, household_id, answer, dialog, dialog_version, asked, asked_hash, conversation_id, turn, channel, recorded_at)
        values (@id, @reference, @community, @riser, @household, @answer, 'consent', 'v', '', '', @conversation, @turn, 'directline', @now)
        """, new { id = NewId(), reference, community, riser, household, answer, conversation, turn, now = clock.GetUtcNow() }, CancellationToken.None);

    public async Task UnsentAsync(string way, string target, string state, string? reason, Guid? item = null, TimeSpan age = default)
    {
        var at = clock.GetUtcNow() - age;
        await database.ExecuteAsync("""
            insert into staff_messages (id, way, target, kind, urgent, body, state, reason, due_at, created_at, finished_at, desk_item_id)
            values (@id, @way, @target, @kind, @urgent, @body, @state, @reason, @due, @at, @finished, @item)
            """, new
        {
            id = NewId(), way, target, kind = item is null ? "Reply" : "Page", urgent = true, body = Array.Empty<byte>(), state, reason, due = clock.GetUtcNow().AddMinutes(1), at,
            finished = state == "Pending" ? (DateTimeOffset?)null : at, item,
        }, CancellationToken.None);
    }

    public Task<int> StoppedAsync(Guid conversation, string state, string reason, int position, TimeSpan age = default) => database.ExecuteAsync("""
        insert into outbox (id, conversation_id, turn, position, channel, urgent, state, due_at, created_at, finished_at, reason)
        values (@id, @conversation, 900, @position, 'wecom-kf', @no, @state, @at, @at, @at, @reason)
        """, new { id = NewId(), conversation, position, no = false, state, reason, at = clock.GetUtcNow() - age }, CancellationToken.None);

    /// <summary>A conversation with one turn, taken as a channel would.</summary>
    public static async Task<Guid> ConversationAsync(TestApp app, string text = "你好", Guid? community = null, Guid? household = null, bool proven = false)
    {
        var receipt = await app.TakeAsync(new InboundMessage
        {
            Channel = "directline", ConversationKey = Guid.NewGuid().ToString("N"), MessageId = Guid.NewGuid().ToString("N"), UserId = "dl_1", Kind = EntryKind.Message, Text = text,
        });
        await app.Get<Database>().ExecuteAsync("update conversations set community_id = @community, household_id = @household, proven = @proven where id = @ConversationId",
            new { community, household, proven, receipt.ConversationId }, CancellationToken.None);
        if (proven) await ProvenAsync(app, receipt.ConversationId, household!.Value);
        return receipt.ConversationId;
    }

    /// <summary>Makes the conversation one that proved the flat by its valid letter; the flat gets one where it has none.</summary>
    public static async Task ProvenAsync(TestApp app, Guid conversation, Guid household)
    {
        var (database, now) = (app.Get<Database>(), app.Clock.GetUtcNow());
        if (await LetterAsync() is null) await app.Get<ResidentAssistant.Neighbourhood.Letters>().IssueAsync(household, null, CancellationToken.None);
        var writes = new Batch();
        ResidentAssistant.Neighbourhood.Proofs.Add(writes, conversation, household, (await LetterAsync())!.Value, now);
        await database.RunAsync(writes, CancellationToken.None);
        Task<Guid?> LetterAsync() => database.FirstAsync<Guid?>("select id from letters where household_id = @household and revoked_at is null", new { household }, CancellationToken.None);
    }

    /// <summary>Adds a turn as it would have been written.</summary>
    public static async Task TurnAsync(TestApp app, Guid conversation, params Entry[] entries)
    {
        var database = app.Get<Database>();
        app.Clock.Advance(TimeSpan.FromSeconds(20));
        var now = app.Clock.GetUtcNow();
        var turn = await database.FirstAsync<int>("select version + 1 from conversations where id = @conversation", new { conversation }, CancellationToken.None);
        await database.ExecuteAsync("insert into turns (conversation_id, turn, at, body) values (@conversation, @turn, @now, @body)",
            new { conversation, turn, now, body = app.Get<Transcript>().Seal([.. entries.Select((e, i) => e with { Position = i, At = now.AddMilliseconds(i) })]) }, CancellationToken.None);
        await database.ExecuteAsync("update conversations set version = @turn, last_at = @now where id = @conversation", new { conversation, turn, now }, CancellationToken.None);
    }

    /// <summary>Stores a photo of the conversation.</summary>
    public static async Task<AttachmentInfo> PhotoAsync(TestApp app, Guid conversation, byte[] content, string contentType = "image/png")
    {
        var info = new AttachmentInfo(Guid.CreateVersion7(app.Clock.GetUtcNow()), contentType, "漏水.png", content.Length);
        await app.Get<Database>().ExecuteAsync("""
            insert into attachments (id, conversation_id, content_type, name, size, sha256, content, created_at) values (@Id, @conversation, @ContentType, @Name, @Size, '', @sealedBytes, @now)
            """, new { info.Id, conversation, info.ContentType, info.Name, info.Size, sealedBytes = app.Get<KeyRing>().For("attachment").Seal(content), now = app.Clock.GetUtcNow() }, CancellationToken.None);
        return info;
    }

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());
}
