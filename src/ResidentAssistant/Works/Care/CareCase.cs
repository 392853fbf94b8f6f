namespace ResidentAssistant.Works.Care;

/// <summary>How a case stands.</summary>
internal enum CareState
{
    /// <summary>Nobody has written a plan yet.</summary>
    Open,

    /// <summary>A plan waits to be signed off.</summary>
    Planned,

    /// <summary>The plan is signed off: the flat may be entered.</summary>
    Signed,

    /// <summary>No plan is needed, or none any more.</summary>
    Closed,
}

/// <summary>A person who could not live normally through the works, and what was decided (article 7 of the notice).</summary>
internal sealed record CareCase
{
    /// <summary>Its id, also of its evidence.</summary>
    public required Guid Id { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Household.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Label of the flat.</summary>
    public required string Household { get; init; }

    /// <summary>Who opened it.</summary>
    public required string OpenedByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>First entry into the flat that is planned and not over; null: none.</summary>
    public DateTimeOffset? NextEntry { get; init; }

    /// <summary>Steps in order.</summary>
    public IReadOnlyList<CareStep> Steps { get; init; } = [];

    /// <summary>Number of the newest step; 0 before the first.</summary>
    public int Seen => Steps.Count == 0 ? 0 : Steps[^1].Number;

    /// <summary>How it stands.</summary>
    public CareState State => Steps.Count == 0 ? CareState.Open : Steps[^1].Kind switch
    {
        CareKinds.Planned => CareState.Planned,
        CareKinds.Signed => CareState.Signed,
        CareKinds.Closed => CareState.Closed,
        _ => CareState.Open,
    };

    /// <summary>Nobody may enter the flat.</summary>
    public bool Blocks => State is CareState.Open or CareState.Planned;

    /// <summary>The plan that stands or waits; null before the first and after the needs changed.</summary>
    public CareStep? Plan => State is CareState.Planned or CareState.Signed ? Steps.Last(s => s.Kind == CareKinds.Planned) : null;

    /// <summary>How it stands, in Chinese.</summary>
    public string StateName => State switch { CareState.Open => "还没商量", CareState.Planned => "等签字", CareState.Signed => "签好了", _ => "不用了" };

    /// <summary>True when this kind of step may follow.</summary>
    public bool Allows(string kind) => (State, kind) switch
    {
        (CareState.Closed, CareKinds.Reopened) or (CareState.Signed, CareKinds.Reopened) => true,
        (CareState.Closed, _) => false,
        (CareState.Planned, CareKinds.Signed) => true,
        (_, CareKinds.Planned or CareKinds.Closed) => true,
        _ => false,
    };
}

/// <summary>One step of a case.</summary>
internal sealed record CareStep
{
    /// <summary>Its id, also of its evidence.</summary>
    public required Guid Id { get; init; }

    /// <summary>Case.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>1, 2, …</summary>
    public required int Number { get; init; }

    /// <summary>One of <see cref="CareKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>planned: where the person stays meanwhile, a key of <see cref="CareKinds.Stays"/>.</summary>
    public string? Stay { get; init; }

    /// <summary>signed: who agreed, a key of <see cref="CareKinds.Agreers"/>.</summary>
    public string? Agreed { get; init; }

    /// <summary>signed: how, a key of <see cref="CareKinds.Ways"/>.</summary>
    public string? Way { get; init; }

    /// <summary>Who did it.</summary>
    public required string StaffName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its words by name, <see cref="CareWords"/>; empty once erased.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    /// <summary>Some of its words, or null.</summary>
    public string? Said(string name) => Words.GetValueOrDefault(name);
}

/// <summary>Kinds of steps and the codes that they carry, with their Chinese.</summary>
internal static class CareKinds
{
    /// <summary>A version of the plan.</summary>
    public const string Planned = "planned";

    /// <summary>The plan was agreed with the person and signed off.</summary>
    public const string Signed = "signed";

    /// <summary>The needs changed.</summary>
    public const string Reopened = "reopened";

    /// <summary>No plan is needed.</summary>
    public const string Closed = "closed";

    /// <summary>Where a person stays while the works go on.</summary>
    public static IReadOnlyDictionary<string, string> Stays { get; } = new Dictionary<string, string> { ["home"] = "住在家里", ["family"] = "到亲戚家住", ["elsewhere"] = "另外安排地方住" };

    /// <summary>Who agreed to the plan.</summary>
    public static IReadOnlyDictionary<string, string> Agreers { get; } = new Dictionary<string, string> { ["self"] = "本人", ["family"] = "一起住的家人", ["guardian"] = "监护人" };

    /// <summary>How somebody agreed.</summary>
    public static IReadOnlyDictionary<string, string> Ways { get; } = new Dictionary<string, string> { ["face"] = "当面说的", ["phone"] = "电话里说的", ["paper"] = "纸上签的" };

    /// <summary>The kind in Chinese.</summary>
    public static string NameOf(string kind) => kind switch { Planned => "写了安排", Signed => "签了字，可以进门", Reopened => "情况变了，重新商量", _ => "不用安排了" };
}

/// <summary>Names of the words that a step keeps in its evidence.</summary>
internal static class CareWords
{
    /// <summary>For whom.</summary>
    public const string Who = "who";

    /// <summary>What is done for the person.</summary>
    public const string Measures = "measures";

    /// <summary>What the crew must know; shown to the crew, so it names no illness.</summary>
    public const string Crew = "crew";

    /// <summary>Who is in charge, with a number.</summary>
    public const string Charge = "charge";

    /// <summary>Why.</summary>
    public const string Why = "why";
}
