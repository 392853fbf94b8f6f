using System.Globalization;
using ResidentAssistant.Consent.Ledger;

namespace ResidentAssistant.Consent;

/// <summary>What of the board is looked at; it stands in the address, so that a page can be kept and sent to a colleague.</summary>
internal sealed record BoardFilter
{
    /// <summary>Households on one page of the list.</summary>
    public const int PageSize = 100;

    private readonly string? show;
    private readonly PairStanding? standing;

    /// <summary>Community; the first one when not given.</summary>
    public Guid? Community { get; init; }

    /// <summary>Building; all of the community when not given.</summary>
    public Guid? Building { get; init; }

    /// <summary>Number of an entrance of the building.</summary>
    public string? Entrance { get; init; }

    /// <summary>A riser of the building.</summary>
    public Guid? Riser { get; init; }

    /// <summary>A standing by its name, <c>open</c> for all that have not signed, <c>unreached</c>, <c>untold</c>, or nothing.</summary>
    public string? Show
    {
        get => show;
        init => (show, standing) = (value, Enum.TryParse<PairStanding>(value, out var one) && one.ToString() == value ? one : null);
    }

    /// <summary>A next step in its words.</summary>
    public string? Next { get; init; }

    /// <summary>First household of the page of the list.</summary>
    public int? From { get; init; }

    /// <summary>Households are picked, not only a place.</summary>
    public bool Picks => standing is not null || Show is "open" or "unreached" or "untold" || !string.IsNullOrEmpty(Next);

    /// <summary>The household stands at this place and is as asked for.</summary>
    public bool Fits(BoardHousehold household) => IsAt(household) && IsAs(household);

    /// <summary>The household stands at this place.</summary>
    public bool IsAt(BoardHousehold household) =>
        (Building is null || household.Place.BuildingId == Building) && (string.IsNullOrEmpty(Entrance) || household.Place.Entrance == Entrance) && (Riser is null || household.Cells.Any(c => c.Place.RiserId == Riser));

    private bool IsAs(BoardHousehold household) => (string.IsNullOrEmpty(Next) || household.Next.Words == Next) && Show switch
    {
        "open" => !household.Signed,
        "unreached" => household.NotReachable,
        "untold" => household is { Told: false, Signed: false },
        _ => standing is not { } one || household.Cells.Any(c => (Riser is null || c.Place.RiserId == Riser) && c.State.Standing == one),
    };

    /// <summary>The filter as fields of a form or an address; what is not set is left out.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Fields()
    {
        if (Community is { } community) yield return new("community", $"{community}");
        if (Building is { } building) yield return new("building", $"{building}");
        if (!string.IsNullOrEmpty(Entrance)) yield return new("entrance", Entrance);
        if (Riser is { } riser) yield return new("riser", $"{riser}");
        if (!string.IsNullOrEmpty(Show)) yield return new("show", Show);
        if (!string.IsNullOrEmpty(Next)) yield return new("next", Next);
        if (From is > 0) yield return new("from", From.Value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>An address with this filter.</summary>
    public string Address(string path = "/staff/consent") => path + QueryString.Create(Fields());
}
