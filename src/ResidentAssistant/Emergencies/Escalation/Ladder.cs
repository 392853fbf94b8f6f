using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>The next call about a ticket.</summary>
/// <param name="At">When it is due; in the past when it is overdue.</param>
/// <param name="For">The milestone that has not been reached.</param>
/// <param name="Step">Step of the ladder, from 0.</param>
/// <param name="Round">Which time through the ladder, from 0; from the second on substitutes are called too.</param>
/// <param name="Alarm">The ladder had nobody at all: say so to everybody.</param>
internal sealed record NextCall(DateTimeOffset At, Milestone For, int Step, int Round, bool Alarm = false);

/// <summary>Decides who is called next and when. Pure: the same acts and the same instant give the same answer.</summary>
internal static class Ladder
{
    // What nobody has taken after so many rounds is called out once an hour: pages every few minutes are no longer read.
    private const int Patient = 6;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly TimeSpan Evening = TimeSpan.FromHours(21);
    private static readonly TimeSpan Morning = TimeSpan.FromHours(8);

    /// <summary>The next call, or null when nobody has to be called any more.</summary>
    public static NextCall? Next(Timeline timeline, EscalationPolicy policy, DateTimeOffset now)
    {
        if (timeline.State.IsOver()) return null;
        for (var milestone = timeline.Next; milestone is { } waited; milestone = waited == Milestone.AllClear ? null : waited + 1)
        {
            // A milestone without a limit of its own waits with the next that has one.
            if (waited != Milestone.Acknowledged && !policy.Limits.ContainsKey(waited)) continue;
            var next = Next(timeline, policy, waited, now);
            return policy.ByDay ? next with { At = InDaytime(next.At) } : next;
        }

        return null;
    }

    private static NextCall Next(Timeline timeline, EscalationPolicy policy, Milestone milestone, DateTimeOffset now)
    {
        var calls = timeline.Calls(milestone);
        var steps = policy.Steps;
        var limit = milestone == Milestone.Acknowledged ? TimeSpan.Zero : policy.Limits[milestone];
        // What was said to be repaired and is not, or cannot be repaired, is nothing that the first who was called can help with.
        var first = timeline.CannotRepair && milestone == Milestone.Acknowledged ? StepOf(steps, "street") : 0;
        if (calls is not [.., var last]) return new NextCall(Past(timeline.Since, now) + limit + (milestone == Milestone.Acknowledged && first == 0 ? steps[0].After : TimeSpan.Zero), milestone, first, 0);

        var round = calls.Count(c => c.Kind is not ActKinds.Alarm && c.Step == steps.Count - 1);
        var at = Past(last.At, now);
        var repeat = round >= Patient && policy.Repeat < Hour ? Hour : policy.Repeat;
        NextCall next;
        if (last is { Kind: ActKinds.Alarm }) next = new NextCall(at + repeat, milestone, 0, round);
        else if (last.Step is { } step && step + 1 < steps.Count) next = new NextCall(last.Kind == ActKinds.Nobody ? at : at + steps[step + 1].After, milestone, step + 1, round);
        else if (calls.TakeLast(steps.Count - first).All(c => c.Kind == ActKinds.Nobody)) next = new NextCall(at, milestone, 0, round, Alarm: true);
        else next = new NextCall(at + repeat, milestone, 0, round);
        // Who took it after it was called out again is given the time of one round.
        return timeline.Taken is { } taken && taken.At > last.At && milestone != Milestone.Acknowledged && Past(taken.At, now) + policy.Repeat is var later && later > next.At ? next with { At = later } : next;
    }

    // A clock that was put back must not make anybody wait longer than the ladder says.
    private static DateTimeOffset Past(DateTimeOffset at, DateTimeOffset now) => at > now ? now : at;

    private static int StepOf(IReadOnlyList<PolicyStep> steps, string target)
    {
        for (var i = 0; i < steps.Count; i++)
            if (steps[i].Targets.Contains(target)) return i;
        return steps.Count - 1;
    }

    private static DateTimeOffset InDaytime(DateTimeOffset at)
    {
        var local = SiteClock.At(at);
        if (local.TimeOfDay >= Morning && local.TimeOfDay < Evening) return at;
        var day = DateOnly.FromDateTime(local.DateTime);
        return SiteClock.StartOf(local.TimeOfDay < Morning ? day : day.AddDays(1)) + Morning;
    }
}
