using System.Collections.Frozen;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Complaints;

/// <summary>Who has to do something about a complaint. It follows from how far the works are on the flat's risers, and where that is not clear a person decides.</summary>
/// <param name="Kind"><c>property</c>, <c>owner</c>, <c>contractor</c> or <c>unknown</c>; stored.</param>
/// <param name="Name">Name of the firm, where the register holds one.</param>
internal sealed record ComplaintParty(string Kind, string? Name)
{
    /// <summary>A person decides.</summary>
    public static readonly ComplaintParty Unknown = new("unknown", null);

    /// <summary>Parties a colleague may choose, by the stored name.</summary>
    public static readonly FrozenDictionary<string, string> Labels = new Dictionary<string, string> { ["property"] = "物业", ["owner"] = "产权单位", ["contractor"] = "施工单位", ["unknown"] = "还要人来定" }.ToFrozenDictionary();

    /// <summary>As colleagues read it.</summary>
    public string Label => Name is null ? Labels[Kind] : $"{Labels[Kind]}（{Name}）";

    /// <summary>As the resident is told: to whom colleagues turn, and no promise.</summary>
    public string Told => Kind switch
    {
        "unknown" => "这件事该找谁，工作人员看了再定。",
        "contractor" => "您家这趟管子在施工，还没验收，工作人员先去找施工单位。",
        _ => $"您家这趟管子还没动工，工作人员先去找{Label}。",
    };

    /// <summary>The party of a flat at an instant.</summary>
    public static async Task<ComplaintParty> OfAsync(IReads reads, Guid householdId, DateTimeOffset now, CancellationToken ct) => await reads.FirstAsync<Stage>("""
        select o.name as owner, p.name as property,
               (select min(n.begins_at) from entries n join riser_households r on r.riser_id = n.riser_id where r.household_id = h.id and n.replaced_at is null) as first_entry,
               (select max(n.ends_at) from entries n join riser_households r on r.riser_id = n.riser_id where r.household_id = h.id and n.replaced_at is null) as last_entry,
               not exists (select 1 from entries n join riser_households r on r.riser_id = n.riser_id where r.household_id = h.id and n.replaced_at is null
                              and not exists (select 1 from entry_acts a where a.riser_id = n.riser_id and a.household_id = h.id and a.kind = 'accepted')) as accepted,
               exists (select 1 from entries n join risers r on r.id = n.riser_id where r.building_id = h.building_id and n.replaced_at is null and n.begins_at <= @now and n.ends_at >= @soon) as nearby
          from households h join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id
          left join owners o on o.id = coalesce(e.owner_id, b.owner_id)
          left join property_companies p on p.id = coalesce(e.property_company_id, b.property_company_id)
         where h.id = @householdId
        """, new { householdId, now, soon = now.AddDays(-1) }, ct) is { } stage ? Of(stage, now) : Unknown;

    /// <summary>The same from what is known.</summary>
    public static ComplaintParty Of(Stage stage, DateTimeOffset now)
    {
        // Before anybody came in, the pipes are the owner's as ever; from the first entry on they are the contractor's.
        if (stage.FirstEntry is not { } first || now < first)
        {
            // Where a team works in the same building, noise and dirt may be theirs or not.
            return stage.Nearby ? Unknown : stage.Property is { } property ? new("property", property) : stage.Owner is { } owner ? new("owner", owner) : Unknown;
        }

        // Once the household has accepted the work only a person knows how long the warranty runs.
        return now <= stage.LastEntry || !stage.Accepted ? new("contractor", null) : Unknown;
    }

    /// <summary>How far the works are on the flat's risers, and who owns and looks after the entrance.</summary>
    internal sealed record Stage
    {
        /// <summary>Name of the owner.</summary>
        public string? Owner { get; init; }

        /// <summary>Name of the property company.</summary>
        public string? Property { get; init; }

        /// <summary>First planned entry on one of its risers.</summary>
        public DateTimeOffset? FirstEntry { get; init; }

        /// <summary>A team was in the building within a day.</summary>
        public bool Nearby { get; init; }

        /// <summary>The household has accepted the work on each of its risers that was entered.</summary>
        public bool Accepted { get; init; }

        /// <summary>End of the last.</summary>
        public DateTimeOffset? LastEntry { get; init; }
    }
}
