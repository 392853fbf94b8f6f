using ResidentAssistant.Evidence;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Notices;

/// <summary>Who knows a notice and by which way: rows per household, version and way.</summary>
internal sealed class ReachLedger(Database database, NodeId node, EvidenceLog evidence, TimeProvider clock)
{
    private const int LeaseSeconds = 30;

    // What could not be said waits behind the others, so that a few that fail hold up nobody.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    /// <summary>How every household of a notice stands with its newest version, by entrance and floor.</summary>
    public async Task<IReadOnlyList<HouseholdReach>> OfAsync(Guid noticeId, Guid versionId, CancellationToken ct)
    {
        var rows = (await database.QueryAsync<ReachRow>("select household_id, way, state, changed_at, by_name from notice_reach where version_id = @versionId", new { versionId }, ct)).ToLookup(r => r.HouseholdId);
        var flats = await database.QueryAsync<Flat>("""
            select h.id, h.label, h.floor, h.number, e.id as entrance_id, e.number as entrance, b.number as building,
                   (select cast(count(*) as integer) from persons p where p.household_id = h.id and p.left_at is null and p.phone is not null) as phones
              from notice_audience a join households h on h.id = a.household_id join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id
             where a.notice_id = @noticeId order by b.position, e.position, h.floor desc, h.number
            """, new { noticeId }, ct);
        return [.. flats.Select(f => new HouseholdReach(f.Id, f.Label, f.Building, f.EntranceId, f.Entrance, f.Phones > 0, [.. rows[f.Id]]))];
    }

    /// <summary>How many households of a notice stand how, without their names.</summary>
    public Task<ReachCounts?> CountsAsync(Guid noticeId, Guid versionId, CancellationToken ct) => database.FirstAsync<ReachCounts>($"""
        select (select count(*) from notice_audience where notice_id = @noticeId) as households,
               (select count(distinct household_id) from notice_reach where version_id = @versionId and state in {Reach.ToldStates}) as told,
               (select count(distinct household_id) from notice_reach where version_id = @versionId and state = 'Confirmed') as confirmed,
               (select count(*) from notice_reach where version_id = @versionId and state in ('Queued', 'Sending')) as waiting,
               (select count(*) from notice_reach where version_id = @versionId and way = 'Chat' and state <> 'Replaced') as chats,
               (select min(due_at) from notice_reach where version_id = @versionId and state = 'Queued') as says_from
        """, new { noticeId, versionId }, ct);

    /// <summary>Writes what a household or a colleague made known; a state that says less never takes the place of one that says more.</summary>
    public async Task RecordAsync(NoticeVersion version, Guid householdId, Way way, ReachState state, string? byName, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        var before = (await transaction.QueryAsync<string>("select state from notice_reach where version_id = @Id and household_id = @householdId", new { version.Id, householdId }, ct)).Select(Enum.Parse<ReachState>);
        var writes = new Batch();
        // The first telling and the confirmation are what must stand later.
        Record(writes, version, householdId, way, householdId, state, byName, now, Reach.Of([state]) > Reach.Of(before) && Reach.Of([state]) is ReachStanding.Told or ReachStanding.Confirmed);
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Adds the row of one way, and its evidence when it is the <paramref name="first"/> of its kind for the household, to the caller's writes.</summary>
    public void Record(Batch writes, NoticeVersion version, Guid householdId, Way way, Guid target, ReachState state, string? byName, DateTimeOffset now, bool first)
    {
        writes.Add("""
            insert into notice_reach (version_id, household_id, way, target, notice_id, number, state, due_at, changed_at, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)
            on conflict (version_id, household_id, way, target) do update set state = excluded.state, changed_at = excluded.changed_at, by_name = excluded.by_name
             where not (notice_reach.state = 'Confirmed' or (notice_reach.state in ('Delivered', 'Opened', 'Spoken') and excluded.state not in ('Delivered', 'Opened', 'Spoken', 'Confirmed')))
            """, version.Id, householdId, way, target, version.NoticeId, version.Number, state, now, Null.Or(byName));
        if (!first) return;
        evidence.Add(writes, new EvidenceRecord
        {
            Id = Guid.CreateVersion7(now), CommunityId = version.CommunityId, Kind = state is ReachState.Confirmed ? "notice.confirmed" : "notice.told", HouseholdId = householdId, At = now,
            Fields = new Dictionary<string, object?> { ["notice"] = version.NoticeId.ToString(), ["number"] = (long)version.Number, ["hash"] = version.Hash, ["way"] = way.ToString() },
        });
    }

    /// <summary>True when messages are due in a lane.</summary>
    public async Task<bool> WaitsAsync(Lane lane, CancellationToken ct) => await database.FirstAsync<int?>($"""
        select 1 from notice_reach r where r.way = 'Chat' and r.state in ('Queued', 'Sending') and r.due_at <= @at and (r.leased_until is null or r.leased_until < {database.Dialect.Now}) and {lane.Condition(database.Dialect)} limit 1
        """, new { at = clock.GetUtcNow(), lane.Channels }, ct) is not null;

    /// <summary>Claims messages of a lane that are due; never one behind which a newer version stands, and none while an older one of the same conversation is being sent.</summary>
    public async Task<IReadOnlyList<ToSend>> ClaimAsync(Lane lane, int limit, CancellationToken ct)
    {
        var now = database.Dialect.Now;
        return await database.WriteAsync<ToSend>($"""
            update notice_reach set state = 'Sending', leased_by = @node, leased_until = {database.Dialect.NowPlus(LeaseSeconds)}, fence = fence + 1
             where way = 'Chat' and (version_id, household_id, target) in (
                   select r.version_id, r.household_id, r.target from notice_reach r
                    where r.way = 'Chat' and r.state in ('Queued', 'Sending') and r.due_at <= @at and (r.leased_until is null or r.leased_until < {now}) and {lane.Condition(database.Dialect)}
                      and not exists (select 1 from notice_reach o where o.target = r.target and o.notice_id = r.notice_id and o.number < r.number and o.state = 'Sending' and o.leased_until >= {now})
                    order by r.due_at limit @limit {database.Dialect.SkipLocked})
               and state in ('Queued', 'Sending') and (leased_until is null or leased_until < {now})
            returning version_id, household_id, target, notice_id, number, fence
            """, new { node = node.Value, at = clock.GetUtcNow(), limit, lane.Channels }, ct);
    }

    /// <summary>Writes what became of claimed messages; a row whose fence has moved on is left alone.</summary>
    public Task FinishAsync(IEnumerable<(ToSend Row, ReachState State, int? Turn)> finished, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var writes = new Batch();
        foreach (var (row, state, turn) in finished)
            writes.Add("update notice_reach set state = $5, changed_at = $6, due_at = $7, turn = $8, leased_by = null, leased_until = null where version_id = $1 and household_id = $2 and target = $3 and fence = $4 and way = 'Chat' and state = 'Sending'",
                row.VersionId, row.HouseholdId, row.Target, row.Fence, state, now, state is ReachState.Queued ? now + Again : now, Null.Or(turn));
        return writes.Statements.Count == 0 ? Task.CompletedTask : database.RunAsync(writes, ct);
    }

    /// <summary>Takes over from the outbox what the vendor would not take or could not deliver since an instant, so that those households come onto the list of calls and doors.</summary>
    public Task<int> TakeRefusalsAsync(DateTimeOffset since, CancellationToken ct) => database.ExecuteAsync("""
        update notice_reach set state = 'Failed', changed_at = @now
         where way = 'Chat' and state = 'Sent' and turn is not null
           and (target, turn) in (select o.conversation_id, o.turn from outbox o where o.state in ('Stopped', 'Failed') and o.finished_at >= @since)
        """, new { since, now = clock.GetUtcNow() }, ct);

    private sealed record Flat
    {
        public required Guid Id { get; init; }

        public required string Label { get; init; }

        public required Guid EntranceId { get; init; }

        public required string Entrance { get; init; }

        public required string Building { get; init; }

        public required int Phones { get; init; }
    }
}

/// <summary>A household of a notice and all that was done to reach it.</summary>
internal sealed record HouseholdReach(Guid HouseholdId, string Label, string Building, Guid EntranceId, string Entrance, bool HasPhone, IReadOnlyList<ReachRow> Rows)
{
    /// <summary>How it stands.</summary>
    public ReachStanding Standing => Reach.Of(Rows.Select(r => r.State));

