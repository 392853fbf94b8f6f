using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Tests.Emergencies;

/// <summary>Who is called next and when: the program's own ladders, and ten thousand histories in which nobody may ever be forgotten.</summary>
public sealed class LadderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 4, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Five = TimeSpan.FromMinutes(5);

    private static readonly EscalationPolicy Danger = Policy("danger", new() { [Milestone.OnSite] = TimeSpan.FromMinutes(30), [Milestone.WaterOff] = TimeSpan.FromHours(1), [Milestone.AllClear] = TimeSpan.FromDays(1) });

    [Fact]
    public void Nobody_acknowledges_and_the_street_office_is_called_after_twenty_minutes_and_then_all_begins_again()
    {
        var called = new List<(double Minute, int Step)>();
        var acts = new List<TicketAct>();
        for (var now = Noon; now <= Noon + TimeSpan.FromMinutes(40); now += TimeSpan.FromSeconds(1))
            while (Ladder.Next(new Timeline(Noon, acts), Danger, now) is { } next && next.At <= now)
            {
                acts.Add(Call(next, now));
                called.Add(((now - Noon).TotalMinutes, next.Step));
            }

        called.ShouldBe([(0, 0), (5, 1), (10, 2), (15, 3), (20, 4), (30, 0), (35, 1), (40, 2)]);
        Danger.Steps[4].Targets.ShouldContain("street");
    }

    [Fact]
    public void An_empty_roster_goes_to_the_next_step_at_once_and_an_empty_ladder_to_the_alarm()
    {
        var acts = new List<TicketAct>();
        var kinds = new List<string>();
        while (Ladder.Next(new Timeline(Noon, acts), Danger, Noon) is { } next && next.At <= Noon)
        {
            acts.Add(next.Alarm ? Call(next, Noon, ActKinds.Alarm) : Call(next, Noon, ActKinds.Nobody));
            kinds.Add(acts[^1].Kind);
        }

        kinds.ShouldBe([.. Enumerable.Repeat(ActKinds.Nobody, 5), ActKinds.Alarm]);
        Ladder.Next(new Timeline(Noon, acts), Danger, Noon)!.At.ShouldBe(Noon + TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Who_acknowledges_and_forgets_is_called_out_again_for_each_deadline()
    {
        TicketAct[] acts = [Act(ActKinds.Acknowledged, Noon + TimeSpan.FromMinutes(1))];
        var next = Ladder.Next(new Timeline(Noon, acts), Danger, Noon)!;
        (next.For, next.At).ShouldBe((Milestone.OnSite, Noon + TimeSpan.FromMinutes(30)));
        acts = [.. acts, Act(ActKinds.OnSite, Noon + TimeSpan.FromMinutes(20))];
        next = Ladder.Next(new Timeline(Noon, acts), Danger, Noon)!;
        (next.For, next.At).ShouldBe((Milestone.WaterOff, Noon + TimeSpan.FromHours(1)));
        acts = [.. acts, Act(ActKinds.WaterOff, Noon + TimeSpan.FromMinutes(50))];
        next = Ladder.Next(new Timeline(Noon, acts), Danger, Noon)!;
        (next.For, next.At).ShouldBe((Milestone.AllClear, Noon + TimeSpan.FromDays(1)));
        acts = [.. acts, Act(ActKinds.Repaired, Noon + TimeSpan.FromHours(3))];
        Ladder.Next(new Timeline(Noon, acts), Danger, Noon).ShouldBeNull();
        acts = [.. acts, Act(ActKinds.NotRepaired, Noon + TimeSpan.FromHours(5))];
        next = Ladder.Next(new Timeline(Noon, acts), Danger, Noon + TimeSpan.FromHours(5))!;
        (next.For, next.At, next.Step).ShouldBe((Milestone.Acknowledged, Noon + TimeSpan.FromHours(5), 0));
    }

    [Fact]
    public void Cannot_repair_calls_the_street_office_at_once_and_a_graver_danger_begins_anew()
    {
        TicketAct[] acts = [Act(ActKinds.Acknowledged, Noon), Act(ActKinds.CannotRepair, Noon + Five)];
        var next = Ladder.Next(new Timeline(Noon, acts), Danger, Noon + Five)!;
        (next.At, next.Step).ShouldBe((Noon + Five, 4));
        acts = [Act(ActKinds.Acknowledged, Noon), Act(ActKinds.Graver, Noon + Five)];
        next = Ladder.Next(new Timeline(Noon, acts), Danger, Noon + Five)!;
        (next.For, next.At, next.Step).ShouldBe((Milestone.Acknowledged, Noon + Five, 0));
    }

    [Fact]
    public void A_clock_that_is_put_back_makes_nobody_wait_longer_than_the_ladder_says()
    {
        TicketAct[] acts = [Call(new NextCall(Noon, Milestone.Acknowledged, 0, 0), Noon)];
        var earlier = Noon - TimeSpan.FromHours(3);
        Ladder.Next(new Timeline(Noon, acts), Danger, earlier)!.At.ShouldBe(earlier + Five);
    }

    [Fact]
    public void Drips_wait_for_the_day_and_danger_never_does()
    {
        var night = new DateTimeOffset(2026, 11, 23, 14, 30, 0, TimeSpan.Zero);
        var drip = Policy("normal", new() { [Milestone.OnSite] = TimeSpan.FromHours(48) }) with { ByDay = true };
        SiteClock.At(Ladder.Next(new Timeline(night, []), drip, night)!.At).TimeOfDay.ShouldBe(TimeSpan.FromHours(8));
        Ladder.Next(new Timeline(night, []), Danger, night)!.At.ShouldBe(night);
    }

    [Fact]
    public void A_ladder_is_written_and_read_in_words()
    {
        foreach (var severity in new[] { "danger", "urgent", "normal" })
        {
            var (steps, repeat) = Policies.Own(severity, Five);
            var text = PolicyText.Write(steps, repeat);
            PolicyText.Read(text, out var read, out var again).ShouldBeNull();
            PolicyText.Write(read, again).ShouldBe(text);
        }

        PolicyText.Read("马上：物业\n5分钟后：街道办\n每10分钟再来一遍", out _, out _)!.ShouldContain("第 2 行：没有“街道办”");
        PolicyText.Read("马上：物业\n每10分钟再来一遍", out _, out _)!.ShouldContain("街道");
        PolicyText.Read("马上：物业\n5分钟后：街道", out _, out _)!.ShouldContain("再来一遍");
        PolicyText.Read("马上：物业\n马上：街道\n每10分钟再来一遍", out _, out _)!.ShouldContain("至少隔 1 分钟");
        PolicyText.Read("先打电话再说", out _, out _)!.ShouldContain("看不懂");
    }

    [Theory]
    [InlineData("每天", "1111111", "每天")]
    [InlineData("工作日", "1111100", "周一到周五")]
    [InlineData("周六、周日", "0000011", "周六、周日")]
    [InlineData("星期一至星期三", "1110000", "周一到周三")]
    [InlineData("周五到周二", null, null)]
    [InlineData("节假日", null, null)]
    public void Days_are_read_as_people_write_them(string said, string? days, string? words)
    {
        DutyDays.Read(said).ShouldBe(days);
        if (days is not null) DutyDays.Words(days).ShouldBe(words);
    }

    [Theory]
    [InlineData(19, 0, true)]
    [InlineData(3, 1, true)]
    [InlineData(3, 0, false)]
    [InlineData(12, 0, false)]
    public void A_shift_over_midnight_belongs_to_the_day_on_which_it_begins(int hour, int dayAfterMonday, bool on)
    {
        var person = new DutyPerson { CommunityId = Guid.NewGuid(), Party = "property", Name = "王师傅", Days = "1000000", FromMinute = 18 * 60, ToMinute = 8 * 60 };
        // 2026-11-23 is a Monday.
        person.IsOn(SiteClock.StartOf(new DateOnly(2026, 11, 23).AddDays(dayAfterMonday)).AddHours(hour)).ShouldBe(on);
    }

    /// <summary>Acts of colleagues and residents at random, rosters with gaps, both nodes dead for a while, clocks put forward and back: when a node lives, each open ticket has somebody who answers or an alarm that says there is nobody.</summary>
    [Fact]
    public void In_ten_thousand_histories_no_ticket_is_ever_silent()
    {
        string[] said = [ActKinds.Acknowledged, ActKinds.OnTheWay, ActKinds.OnSite, ActKinds.WaterOff, ActKinds.Repaired, ActKinds.Confirmed, ActKinds.NotRepaired, ActKinds.CannotRepair, ActKinds.Graver, ActKinds.Closed, ActKinds.Parted, ActKinds.Joined, ActKinds.Rated];
        var longest = TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1);
        for (var seed = 0; seed < 10_000; seed++)
        {
            var random = new Random(seed);
            var severity = seed % 3 == 0 ? "urgent" : "danger";
            var policy = severity == "danger" ? Danger : Policy("urgent", new() { [Milestone.OnSite] = TimeSpan.FromHours(2), [Milestone.AllClear] = TimeSpan.FromDays(1) });
            var now = Noon + TimeSpan.FromMinutes(random.Next(1440));
            var opened = now;
            List<TicketAct> acts = [new() { Kind = ActKinds.Reported, At = now }];
            for (var moment = 0; moment < 30; moment++)
            {
                // A node looks, after a second or after both were away; now and then the machine's clock jumps.
                now += random.Next(10) switch { 0 => TimeSpan.FromMinutes(random.Next(120)), 1 => TimeSpan.FromHours(random.Next(30)), 2 => -TimeSpan.FromMinutes(random.Next(90)), _ => TimeSpan.FromSeconds(random.Next(1, 400)) };
                if (random.Next(4) == 0) acts.Add(new TicketAct { Kind = said[random.Next(said.Length)], At = now });
                var empty = random.Next(5) == 0;
                var rounds = 0;
                while (Ladder.Next(new Timeline(opened, acts), policy, now) is { } next && next.At <= now)
                {
                    (++rounds).ShouldBeLessThan(12, $"seed {seed}: the ladder does not come to rest");
                    acts.Add(Call(next, now, next.Alarm ? ActKinds.Alarm : empty || random.Next(4) == 0 ? ActKinds.Nobody : ActKinds.Paged));
                }

                var timeline = new Timeline(opened, acts);
                if (timeline.State.IsOver() || timeline.State is TicketState.Repaired) continue;
                var waits = Ladder.Next(timeline, policy, now);
                waits.ShouldNotBeNull($"seed {seed}: open as {timeline.State} and nothing waits");
                waits.At.ShouldBeGreaterThan(now);
                (waits.At - now).ShouldBeLessThan(longest, $"seed {seed}");
                var calls = timeline.Calls(waits.For);
                (timeline.Taken is not null || calls is [.., { Kind: ActKinds.Alarm }] || calls.TakeLast(policy.Steps.Count).Any(c => c.Kind == ActKinds.Paged)).ShouldBeTrue($"seed {seed}: open as {timeline.State}, nobody answers and nobody was called");
            }
        }
    }

    private static EscalationPolicy Policy(string severity, Dictionary<Milestone, TimeSpan> limits)
    {
        var (steps, repeat) = Policies.Own(severity, Five);
        return new EscalationPolicy(steps, repeat, limits, ByDay: false);
    }

    private static TicketAct Act(string kind, DateTimeOffset at) => new() { Kind = kind, At = at };

    private static TicketAct Call(NextCall next, DateTimeOffset at, string kind = ActKinds.Paged) => new() { Kind = kind, Value = next.For.ToString(), Step = next.Step, At = at };
}
