using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>The ladder that holds for a ticket: the newest version of its community, else the program's own; its limits are sourced settings.</summary>
internal sealed class Policies(Database database, SourcedSettings settings, TimeProvider clock)
{
    // Ours, like the deadlines of danger: nobody has published any for the milder faults (domain.md, section e).
    private static readonly TimeSpan UrgentOnSite = TimeSpan.FromHours(2);
    private static readonly TimeSpan UrgentAllClear = TimeSpan.FromHours(24);
    private static readonly TimeSpan NormalOnSite = TimeSpan.FromHours(48);
    private static readonly TimeSpan NormalAllClear = TimeSpan.FromDays(7);
    private static readonly TimeSpan DangerAllClear = TimeSpan.FromHours(24);

    /// <summary>The ladder of a ticket, as it stands on the day.</summary>
    public async Task<EscalationPolicy> OfAsync(Guid? communityId, FaultClass fault, DateTimeOffset now, CancellationToken ct)
    {
        var (steps, repeat) = await StepsAsync(communityId, fault.Severity, now, ct);
        return new EscalationPolicy(steps, repeat, await LimitsAsync(communityId, fault, now, ct), ByDay: fault.Severity == "normal");
    }

    /// <summary>The newest version of a community's ladder for a severity; 0 with the program's own when it has none.</summary>
    public async Task<PolicyVersion> NewestAsync(Guid communityId, string severity, CancellationToken ct) =>
        (await HistoryAsync(communityId, severity, ct)) is [var newest, ..] ? newest : await OwnAsync(communityId, severity, ct);

    /// <summary>Every version of it, newest first.</summary>
    public Task<IReadOnlyList<PolicyVersion>> HistoryAsync(Guid communityId, string severity, CancellationToken ct) => database.QueryAsync<PolicyVersion>(
        "select version, steps, reason, set_by_name, set_at from escalation_policies where community_id = @communityId and severity = @severity order by version desc", new { communityId, severity }, ct);

    /// <summary>Writes a new version; refuses a faulty one, and one whose writer has not seen the newest.</summary>
    public async Task SetAsync(Guid communityId, string severity, int seen, string text, string reason, CurrentStaff staff, CancellationToken ct)
    {
        if (severity is not ("danger" or "urgent" or "normal")) throw new RefusedException("BadArgument", "请选是哪一种报修。");
        if (text.Length > PolicyText.Longest) throw new RefusedException("BadArgument", $"太长了，最多 {PolicyText.Longest} 个字。");
        if (PolicyText.Read(text, out var steps, out var repeat) is { } fault) throw new RefusedException("BadArgument", fault);
        if (severity == "danger" && (steps[0].After > TimeSpan.Zero || steps.Sum(s => s.After.TotalMinutes) > 120)) throw new RefusedException("BadArgument", "有危险的报修，第一步要写“马上”，两小时以内要叫到最后一步。");
        var now = clock.GetUtcNow();
        var added = await database.ExecuteAsync("""
            insert into escalation_policies (id, community_id, severity, version, steps, reason, set_by, set_by_name, set_at)
            select @id, @communityId, @severity, @version, @steps, @reason, @by, @name, @now
             where @seen = (select coalesce(max(p.version), 0) from escalation_policies p where p.community_id = @communityId and p.severity = @severity)
            on conflict do nothing
            """, new { id = Guid.CreateVersion7(now), communityId, severity, version = seen + 1, steps = PolicyText.Write(steps, repeat), reason, by = staff.Id, name = staff.Name, now, seen }, ct);
        if (added == 0) throw new RefusedException("ChangedSince", "刚才有同事改过，请看过新的再改。", StatusCodes.Status409Conflict);
    }

    private async Task<(IReadOnlyList<PolicyStep> Steps, TimeSpan Repeat)> StepsAsync(Guid? communityId, string severity, DateTimeOffset now, CancellationToken ct)
    {
        var written = communityId is null ? null : await database.FirstAsync<string>(
            "select steps from escalation_policies where community_id = @communityId and severity = @severity order by version desc limit 1", new { communityId, severity }, ct);
        // What a newer program no longer reads is no reason to call nobody.
        if (written is not null && PolicyText.Read(written, out var steps, out var repeat) is null) return (steps, repeat);
        return Own(severity, await settings.DurationAsync("danger.acknowledge", communityId, SiteClock.Day(now), ct));
    }

