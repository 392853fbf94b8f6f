using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>Tries to reach a household, and the finding that it cannot be reached: a state of its own, never an answer.</summary>
internal sealed class Reachability(Database database, RegisterChanges changes, KeyRing keys, TimeProvider clock)
{
    private readonly Sealer notes = keys.For("reach.note");

    /// <summary>Tries of a flat, newest first.</summary>
    public async Task<IReadOnlyList<ReachAttempt>> AttemptsAsync(Guid householdId, CancellationToken ct) => [.. (await database.QueryAsync<Row>("""
        select id, way, result, note, tried_at, staff_name from reach_attempts where household_id = @householdId order by tried_at desc, id desc
        """, new { householdId }, ct)).Select(row => new ReachAttempt(row.Way, row.Result, row.Note is null ? null : notes.OpenText(row.Note), row.TriedAt, row.StaffName))];

    /// <summary>Writes a try down. Whoever was spoken with is reachable: then the finding ends by itself.</summary>
    public async Task TriedAsync(Household household, NewAttempt attempt, Editor editor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (attempt.At > now + TimeSpan.FromMinutes(5)) throw new RefusedException("BadArgument", "这个时间还没到，请看一看日期。");
        if (attempt.Note is { Length: > 300 }) throw new RefusedException("BadArgument", "情况最多写300个字。");
        var writes = new Batch().Add("""
            insert into reach_attempts (id, community_id, household_id, way, result, note, tried_at, staff_id, staff_name, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """, Guid.CreateVersion7(now), household.CommunityId, household.Id, attempt.Way, attempt.Result,
            Null.Or(string.IsNullOrEmpty(attempt.Note) ? null : notes.SealText(attempt.Note)), attempt.At, editor.Id ?? Guid.Empty, editor.Name, now);
        // A talk from before the finding ends nothing.
        if (attempt.Result is ReachResult.Spoke && household.NotReachableSince is { } since && attempt.At >= since) Mark(writes, household, null, "联系上了", editor);
        await database.RunAsync(writes, ct);
    }

    /// <summary>A person finds that nobody can be reached; refused without a single try.</summary>
    public async Task NotReachableAsync(Household household, string reason, Editor editor, CancellationToken ct)
    {
        if (household.NotReachableSince is not null) return;
        if (reason.Length is < 2 or > 300) throw new RefusedException("BadArgument", "请写明情况，2到300个字。");
        if (await database.FirstAsync<int>("select count(*) from reach_attempts where household_id = @Id and result <> 'Spoke'", new { household.Id }, ct) == 0)
            throw new RefusedException("BadArgument", "还没有记过联系的情况。请先记下怎么联系的，再标“联系不上”。", StatusCodes.Status409Conflict);
        var writes = new Batch();
        Mark(writes, household, clock.GetUtcNow(), reason, editor);
        await database.RunAsync(writes, ct);
    }

    /// <summary>The finding ends.</summary>
    public async Task ReachableAsync(Household household, string reason, Editor editor, CancellationToken ct)
    {
        if (household.NotReachableSince is null) return;
        var writes = new Batch();
        Mark(writes, household, null, reason.Length == 0 ? "又联系上了" : reason, editor);
        await database.RunAsync(writes, ct);
    }

    private void Mark(Batch writes, Household household, DateTimeOffset? since, string reason, Editor editor)
    {
        writes.Add("update households set not_reachable_since = $2, version = version + 1 where id = $1", household.Id, Null.Or(since));
        changes.Add(writes, editor, new RegisterChange(household.CommunityId, ChangeKind.Reach, since is null ? "能联系上" : "联系不上")
        {
            BuildingId = household.BuildingId, HouseholdId = household.Id, Reason = reason,
        });
    }

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required ReachWay Way { get; init; }

        public required ReachResult Result { get; init; }

        public byte[]? Note { get; init; }

        public required DateTimeOffset TriedAt { get; init; }

        public required string StaffName { get; init; }
    }
}

/// <summary>How somebody tried; names are stored.</summary>
internal enum ReachWay
{
    /// <summary>A letter.</summary>
    Letter,

    /// <summary>A call.</summary>
    Call,

    /// <summary>At the door.</summary>
    Door,
}

/// <summary>What came of it; names are stored.</summary>
internal enum ReachResult
{
    /// <summary>Nobody there, nobody answered.</summary>
    NoAnswer,

    /// <summary>The number is wrong or no longer in use.</summary>
    WrongNumber,

    /// <summary>The letter came back.</summary>
    Returned,

    /// <summary>Left with somebody or in the box; nobody was spoken with.</summary>
    Left,

    /// <summary>Lives elsewhere; where is not known.</summary>
    Moved,

    /// <summary>Spoken with.</summary>
    Spoke,
}

/// <summary>Ways and results as people read them.</summary>
internal static class ReachWords
{
    /// <summary>The way in Chinese.</summary>
    public static string Label(this ReachWay way) => way switch { ReachWay.Letter => "送信", ReachWay.Call => "打电话", _ => "上门" };

    /// <summary>The result in Chinese.</summary>
    public static string Label(this ReachResult result) => result switch
    {
        ReachResult.NoAnswer => "没有人应",
        ReachResult.WrongNumber => "号码不对或者停机",
        ReachResult.Returned => "信退回来了",
        ReachResult.Left => "留下了信，没见到人",
        ReachResult.Moved => "搬走了，不知道去处",
        _ => "说上话了",
    };
}

/// <summary>One try.</summary>
internal sealed record ReachAttempt(ReachWay Way, ReachResult Result, string? Note, DateTimeOffset At, string StaffName);

/// <summary>One try to be written down.</summary>
internal sealed record NewAttempt(ReachWay Way, ReachResult Result, DateTimeOffset At, string? Note);
