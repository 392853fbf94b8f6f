namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>One step of a ladder.</summary>
/// <param name="After">How long after the step before it, or after the deadline for the first; minutes up to a day.</param>
/// <param name="Targets">Whom it calls: keys of <see cref="Targets"/>, or @ and a colleague's account in WeCom.</param>
internal sealed record PolicyStep(TimeSpan After, IReadOnlyList<string> Targets);

/// <summary>Who is called after whom about tickets of one severity, and by when what must be reached.</summary>
/// <param name="Steps">At least one; after the last the ladder begins again.</param>
/// <param name="Repeat">Between the last step and the first of the next round.</param>
/// <param name="Limits">From the report on; a milestone without a limit escalates nothing.</param>
/// <param name="ByDay">Nobody is called about it between nine in the evening and eight in the morning; never so for danger.</param>
internal sealed record EscalationPolicy(IReadOnlyList<PolicyStep> Steps, TimeSpan Repeat, IReadOnlyDictionary<Milestone, TimeSpan> Limits, bool ByDay);

/// <summary>Whom a step can call.</summary>
internal static class Targets
{
    /// <summary>Who has to repair it, by how far the works on the riser are.</summary>
    public const string Routed = "routed";

    /// <summary>Who is told besides.</summary>
    public const string Copies = "copies";

    /// <summary>Colleagues of the community who take what is urgent at the desk.</summary>
    public const string Office = "office";

    /// <summary>A telephone call, through WeCom, to those of this step and the one before who have an account.</summary>
    public const string Phone = "phone";

    /// <summary>The duty groups' robots.</summary>
    public const string Robots = "robots";

    /// <summary>Every target with the name staff write in a ladder.</summary>
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        [Routed] = "该修的一方", [Copies] = "抄送的一方", ["property"] = "物业", ["owner"] = "产权单位", ["contractor"] = "施工单位", ["implementer"] = "实施主体",
        ["professional"] = "自来水等专业公司", ["bureau"] = "区水务局", ["street"] = "街道", [Robots] = "值班群", [Office] = "值班的同事", [Phone] = "打电话叫",
    };

    /// <summary>Targets that are a party with people on duty.</summary>
    public static readonly IReadOnlyList<string> Parties = ["property", "owner", "contractor", "implementer", "professional", "bureau", "street"];
}
