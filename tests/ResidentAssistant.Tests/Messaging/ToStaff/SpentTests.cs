using ResidentAssistant.Messaging.ToStaff;

namespace ResidentAssistant.Tests.Messaging.ToStaff;

public sealed class SpentTests
{
    private static readonly Pace Minute = new("robot-minute", "duty", 20, TimeSpan.FromMinutes(1));
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void In_no_span_of_a_minute_are_there_more_calls_than_the_limit_whatever_comes()
    {
        var random = new Random(41);
        var (row, calls) = ("", new List<DateTimeOffset>());
        for (var now = Start; now < Start.AddMinutes(20); now += TimeSpan.FromMilliseconds(random.Next(50, 3000)))
        {
            var spent = new Spent(Minute, row, now);
            var allowed = spent.Allow(random.Next(1, 30), joinable: random.Next(2) == 0, urgent: random.Next(3) > 0);
            row = spent.With(allowed);
            calls.AddRange(Enumerable.Repeat(now, allowed));
        }

        calls.Count.ShouldBeGreaterThan(200);
        calls.ShouldAllBe(at => calls.Count(other => other >= at && other < at.AddMinutes(1)) <= 20);
    }

    [Fact]
    public void A_few_pages_go_one_by_one_and_many_go_as_one()
    {
        new Spent(Minute, "", Start).Allow(3, joinable: true, urgent: true).ShouldBe(3);
        new Spent(Minute, "", Start).Allow(4, joinable: true, urgent: true).ShouldBe(1);
        new Spent(Minute, "", Start).Allow(4, joinable: false, urgent: true).ShouldBe(4);
    }

    [Fact]
    public void A_storm_of_pages_one_a_second_never_waits_longer_than_a_few_seconds()
    {
        var (row, waiting, longest, calls) = ("", new List<DateTimeOffset>(), TimeSpan.Zero, 0);
        for (var second = 0; second < 180; second++)
        {
            var now = Start.AddSeconds(second);
            waiting.Add(now);
            var spent = new Spent(Minute, row, now);
            var allowed = spent.Allow(waiting.Count, joinable: true, urgent: true);
            row = spent.With(allowed);
            calls += allowed;
            if (allowed == 0) continue;
            longest = now - waiting[0] > longest ? now - waiting[0] : longest;
            waiting.Clear();
        }

        longest.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(6));
        calls.ShouldBeInRange(20, 60);
    }

    [Fact]
    public void The_second_half_of_a_limit_is_kept_for_what_is_urgent()
    {
        var row = new Spent(Minute, "", Start).With(10);

        var later = Start.AddSeconds(10);
        new Spent(Minute, row, later).Allow(1, joinable: true, urgent: false).ShouldBe(0);
        new Spent(Minute, row, later).NextAt(urgent: false).ShouldBe(Start.AddSeconds(61));
        new Spent(Minute, row, later).Allow(1, joinable: true, urgent: true).ShouldBe(1);
    }

    [Fact]
    public void A_daily_limit_begins_anew_at_midnight_at_the_site()
    {
        var day = new Pace("app-day", "1000002", 200, TimeSpan.FromDays(1));
        var evening = new DateTimeOffset(2026, 11, 23, 23, 59, 0, TimeSpan.FromHours(8));
        var row = new Spent(day, "", evening).With(200);

        new Spent(day, row, evening).Allow(1, joinable: false, urgent: true).ShouldBe(0);
        new Spent(day, row, evening).NextAt(urgent: true).ShouldBe(evening.AddMinutes(1));
        new Spent(day, row, evening.AddMinutes(1)).Room.ShouldBe(200);
    }
}
