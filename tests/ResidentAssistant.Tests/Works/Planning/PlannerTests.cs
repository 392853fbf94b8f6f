using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Tests.Works.Planning;

/// <summary>For any plan: no team in two places, each riser whole and inside the hours of its own building, nobody away, water never off over days without work.</summary>
public sealed class PlannerTests
{
    private static readonly string[] Weeks = ["周一到周五 8:00-12:00、14:00-18:00", "周一到周六 9:00–11:30", "周一到周五 8:30-11:30、13:30-17:00；周六 9:00-12:00"];
    private static int Rounds => Environment.GetEnvironmentVariable("RESIDENT_LONG") is null ? 40 : 2_000;

    [Fact]
    public void Any_plan_keeps_its_promises()
    {
        for (var seed = 1; seed <= Rounds; seed++)
        {
            var town = new Town(new Random(seed));
            var plan = Planner.Plan(town.Jobs, town.Teams, town.CalendarOf, []);
            foreach (var riser in plan.Planned)
            {
                var job = town.Jobs.Single(j => j.RiserId == riser.RiserId);
                Conflicts.Of(riser, job, town.Teams.Single(t => t.Id == riser.TeamId), town.CalendarOf(riser.BuildingId), plan.Planned)
                    .ShouldBeEmpty($"seed {seed}");
                EveryFlatOnTheSameDays(riser, seed);
                WaterIsOffInsideTheWork(riser, seed);
            }

            (plan.Planned.Count + plan.Left.Count).ShouldBe(town.Jobs.Count, $"seed {seed}");
        }
    }

    [Fact]
    public void What_is_planned_already_stays_and_is_kept_clear()
    {
        var town = new Town(new Random(7));
        var first = Planner.Plan(town.Jobs.Take(3), town.Teams, town.CalendarOf, []);
        var second = Planner.Plan(town.Jobs.Skip(3), town.Teams, town.CalendarOf, first.Planned);

        foreach (var two in from a in first.Planned from b in second.Planned where a.TeamId == b.TeamId select (a, b))
            (two.a.Ends <= two.b.Begins || two.b.Ends <= two.a.Begins).ShouldBeTrue();
    }

    [Fact]
    public void Without_a_team_the_reason_is_said()
    {
        var town = new Town(new Random(1));
        Planner.Plan(town.Jobs, [], town.CalendarOf, []).Left.ShouldAllBe(l => l.Reason == "还没有施工班组。");
    }

    [Fact]
    public void A_leap_day_is_a_day_like_any_other()
    {
        var hours = WeekHours.Read("周一到周日 8:00-12:00", out _)!;
        var calendar = new WorkCalendar(hours, new Dictionary<DateOnly, string>());
        var job = new RiserJob(Guid.NewGuid(), Guid.NewGuid(), [Guid.NewGuid()], [new WorkStep("换新管", 3, WaterUse.OffThrough, true)], new DateOnly(2028, 2, 28), new HashSet<DateOnly>());

        var riser = Planner.Plan([job], [new Team(Guid.NewGuid(), "一组", new HashSet<DateOnly>())], _ => calendar, []).Planned.Single();

        riser.Slots.Select(s => s.Day).ShouldBe([new(2028, 2, 28), new(2028, 2, 29), new(2028, 3, 1)]);
        Outages.Of(riser).ShouldBe([new OutageSpan(new DateTime(2028, 2, 28, 8, 0, 0), new DateTime(2028, 3, 1, 12, 0, 0))]);
    }

    [Fact]
    public void Water_that_stays_off_is_not_left_off_over_a_holiday()
    {
        var hours = WeekHours.Read(Weeks[0], out _)!;
        var friday = new DateOnly(2026, 12, 4);
        var calendar = new WorkCalendar(hours, new Dictionary<DateOnly, string> { [new(2026, 12, 8)] = "考试" });
        var job = new RiserJob(Guid.NewGuid(), Guid.NewGuid(), [Guid.NewGuid()], [new WorkStep("换新管", 3, WaterUse.OffThrough, true)], friday, new HashSet<DateOnly>());

        var riser = Planner.Plan([job], [new Team(Guid.NewGuid(), "一组", new HashSet<DateOnly>())], _ => calendar, []).Planned.Single();

        // Friday and Monday have the weekend between them, Monday and Wednesday the exam.
        riser.Slots.Select(s => s.Day).Distinct().ShouldBe([new(2026, 12, 9), new(2026, 12, 10)]);
    }

    [Fact]
    public void Two_buildings_keep_each_its_own_hours()
    {
        var town = new Town(new Random(3));
        var plan = Planner.Plan(town.Jobs, town.Teams, town.CalendarOf, []);
        plan.Planned.Select(p => p.BuildingId).Distinct().Count().ShouldBeGreaterThan(1);
        plan.Planned.ShouldAllBe(p => p.Slots.All(s => town.CalendarOf(p.BuildingId).Allows(s)));
    }

