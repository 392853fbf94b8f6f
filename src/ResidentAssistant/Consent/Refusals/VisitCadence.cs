using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>How often and how far apart visits are made, as published: without both there are no visit tasks.</summary>
internal sealed record VisitCadence(SourcedSetting Count, SourcedSetting Gap)
{
    /// <summary>Both are set and valid on the day.</summary>
    public bool IsSet => (Count, Gap) is (SourcedSetting.Set, SourcedSetting.Set);

    /// <summary>Visits after which nobody goes any more; null: not published.</summary>
    public int? Most => (Count as SourcedSetting.Set)?.Number;

    /// <summary>Reads the cadence of a community on a day.</summary>
    public static async Task<VisitCadence> OfAsync(SourcedSettings settings, Guid communityId, DateOnly day, CancellationToken ct) =>
        new(await settings.FindAsync("visits.count", communityId, day, ct), await settings.FindAsync("visits.gap", communityId, day, ct));

    /// <summary>What is to be done for a household that refuses.</summary>
    public VisitTask TaskOf(VisitStanding visits, DateTimeOffset now)
    {
        if (visits.Quiet) return new VisitTask.Asked();
        if ((Count, Gap) is not (SourcedSetting.Set most, SourcedSetting.Set gap)) return new VisitTask.NotSet();
        if (visits.Gone >= most.Number) return new VisitTask.Decide();
        var from = visits.LastAt is { } last ? SiteClock.Day(last).AddDays(gap.Number) : SiteClock.Day(now);
        return from <= SiteClock.Day(now) ? new VisitTask.Due() : new VisitTask.Later(from);
    }

    /// <summary>The household refuses on this riser, whatever was printed for it since; what is signed, closed or older than it holds is no refusal that stands.</summary>
    public static bool Refuses(PairState state) => state is { Answer: Answer.Refuse, Signed: false, ClosedAt: null, Lapsed: false };
}

/// <summary>What is to be done next about visits.</summary>
internal abstract record VisitTask
{
    /// <summary>A visit may be made now.</summary>
    public sealed record Due : VisitTask;

    /// <summary>Not before that day.</summary>
    public sealed record Later(DateOnly From) : VisitTask;

    /// <summary>There have been as many as were published: a person decides.</summary>
    public sealed record Decide : VisitTask;

    /// <summary>The household has asked that nobody comes.</summary>
    public sealed record Asked : VisitTask;

    /// <summary>The cadence is not published: no tasks are made.</summary>
    public sealed record NotSet : VisitTask;
}
