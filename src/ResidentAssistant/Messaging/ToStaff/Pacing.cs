using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging.ToStaff;

/// <summary>Keeps to the providers' limits by rows, so that they hold over nodes and restarts.</summary>
internal sealed class Pacing(Database database, TimeProvider clock)
{
    /// <summary>Pages that wait at once for one target and still go one by one.</summary>
    public const int MostSingly = 3;

    /// <summary>Takes what may be sent now out of all the limits at once.</summary>
    public async Task<Grant> TakeAsync(IReadOnlyList<Pace> paces, int wanted, bool joinable, bool urgent, CancellationToken ct)
    {
        if (paces.Count == 0) return new Grant(wanted, default, null);
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        var calls = wanted;
        Grant? refused = null;
        var standing = new List<(Pace Pace, Spent Spent)>();
        // Always in the same order, so that two nodes never wait for each other.
        foreach (var pace in paces.OrderBy(p => p.Rule, StringComparer.Ordinal).ThenBy(p => p.Key, StringComparer.Ordinal))
        {
            await transaction.ExecuteAsync("insert into pacing (rule, key, spent) values (@Rule, @Key, '') on conflict do nothing", new { pace.Rule, pace.Key }, ct);
            var row = (await transaction.FirstAsync<Row>($"select spent, blocked_until from pacing where rule = @Rule and key = @Key {database.Dialect.ForUpdate}",
                new { pace.Rule, pace.Key }, ct))!;
            var spent = new Spent(pace, row.Spent, now);
            standing.Add((pace, spent));
            var allowed = row.BlockedUntil > now ? 0 : spent.Allow(wanted, joinable, urgent);
            if (allowed == 0 && refused is null) refused = new Grant(0, row.BlockedUntil > now ? row.BlockedUntil.Value : spent.NextAt(urgent), pace.Rule);
            calls = Math.Min(calls, allowed);
        }

        if (refused is not null) return refused;
        foreach (var (pace, spent) in standing)
            await transaction.ExecuteAsync("update pacing set spent = @spent where rule = @Rule and key = @Key", new { spent = spent.With(calls), pace.Rule, pace.Key }, ct);
        await transaction.CommitAsync(ct);
        return new Grant(calls, default, null);
    }

    /// <summary>The provider itself said no: nothing more under that rule until then.</summary>
    public Task BlockAsync(Pace pace, DateTimeOffset until, CancellationToken ct) => database.ExecuteAsync("""
        insert into pacing (rule, key, spent, blocked_until) values (@Rule, @Key, '', @until)
        on conflict (rule, key) do update set blocked_until = excluded.blocked_until
        """, new { pace.Rule, pace.Key, until }, ct);

    private sealed record Row
    {
        public required string Spent { get; init; }

        public DateTimeOffset? BlockedUntil { get; init; }
    }
}

/// <summary>Calls that may be made now; when none, the rule that says so and when to ask again.</summary>
internal sealed record Grant(int Calls, DateTimeOffset NextAt, string? Rule);