    /// <summary>What a person does next; null when it has been told.</summary>
    public Way? Next => Standing >= ReachStanding.Told ? null : HasPhone && !Rows.Any(r => r is { Way: Way.Phone, State: ReachState.NoAnswer }) ? Way.Phone : Way.Door;
}

/// <summary>One way to one household.</summary>
internal sealed record ReachRow
{
    /// <summary>Household.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Way.</summary>
    public required Way Way { get; init; }

    /// <summary>What became of it.</summary>
    public required ReachState State { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Colleague who recorded it.</summary>
    public string? ByName { get; init; }
}

/// <summary>Counts over a notice.</summary>
internal sealed record ReachCounts
{
    /// <summary>Households it is for.</summary>
    public required long Households { get; init; }

    /// <summary>Told, the confirmed among them.</summary>
    public required long Told { get; init; }

    /// <summary>Confirmed.</summary>
    public required long Confirmed { get; init; }

    /// <summary>Messages not sent yet.</summary>
    public required long Waiting { get; init; }

    /// <summary>Changes whenever the others do.</summary>
    public string Mark => $"{Waiting}-{Told}-{Confirmed}-{Chats}";

    /// <summary>Messages, sent or not.</summary>
    public required long Chats { get; init; }

    /// <summary>When the first of them may be sent.</summary>
    public DateTimeOffset? SaysFrom { get; init; }
}

/// <summary>Messages that go out at one pace: those of one channel, or of all the channels without a pace.</summary>
/// <param name="Channels">The channel, or those that are left out.</param>
/// <param name="Rest">All but these.</param>
internal sealed record Lane(string[] Channels, bool Rest)
{
    /// <summary>SQL that holds for its rows; needs the parameter <c>Channels</c>.</summary>
    public string Condition(Dialect dialect) => Rest ? $"(r.channel is null or not ({dialect.In("r.channel", nameof(Channels))}))" : dialect.In("r.channel", nameof(Channels));
}

/// <summary>A claimed message.</summary>
internal sealed record ToSend
{
    /// <summary>Version.</summary>
    public required Guid VersionId { get; init; }

    /// <summary>Household.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Conversation.</summary>
    public required Guid Target { get; init; }

    /// <summary>Notice.</summary>
    public required Guid NoticeId { get; init; }

    /// <summary>Number of the version.</summary>
    public required int Number { get; init; }

    /// <summary>Fencing number of this lease.</summary>
    public required int Fence { get; init; }
}
