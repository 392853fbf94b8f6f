using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Conversations;

/// <summary>Who speaks in the conversations that colleagues hold for somebody, and which colleague types in them now.</summary>
internal sealed class SpokenStore(Database database, KeyRing keys, EvidenceLog evidence, TimeProvider clock)
{
    /// <summary>Rows on the page.</summary>
    public const int PageSize = 30;

    /// <summary>A colleague who has typed nothing for this long no longer keeps another out.</summary>
    public static readonly TimeSpan Patience = ConversationDuties.Patience;

    private const string Columns = """
        select s.id, s.community_id, s.household_id, h.label as household, s.speaker, s.capacity, s.way, s.verified, s.phone, s.begun_by_name, s.begun_at,
               s.driver, s.driver_name, s.driven_at, s.ended_at
          from spoken_conversations s join households h on h.id = s.household_id
        """;

    private readonly Sealer names = keys.For("spoken.speaker");
    private readonly Sealer phones = keys.For(People.WholeNumber);

    /// <summary>Notes who speaks, with its evidence, and gives the conversation's id; the same form again gives the one of then.</summary>
    public async Task<Guid> BeginAsync(NewSpoken begun, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var transaction = await database.BeginAsync(ct);
        if (await transaction.FirstAsync<Guid?>("select id from spoken_conversations where form = @Form and begun_by = @staffId", new { begun.Form, staffId = staff.Id }, ct) is { } before) return before;
        var writes = new Batch().Add("""
            insert into spoken_conversations (id, form, community_id, household_id, speaker, capacity, way, verified, phone, begun_by, begun_by_name, begun_at, driver, driver_name, driven_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $10, $11, $12)
            """, id, begun.Form, begun.Household.CommunityId, begun.Household.Id, names.SealText(begun.Speaker), begun.Capacity, begun.Way, begun.Verified,
            Null.Or(begun.Phone is null ? null : phones.SealText(begun.Phone.Digits)), staff.Id, staff.Name, now);
        Happened(writes, id, "begun", staff, now);
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = begun.Household.CommunityId, Kind = "conversation.spoken", HouseholdId = begun.Household.Id, At = now,
            Fields = new Dictionary<string, object?> { ["capacity"] = begun.Capacity, ["conversation"] = id, ["staff"] = staff.Id, ["verified"] = begun.Verified, ["way"] = begun.Way },
            Personal = new Dictionary<string, string> { ["speaker"] = begun.Speaker, ["staff-name"] = staff.Name },
        });
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return id;
    }

    /// <summary>The conversation in scope, or null; a resident's own conversation is never one.</summary>
    public async Task<SpokenConversation?> FindAsync(Guid id, StaffScope scope, CancellationToken ct) =>
        await database.FirstAsync<Row>($"{Columns} where s.id = @id and {scope.Condition(database.Dialect, "s.community_id")}", new { id, communities = scope.Communities }, ct) is { } row ? Opened(row) : null;

    /// <summary>Conversations in scope: open ones, then the newest; at most one more than <see cref="PageSize"/>.</summary>
    public async Task<IReadOnlyList<SpokenConversation>> ListAsync(StaffScope scope, CancellationToken ct) => [.. (await database.QueryAsync<Row>($"""
        {Columns} where {scope.Condition(database.Dialect, "s.community_id")}
         order by case when s.ended_at is null then 0 else 1 end, s.begun_at desc limit {PageSize + 1}
        """, new { communities = scope.Communities }, ct)).Select(Opened)];

    /// <summary>Lets this colleague type: true when nobody else does now. With <paramref name="again"/> an ended conversation goes on.</summary>
    public async Task<bool> DriveAsync(Guid id, CurrentStaff staff, bool again, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        var mine = await transaction.ExecuteAsync("update spoken_conversations set driven_at = @now where id = @id and driver = @staffId and ended_at is null", new { id, now, staffId = staff.Id }, ct);
        if (mine == 0)
        {
            mine = await transaction.ExecuteAsync($"""
                update spoken_conversations set driver = @staffId, driver_name = @staffName, driven_at = @now, ended_at = null
                 where id = @id and (driver is null or driver = @staffId or driven_at <= @before) {(again ? "" : "and ended_at is null")}
                """, new { id, now, before = now - Patience, staffId = staff.Id, staffName = staff.Name }, ct);
            if (mine == 1) await transaction.RunAsync(Happened(new Batch(), id, "taken", staff, now), ct);
        }

        await transaction.CommitAsync(ct);
        return mine == 1;
    }

    /// <summary>Ends it: nobody types in it until it goes on.</summary>
    public async Task EndAsync(Guid id, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        if (await transaction.ExecuteAsync("update spoken_conversations set driver = null, driver_name = null, driven_at = null, ended_at = @now where id = @id and ended_at is null", new { id, now }, ct) == 1)
            await transaction.RunAsync(Happened(new Batch(), id, "ended", staff, now), ct);
        await transaction.CommitAsync(ct);
    }

    private static Batch Happened(Batch writes, Guid id, string kind, CurrentStaff staff, DateTimeOffset now) => writes.Add(
        "insert into spoken_events (id, conversation_id, kind, staff_id, staff_name, at) values ($1, $2, $3, $4, $5, $6)", Guid.CreateVersion7(now), id, kind, staff.Id, staff.Name, now);

    private SpokenConversation Opened(Row row) => new(row.Id, names.OpenWords(row.Speaker), row.Phone is null ? null : PhoneNumber.TryParse(phones.OpenText(row.Phone)))
    {
        CommunityId = row.CommunityId, HouseholdId = row.HouseholdId, Household = row.Household, Capacity = row.Capacity, Way = row.Way, Verified = row.Verified,
        BegunByName = row.BegunByName, BegunAt = row.BegunAt, Driver = row.Driver, DriverName = row.DriverName, DrivenAt = row.DrivenAt, EndedAt = row.EndedAt,
    };

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required Guid CommunityId { get; init; }

        public required Guid HouseholdId { get; init; }

        public required string Household { get; init; }

        public required byte[] Speaker { get; init; }

        public required string Capacity { get; init; }

        public required string Way { get; init; }

        public required string Verified { get; init; }

        public byte[]? Phone { get; init; }

        public required string BegunByName { get; init; }

        public required DateTimeOffset BegunAt { get; init; }

        public Guid? Driver { get; init; }

        public string? DriverName { get; init; }

        public DateTimeOffset? DrivenAt { get; init; }

        public DateTimeOffset? EndedAt { get; init; }
    }
}