    [Fact]
    public void Another_time_is_offered_only_where_the_riser_stays_whole()
    {
        var hours = WeekHours.Read(Weeks[0], out _)!;
        var flats = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToList();
        WorkStep[] steps = [new("看现场", 2, WaterUse.Runs, false), new("换新管", 2, WaterUse.OffByDay, true)];
        var job = new RiserJob(Guid.NewGuid(), Guid.NewGuid(), flats, steps, new DateOnly(2026, 12, 1), new HashSet<DateOnly>());
        var riser = Planner.Plan([job], [new Team(Guid.NewGuid(), "一组", new HashSet<DateOnly>())], _ => new WorkCalendar(hours, new Dictionary<DateOnly, string>()), []).Planned.Single();
        var entries = riser.Entries.ToList();

        Offers.Of(riser, "看现场", entries, flats[0], DateTime.MinValue, 4).ShouldBe([riser.Steps[0].Slots[1]]);
        Offers.Of(riser, "看现场", entries, flats[0], DateTime.MinValue, 3).ShouldBeEmpty("the other stretch is full");
        Offers.Of(riser, "换新管", entries, flats[0], DateTime.MinValue, 4).ShouldBeEmpty("every flat must be open at once");
        Offers.Of(riser, "看现场", entries, flats[0], riser.Steps[0].Slots[1].Begins, 4).ShouldBeEmpty("it has begun");
    }

    [Fact]
    public void A_faulty_move_is_told_in_sentences()
    {
        var town = new Town(new Random(5));
        var riser = Planner.Plan(town.Jobs, town.Teams, town.CalendarOf, []).Planned[0];
        var job = town.Jobs.Single(j => j.RiserId == riser.RiserId);
        var night = riser with { Steps = [.. riser.Steps.Select(s => s with { Slots = [.. s.Slots.Select(x => x with { From = new TimeOnly(22, 0), To = new TimeOnly(23, 0) })] })] };

        var found = Conflicts.Of(night, job, town.Teams.Single(t => t.Id == riser.TeamId), town.CalendarOf(riser.BuildingId), []);

        found.ShouldContain(f => f.Contains("不在可以施工的时段里"));
    }

    [Theory]
    [InlineData("周一到周五 8:00-12:00、14:00-18:00", null)]
    [InlineData("星期六 9:00–11:30；周日 10:00-11:00", null)]
    [InlineData("每天都行", "没看懂")]
    [InlineData("周一 12:00-8:00", "先早后晚")]
    [InlineData("周一 8:00-12:00、11:00-13:00", "重了")]
    [InlineData("", "请写上")]
    [InlineData("周一 25:00-26:00", "不是一段时间")]
    public void Hours_are_read_or_the_fault_is_said(string text, string? fault)
    {
        var hours = WeekHours.Read(text, out var said);
        (hours is null).ShouldBe(fault is not null);
        if (fault is not null) said.ShouldNotBeNull().ShouldContain(fault);
    }

    private static void EveryFlatOnTheSameDays(PlannedRiser riser, int seed)
    {
        foreach (var step in riser.Steps.Where(s => s.Step.EveryFlat))
            riser.Entries.Where(e => e.Step == step.Step.Name).GroupBy(e => e.HouseholdId).Select(g => string.Join(',', g.Select(e => e.Slot.Day).Distinct())).Distinct().Count().ShouldBe(1, $"seed {seed}");
        riser.Entries.Select(e => e.HouseholdId).Distinct().Count().ShouldBe(riser.Households.Count, $"seed {seed}");
    }

    private static void WaterIsOffInsideTheWork(PlannedRiser riser, int seed)
    {
        var outages = Outages.Of(riser);
        outages.ShouldAllBe(o => o.From >= riser.Begins && o.To <= riser.Ends && o.From < o.To, $"seed {seed}");
        outages.Zip(outages.Skip(1)).ShouldAllBe(two => two.First.To < two.Second.From, $"seed {seed}");
    }

    private sealed class Town
    {
        private readonly Dictionary<Guid, WorkCalendar> _calendars = [];

        public Town(Random random)
        {
            for (var b = 0; b < 2; b++)
            {
                var first = new DateOnly(2028, 2, 1);
                var off = Enumerable.Range(0, 60).Where(_ => random.Next(9) == 0).ToDictionary(first.AddDays, _ => "放假");
                _calendars[New(random)] = new WorkCalendar(WeekHours.Read(Weeks[random.Next(Weeks.Length)], out _)!, off);
            }

            var buildings = _calendars.Keys.ToList();
            Teams = [.. Enumerable.Range(1, random.Next(1, 4)).Select(n => new Team(New(random), $"{n}组", Days(random, 4)))];
            Jobs = [.. Enumerable.Range(0, random.Next(4, 12)).Select(_ => new RiserJob(New(random), buildings[random.Next(2)], [.. Enumerable.Range(0, random.Next(1, 33)).Select(_ => New(random))],
                [.. Enumerable.Range(0, random.Next(1, 5)).Select(s => new WorkStep($"第{s}步", random.Next(1, 5), (WaterUse)random.Next(3), random.Next(2) == 0))], new DateOnly(2028, 2, random.Next(1, 29)), Days(random, 3)))];
        }

        public IReadOnlyList<RiserJob> Jobs { get; }

        public IReadOnlyList<Team> Teams { get; }

        public WorkCalendar CalendarOf(Guid building) => _calendars[building];

        private static HashSet<DateOnly> Days(Random random, int most) => [.. Enumerable.Range(0, random.Next(most)).Select(_ => new DateOnly(2028, 2, 1).AddDays(random.Next(60)))];

        private static Guid New(Random random)
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            return new Guid(bytes);
        }
    }
}
