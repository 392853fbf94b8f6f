using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>How far the works on a flat's risers are, as far as it decides who repairs a fault.</summary>
internal enum RiserStage
{
    /// <summary>Nobody has come in yet: it is the property company's and the owner's.</summary>
    Untouched,

    /// <summary>From the first entry until the household has accepted the work: it is the contractor's.</summary>
    InWorks,

    /// <summary>Accepted less than two years ago, the least the law lets a warranty of pipes last: it is the contractor's.</summary>
    InWarranty,

    /// <summary>Not known: both are called.</summary>
    Unknown,
}

/// <summary>Who has to repair a fault, and who is told besides.</summary>
/// <param name="First">Parties that are called first.</param>
/// <param name="Copies">Parties that are told besides.</param>
internal sealed record RepairRoute(RiserStage Stage, IReadOnlyList<string> First, IReadOnlyList<string> Copies)
{
    // 《建设工程质量管理条例》 article 40: pipes and drains, two years from acceptance.
    private static readonly TimeSpan Warranty = TimeSpan.FromDays(730);

    /// <summary>The route at a stage.</summary>
    public static RepairRoute Of(RiserStage stage) => stage switch
    {
        RiserStage.Untouched => new(stage, ["property", "owner"], []),
        RiserStage.InWorks => new(stage, ["contractor"], ["property", "implementer"]),
        RiserStage.InWarranty => new(stage, ["contractor"], ["property"]),
        _ => new(stage, ["property", "owner", "contractor"], []),
    };

    /// <summary>The route of a flat, or of a place nobody has said yet.</summary>
    public static async Task<RepairRoute> OfAsync(IReads reads, Guid? householdId, DateTimeOffset now, CancellationToken ct)
    {
        if (householdId is not { } household) return Of(RiserStage.Unknown);
        // The riser that is furthest in the works decides: a burst on the day of cutting is on that one.
        var risers = await reads.QueryAsync<RiserWork>("""
            select (select count(*) from entry_acts a where a.riser_id = r.riser_id and a.kind = 'arrived') as arrivals,
                   (select count(*) from entries e where e.riser_id = r.riser_id and e.replaced_at is null and e.begins_at <= @now) as begun,
                   (select max(a.at) from entry_acts a where a.riser_id = r.riser_id and a.household_id = @household and a.kind = 'accepted'
                       and not exists (select 1 from entry_acts n where n.riser_id = a.riser_id and n.household_id = a.household_id and n.number > a.number and n.kind in ('restored', 'not-accepted'))) as accepted_at
              from riser_households r where r.household_id = @household
            """, new { household, now }, ct);
        if (risers.Count == 0) return Of(RiserStage.Unknown);
        return Of(risers.Select(r => r.Stage(now)).Min(s => s switch { RiserStage.InWorks => 0, RiserStage.InWarranty => 1, RiserStage.Untouched => 2, _ => 3 }) switch
        {
            0 => RiserStage.InWorks, 1 => RiserStage.InWarranty, 2 => RiserStage.Untouched, _ => RiserStage.Unknown,
        });
    }

    /// <summary>The stage in Chinese.</summary>
    public string StageName => Stage switch
    {
        RiserStage.Untouched => "还没动工", RiserStage.InWorks => "正在施工，没有验收", RiserStage.InWarranty => "换好了，在保修期里", _ => "不知道到哪一步了",
    };

    private sealed record RiserWork
    {
        public required long Arrivals { get; init; }

        public required long Begun { get; init; }

        public DateTimeOffset? AcceptedAt { get; init; }

        public RiserStage Stage(DateTimeOffset now) => (Arrivals + Begun, AcceptedAt) switch
        {
            (0, _) => RiserStage.Untouched,
            (_, null) => RiserStage.InWorks,
            (_, { } at) => now - at < Warranty ? RiserStage.InWarranty : RiserStage.Unknown,
        };
    }
}
