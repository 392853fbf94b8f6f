using System.Text;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Neighbourhood;

/// <summary>Building, entrance and flat as somebody gave them; the entrance may be missing.</summary>
internal sealed partial record Address(string Building, string? Entrance, string Number)
{
    /// <summary>Reads <c>3-2-501</c>, <c>3-501</c>, <c>3--501</c> and 3号楼2单元501室; null when it is neither.</summary>
    public static Address? TryParse(string text)
    {
        var parts = Form().Match(text.Normalize(NormalizationForm.FormKC).Trim());
        if (!parts.Success) return null;
        var entrance = parts.Groups["entrance"].Value;
        return new Address(parts.Groups["building"].Value, entrance.Length == 0 ? null : entrance, parts.Groups["number"].Value);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Building}-{Entrance}-{Number}";

    [GeneratedRegex("""^(?<building>[甲乙丙丁]?[0-9]{1,4}[A-Za-z]?)\s*(号?楼|栋|幢|[-/#])\s*((?<entrance>[0-9]{1,2})\s*(单元|门|[-/#]))?\s*-?\s*(?<number>[0-9]{2,5}[A-Za-z]?)\s*[室号]?$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}

/// <summary>What became of looking a flat up.</summary>
internal abstract record HouseholdSearch
{
    /// <summary>Exactly one flat.</summary>
    public sealed record Found(Household Household) : HouseholdSearch;

    /// <summary>The entrance was not said and several have such a door.</summary>
    public sealed record Choose(IReadOnlyList<Household> Candidates) : HouseholdSearch;

    /// <summary>No such flat: the first part that does not exist, and what does exist in its place (may be empty).</summary>
    public sealed record Unknown(AddressPart Part, IReadOnlyList<string> Existing) : HouseholdSearch;
}

/// <summary>A part of an address.</summary>
internal enum AddressPart
{
    /// <summary>The text is no address at all.</summary>
    Form,

    /// <summary>No such building.</summary>
    Building,

    /// <summary>The building has no such entrance.</summary>
    Entrance,

    /// <summary>No such door there.</summary>
    Flat,
}
