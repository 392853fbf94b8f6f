using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>What tells a page that the board has changed.</summary>
internal sealed class Board(Database database, TimeProvider clock)
{
    /// <summary>A short text that changes when any open ticket in scope does, and each minute, so that what waits is seen to wait.</summary>
    public async Task<string> MarkAsync(StaffScope scope, CancellationToken ct)
    {
        var sum = await database.FirstAsync<Sum>($"""
            select count(*) as tickets, coalesce(sum(t.number), 0) as acts, coalesce(sum(case when t.flat is null then 0 else 1 end), 0) as placed, coalesce(sum(case when t.main_id is null then 0 else 1 end), 0) as joined
              from tickets t where t.closed_at is null and {scope.Condition(database.Dialect, "t.community_id")}
            """, new { communities = scope.Communities }, ct);
        return $"{sum!.Tickets}.{sum.Acts}.{sum.Placed}.{sum.Joined}.{clock.GetUtcNow().ToUnixTimeSeconds() / 60}";
    }

    private sealed record Sum
    {
        public required long Tickets { get; init; }

        public required long Acts { get; init; }

        public required long Placed { get; init; }

        public required long Joined { get; init; }
    }
}
