using System.Globalization;

namespace ResidentAssistant.Messaging.ToStaff;

/// <summary>A provider's limit: so many calls in any such span, or on one day at the site when the span is a day.</summary>
/// <param name="Rule">Its name in the ledger.</param>
/// <param name="Key">Whom it counts for.</param>
/// <param name="Limit">Calls.</param>
/// <param name="Span">Span.</param>
internal sealed record Pace(string Rule, string Key, int Limit, TimeSpan Span)
{
    /// <summary>Counted from midnight and not backwards from now.</summary>
    public bool IsDaily => Span >= TimeSpan.FromDays(1);

    // Sixty steps a span: a call counts up to a sixtieth longer than the provider counts it, never shorter.
    private long Step => IsDaily ? 86_400 : Math.Max(1, (long)Span.TotalSeconds / 60);

    /// <summary>The step an instant falls into.</summary>
    public long StepOf(DateTimeOffset at) => IsDaily
        ? Scheduling.SiteClock.Day(at).DayNumber
        : at.ToUnixTimeSeconds() / Step;

    /// <summary>The instant from which calls of that step no longer count.</summary>
    public DateTimeOffset ForgottenAt(long step) => IsDaily
        ? Scheduling.SiteClock.StartOf(DateOnly.FromDayNumber((int)step + 1))
        : DateTimeOffset.FromUnixTimeSeconds((step + 1) * Step) + Span;
}

/// <summary>The calls that still count against a limit.</summary>
internal sealed class Spent
{
    private readonly Pace pace;
    private readonly DateTimeOffset now;
    private readonly List<(long Step, int Calls)> steps = [];

    /// <summary>Reads what a row says, leaving out what no longer counts.</summary>
    public Spent(Pace pace, string row, DateTimeOffset now)
    {
        (this.pace, this.now) = (pace, now);
        foreach (var part in row.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var step = long.Parse(part.AsSpan(0, colon), CultureInfo.InvariantCulture);
            if (pace.ForgottenAt(step) > now) steps.Add((step, int.Parse(part.AsSpan(colon + 1), CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Calls that may still be made now.</summary>
    public int Room => Math.Max(0, pace.Limit - steps.Sum(s => s.Calls));

    /// <summary>How many of the calls wanted may be made now. Pages are joined rather than sent one by one once half of the limit is used.</summary>
    /// <param name="wanted">Messages that wait.</param>
    /// <param name="joinable">They may go together in one call.</param>
    /// <param name="urgent">They may use the second half of the limit.</param>
    public int Allow(int wanted, bool joinable, bool urgent)
    {
        var half = pace.Limit / 2;
        var easy = Room - half;
        if (easy >= wanted && (!joinable || wanted <= Pacing.MostSingly)) return wanted;
        if (!joinable) return urgent ? Math.Min(wanted, Room) : Math.Max(0, Math.Min(wanted, easy));
        if (easy > 0) return 1;
        return urgent && Room > 0 && now >= SparseUntil ? 1 : 0;
    }

    /// <summary>When to look again after nothing was allowed.</summary>
    public DateTimeOffset NextAt(bool urgent)
    {
        var half = pace.Limit / 2;
        var needed = urgent ? 1 : half + 1;
        var room = Room;
        foreach (var (step, calls) in steps)
        {
            if (room >= needed) break;
            room += calls;
            if (room >= needed) return pace.ForgottenAt(step);
        }

        return SparseUntil > now ? SparseUntil : now + TimeSpan.FromSeconds(1);
    }

    /// <summary>The row after that many calls more.</summary>
    public string With(int calls)
    {
        var step = pace.StepOf(now);
        var at = steps.FindIndex(s => s.Step == step);
        if (at >= 0) steps[at] = (step, steps[at].Calls + calls);
        else if (calls > 0) steps.Add((step, calls));
        return string.Join(' ', steps.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Step}:{s.Calls}")));
    }

    // The second half is spread over the span, so that a storm never uses it up at once. Daily limits are too wide for that.
    private DateTimeOffset SparseUntil => pace.IsDaily || steps.Count == 0 ? DateTimeOffset.MinValue
        : DateTimeOffset.FromUnixTimeSeconds(steps[^1].Step * Math.Max(1, (long)pace.Span.TotalSeconds / 60)) + (pace.Span / Math.Max(1, pace.Limit - (pace.Limit / 2)));
}
