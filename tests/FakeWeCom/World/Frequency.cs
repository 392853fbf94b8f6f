namespace FakeWeCom.World;

/// <summary>Counts in fixed spans; who passes the limit stays blocked for as long as the span is.</summary>
internal sealed class Frequency(TimeProvider clock)
{
    private readonly Dictionary<(string What, TimeSpan Span), Count> counts = [];
    private readonly Dictionary<(string What, TimeSpan Span), Queue<DateTimeOffset>> slides = [];
    private readonly Dictionary<(int AgentId, DateOnly Day), int> days = [];

    /// <summary>Takes one more; false when the limit is passed or the block of an earlier passing still lasts.</summary>
    public bool Take(string what, int limit, TimeSpan span)
    {
        var now = clock.GetUtcNow();
        var count = counts.GetValueOrDefault((what, span));
        if (count?.BlockedUntil > now) return false;
        if (count is null || now - count.Since >= span) count = new Count(now, 0, default);
        var taken = count with { Number = count.Number + 1 };
        if (taken.Number > limit) taken = taken with { BlockedUntil = now + span };
        counts[(what, span)] = taken;
        return taken.Number <= limit;
    }

    /// <summary>Takes one more of a limit whose excess is not punished: the span slides with what was taken.</summary>
    public bool TakeSliding(string what, int limit, TimeSpan span)
    {
        var now = clock.GetUtcNow();
        if (!slides.TryGetValue((what, span), out var taken)) slides[(what, span)] = taken = new Queue<DateTimeOffset>();
        while (taken.TryPeek(out var oldest) && now - oldest >= span) taken.Dequeue();
        if (taken.Count >= limit) return false;
        taken.Enqueue(now);
        return true;
    }

    /// <summary>Takes so many of an app's day, which ends at midnight in China.</summary>
    public bool TakeDaily(int agentId, int number, int limit)
    {
        var day = DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        var taken = days.GetValueOrDefault((agentId, day)) + number;
        if (taken > limit) return false;
        days[(agentId, day)] = taken;
        return true;
    }

    private sealed record Count(DateTimeOffset Since, int Number, DateTimeOffset BlockedUntil);
}
