namespace FakeWeCom.World;

/// <summary>The vendor's clock: another clock plus an offset that a test may enlarge; timers made from it fire as it moves.</summary>
internal sealed class ShiftedClock(TimeProvider inner) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly HashSet<ShiftedTimer> timers = [];
    private TimeSpan offset;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return inner.GetUtcNow() + offset;
    }

    /// <summary>Moves on at once, beyond what passes by itself.</summary>
    public void Advance(TimeSpan by)
    {
        if (by < TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(by), "The clock does not go back.");
        ShiftedTimer[] waiting;
        lock (gate)
        {
            offset += by;
            waiting = [.. timers];
        }

        foreach (var timer in waiting) timer.Arm();
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ShiftedTimer(this, callback, state);
        lock (gate) timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ShiftedTimer : ITimer
    {
        private readonly ShiftedClock clock;
        private readonly TimerCallback callback;
        private readonly object? state;
        private readonly ITimer waiting;
        private DateTimeOffset? due;
        private TimeSpan period;

        public ShiftedTimer(ShiftedClock clock, TimerCallback callback, object? state)
        {
            this.clock = clock;
            this.callback = callback;
            this.state = state;
            waiting = clock.Inner.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                due = dueTime < TimeSpan.Zero ? null : clock.GetUtcNow() + dueTime;
                this.period = period;
            }

            return Arm();
        }

        public bool Arm()
        {
            TimeSpan wait;
            lock (clock.gate)
            {
                if (due is null) return waiting.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                wait = due.Value - clock.GetUtcNow();
            }

            return waiting.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            lock (clock.gate) clock.timers.Remove(this);
            waiting.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Ring()
        {
            lock (clock.gate)
            {
                if (due is null) return;
                due = period > TimeSpan.Zero ? due + period : null;
            }

            callback(state);
            if (due is not null) Arm();
        }
    }

    private TimeProvider Inner => inner;
}
