using ResidentAssistant.Storage;

namespace ResidentAssistant.Staff;

/// <summary>Which communities a query may show; every query of the console takes one.</summary>
/// <remarks>
/// What belongs to no community yet (a burst reported before the flat is known) is shown to committee, street and administrator of every
/// community: better seen twice than by nobody.
/// </remarks>
internal sealed record StaffScope
{
    private StaffScope(bool everywhere, Guid[] communities, bool seesUnplaced)
    {
        Everywhere = everywhere;
        Communities = communities;
        SeesUnplaced = seesUnplaced;
    }

    /// <summary>Every community of the installation.</summary>
    public bool Everywhere { get; }

    /// <summary>The communities, when not everywhere; pass it to the query as <c>@communities</c>.</summary>
    public Guid[] Communities { get; }

    /// <summary>Shows also what belongs to no community yet.</summary>
    public bool SeesUnplaced { get; }

    /// <summary>All communities.</summary>
    public static StaffScope All(bool seesUnplaced) => new(true, [], seesUnplaced);

    /// <summary>These communities only.</summary>
    public static StaffScope Of(bool seesUnplaced, params IEnumerable<Guid> communities) => new(false, [.. communities], seesUnplaced);

    /// <summary>The condition for a query whose community stands in <paramref name="column"/>; it uses the parameter <c>@communities</c>.</summary>
    public string Condition(Dialect dialect, string column) => (Everywhere, SeesUnplaced) switch
    {
        (true, true) => "1 = 1",
        (true, false) => $"{column} is not null",
        (false, true) => $"({dialect.In(column, "communities")} or {column} is null)",
        (false, false) => dialect.In(column, "communities"),
    };

    /// <summary>True when a thing of this community may be shown.</summary>
    public bool Sees(Guid? communityId) => communityId is { } id ? Everywhere || Communities.Contains(id) : SeesUnplaced;
}