    private async Task<PolicyVersion> OwnAsync(Guid communityId, string severity, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (steps, repeat) = Own(severity, await settings.DurationAsync("danger.acknowledge", communityId, SiteClock.Day(now), ct));
        return new PolicyVersion { Version = 0, Steps = PolicyText.Write(steps, repeat), Reason = "居民助手自己定的，不是政府的规定", SetByName = "居民助手", SetAt = now };
    }

    /// <summary>The program's own ladder: property, owner, professional company, district water bureau, street office (article 8 of the notice names them).</summary>
    internal static (IReadOnlyList<PolicyStep> Steps, TimeSpan Repeat) Own(string severity, TimeSpan acknowledge) => severity switch
    {
        "danger" => ([
            new(TimeSpan.Zero, [Targets.Routed, Targets.Copies, Targets.Robots, Targets.Office]), new(acknowledge, [Targets.Routed, "owner", Targets.Robots, Targets.Phone]), new(acknowledge, ["professional", Targets.Robots]),
            new(acknowledge, ["bureau", Targets.Robots]), new(acknowledge, ["street", Targets.Robots, Targets.Phone])], acknowledge * 2),
        "urgent" => ([
            new(TimeSpan.Zero, [Targets.Routed, Targets.Robots, Targets.Office]), new(acknowledge * 2, [Targets.Routed, "owner", Targets.Robots]), new(acknowledge * 3, ["professional"]),
            new(acknowledge * 3, ["street", Targets.Robots])], acknowledge * 6),
        _ => ([new(TimeSpan.FromHours(4), [Targets.Routed]), new(TimeSpan.FromHours(20), ["owner"]), new(TimeSpan.FromHours(24), ["street"])], TimeSpan.FromHours(24)),
    };

    private async Task<IReadOnlyDictionary<Milestone, TimeSpan>> LimitsAsync(Guid? communityId, FaultClass fault, DateTimeOffset now, CancellationToken ct)
    {
        var day = SiteClock.Day(now);
        var published = fault.Code switch
        {
            "burst" or "electric" => "response.burst",
            "sewage" or "blockage" => "response.sewage",
            "leak" or "unclear" => "response.leak",
            "pressure" => "response.low-pressure",
            _ => null,
        };
        var onSite = published is not null && await settings.FindAsync(published, communityId, day, ct) is SourcedSetting.Set set ? set.Duration : (TimeSpan?)null;
        var danger = fault.Severity == "danger";
        var ours = danger ? await settings.DurationAsync("danger.on-site", communityId, day, ct) : fault.Severity == "urgent" ? UrgentOnSite : NormalOnSite;
        var limits = new Dictionary<Milestone, TimeSpan>
        {
            // The shorter of what is published and what is safe: a rule of the district makes nobody wait longer for help against danger.
            [Milestone.OnSite] = onSite is { } said && (!danger || said < ours) ? said : ours,
            [Milestone.AllClear] = danger ? DangerAllClear : fault.Severity == "urgent" ? UrgentAllClear : NormalAllClear,
        };
        // There is no water to shut where somebody is ill or gas leaks.
        if (danger && fault.Code is not ("gas" or "person")) limits[Milestone.WaterOff] = await settings.DurationAsync("danger.water-off", communityId, day, ct);
        return limits;
    }
}

/// <summary>One version of a ladder.</summary>
internal sealed record PolicyVersion
{
    /// <summary>1, 2, …; 0: the program's own.</summary>
    public required int Version { get; init; }

    /// <summary>As <see cref="PolicyText"/> reads it.</summary>
    public required string Steps { get; init; }

    /// <summary>Why it was changed.</summary>
    public required string Reason { get; init; }

    /// <summary>Who changed it.</summary>
    public required string SetByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset SetAt { get; init; }
}
