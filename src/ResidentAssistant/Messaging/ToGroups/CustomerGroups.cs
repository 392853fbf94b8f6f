using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging.ToGroups;

/// <summary>Customer groups of the corp as they were last read, and which homes each is for.</summary>
internal sealed class CustomerGroups(Database database, TimeProvider clock)
{
    private static readonly TimeSpan Between = TimeSpan.FromHours(12);

    private const string Columns = "select g.chat_id, g.name, g.owner, g.community_id, g.building_id, g.entrance_id from customer_groups g";

    /// <summary>Groups for homes of a community, and with <paramref name="unplaced"/> those that nobody has placed yet.</summary>
    public Task<IReadOnlyList<PlacedGroup>> OfAsync(IReads reads, Guid communityId, bool unplaced, CancellationToken ct) => reads.QueryAsync<PlacedGroup>(
        $"{Columns} where g.gone_at is null and (g.community_id = @communityId {(unplaced ? "or g.community_id is null" : "")}) order by g.community_id is null, g.name, g.chat_id limit 500", new { communityId }, ct);

    /// <summary>Says which homes a group is for; nothing else of it changes. False when the group is gone.</summary>
    public async Task<bool> PlaceAsync(string chatId, Guid? communityId, Guid? buildingId, Guid? entranceId, CancellationToken ct) => await database.ExecuteAsync(
        "update customer_groups set community_id = @communityId, building_id = @buildingId, entrance_id = @entranceId where chat_id = @chatId and gone_at is null", new { chatId, communityId, buildingId, entranceId }, ct) == 1;

    /// <summary>True for the one node that reads the groups now; twice a day, and at once after <see cref="ReadSoonAsync"/>.</summary>
    public async Task<bool> ClaimReadingAsync(CancellationToken ct) => (await database.WriteAsync<string>("""
        insert into pacing (rule, key, spent, blocked_until) values ('groups-read', '', '', @until)
        on conflict (rule, key) do update set blocked_until = excluded.blocked_until where pacing.blocked_until is null or pacing.blocked_until <= @now
        returning rule
        """, new { until = clock.GetUtcNow() + Between, now = clock.GetUtcNow() }, ct)).Count == 1;

    /// <summary>The groups are read anew at the next tick.</summary>
    public Task ReadSoonAsync(CancellationToken ct) => database.ExecuteAsync("update pacing set blocked_until = null where rule = 'groups-read'", null, ct);

    /// <summary>Keeps what was read; where it is for stays, and what was not among them is gone.</summary>
    public Task KeepAsync(IReadOnlyList<(string ChatId, string Name, string Owner)> read, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var writes = new Batch();
        foreach (var (chatId, name, owner) in read)
            writes.Add("""
                insert into customer_groups (chat_id, name, owner, seen_at) values ($1, $2, $3, $4)
                on conflict (chat_id) do update set name = excluded.name, owner = excluded.owner, seen_at = excluded.seen_at, gone_at = null
                """, chatId, name, owner, now);
        writes.Add("update customer_groups set gone_at = $1 where gone_at is null and seen_at < $1", now);
        return database.RunAsync(writes, ct);
    }
}

/// <summary>A customer group and the homes it is for.</summary>
internal sealed record PlacedGroup
{
    /// <summary>The vendor's id.</summary>
    public required string ChatId { get; init; }

    /// <summary>Name, perhaps empty.</summary>
    public required string Name { get; init; }

    /// <summary>Userid of the owner.</summary>
    public required string Owner { get; init; }

    /// <summary>Community; null: nobody has said.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Building; null: all of the community.</summary>
    public Guid? BuildingId { get; init; }

    /// <summary>Entrance; null: all of the building.</summary>
    public Guid? EntranceId { get; init; }

    /// <summary>What colleagues call it.</summary>
    public string Label => Name.Length > 0 ? Name : $"没起名字的群（{ChatId[..Math.Min(8, ChatId.Length)]}）";
}
