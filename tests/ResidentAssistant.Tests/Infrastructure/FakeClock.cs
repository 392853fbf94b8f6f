namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>A clock that stands still until the test moves it; timers and delays made from it fire on the way.</summary>
internal sealed class FakeClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<FakeTimer> timers = [];
    private DateTimeOffset now;

    /// <summary>A clock at 10 o'clock in the morning of Monday 2 November 2026 in Beijing, or at the given instant.</summary>
    public FakeClock(DateTimeOffset? start = null) => now = (start ?? new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero)).ToUniversalTime();

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    /// <inheritdoc />
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Moves on and fires, in order and each at its own instant, what falls due.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (true)
        {
            FakeTimer? next;
            lock (gate)
            {
                next = timers.Where(t => t.DueAt <= end).MinBy(t => t.DueAt);
                now = next is null ? end : next.DueAt > now ? next.DueAt.Value : now;
                next?.Schedule();
            }

            if (next is null) return;
            next.Fire();
        }
    }

    /// <summary>Wakes at an instant like a machine that slept: what fell due meanwhile fires once, now. Days cost nothing, while <see cref="Advance"/> fires each second of them.</summary>
    public void WakeAt(DateTimeOffset instant)
    {
        List<FakeTimer> due;
        lock (gate)
        {
            now = instant.ToUniversalTime();
            due = [.. timers.Where(t => t.DueAt <= now).OrderBy(t => t.DueAt)];
            foreach (var timer in due) timer.Schedule(now);
        }

        foreach (var timer in due) timer.Fire();
    }

    /// <summary>The same after a time.</summary>
    public void WakeAfter(TimeSpan by) => WakeAt(GetUtcNow() + by);

    /// <summary>Moves on to an instant that is not in the past.</summary>
    public void AdvanceTo(DateTimeOffset instant) => Advance(instant - GetUtcNow());

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset? DueAt { get; private set; }

        public void Schedule(DateTimeOffset? from = null) => DueAt = period > TimeSpan.Zero ? (from ?? DueAt) + period : null;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                this.period = period;
                DueAt = dueTime < TimeSpan.Zero ? null : clock.now + dueTime;
                clock.timers.Remove(this);
                if (DueAt is not null) clock.timers.Add(this);
                if (dueTime != TimeSpan.Zero) return true;
                Schedule();
            }

            Fire();
            return true;
        }

        public void Dispose()
        {
            lock (clock.gate) clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
