namespace ResidentAssistant.Tests.Infrastructure;

public sealed class FakeClockTests
{
    [Fact]
    public async Task A_delay_ends_when_the_clock_is_moved_past_it()
    {
        var clock = new FakeClock();
        var delay = Task.Delay(TimeSpan.FromMinutes(5), clock);

        clock.Advance(TimeSpan.FromMinutes(4));
        delay.IsCompleted.ShouldBeFalse();

        clock.Advance(TimeSpan.FromMinutes(1));
        await delay;
    }

    [Fact]
    public void A_periodic_timer_fires_at_each_of_its_instants()
    {
        var clock = new FakeClock();
        var (start, seen) = (clock.GetUtcNow(), new List<TimeSpan>());
        using var timer = clock.CreateTimer(_ => seen.Add(clock.GetUtcNow() - start), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(6));
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromHours(1));

        seen.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)]);
    }
}
