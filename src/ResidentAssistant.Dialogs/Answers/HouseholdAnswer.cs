using System.Globalization;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Reads building, entrance and flat in the ways people write them; <c>?</c> stands for a part not said.</summary>
public static partial class HouseholdAnswer
{
    private const string Building = @"(?<![0-9./-])(?<b>[1-9][0-9]{0,2}) ?";
    private const string AfterBuilding = @"(?:号?楼|号院?|栋|幢|座|#楼?)[ ,，、的]*";
    private const string Unit = @"(?<u>[1-9][0-9]?) ?(?:单元|门洞|门|单|#)[ ,，、的]*";
    private const string Flat = @"(?:[1-9][0-9]?[层楼][ ,，的]*)?(?<f>[1-9][0-9]{2,3})(?![0-9])";

    /// <summary>The household, complete or not; what is not said is taken from <paramref name="known"/>, such as <c>3-?-?</c>.</summary>
    public static SlotValue? Parse(string text, string? known = null)
    {
        if (text.Length > 2000) text = text[..2000];
        var digits = Numerals.ToDigits(text);
        if (!HasDigit(digits) && (known is null || !NoUnit().IsMatch(digits))) return null;
        var parts = Find(digits, known);
        if (parts is not var (building, unit, flat)) return null;
        if (known is not null && Split(known) is var (b, u, f)) (building, unit, flat) = (building ?? b, unit ?? u, flat ?? f);
        if (unit is null && building is not null && flat is not null && NoUnit().IsMatch(digits)) unit = "1";
        return Make(building, unit, flat);
    }

    /// <summary>Whether building, entrance and flat are all there.</summary>
    public static bool IsComplete(string value) => !value.Contains('?', StringComparison.Ordinal);

    /// <summary>Which of building, entrance and flat are missing.</summary>
    public static (bool Building, bool Unit, bool Flat) Missing(string value) =>
        Split(value) is var (building, unit, flat) ? (building is null, unit is null, flat is null) : (true, true, true);

    /// <summary>The value as people read it.</summary>
    public static string Label(string value)
    {
        if (Split(value) is not var (building, unit, flat)) return value;
        var label = (building is null ? "" : building + "号楼") + (unit is null ? "" : unit + "单元") + flat;
        return IsComplete(value) || flat is null ? label : label + "室";
    }

    private static (string? Building, string? Unit, string? Flat)? Find(string text, string? known)
    {
        if (Whole().Match(text) is { Success: true } whole) return Parts(whole);
        if (FloorAndDoor().Match(text) is { Success: true } door)
            return (door.Groups["b"].Value, door.Groups["u"].Value, door.Groups["l"].Value + door.Groups["d"].Value.PadLeft(2, '0'));
        if (NotAFlat().IsMatch(text)) return null;
        if (known is not null && Bare(text, known) is { } bare) return bare;
        // 五楼501 names the floor, not the building.
        if (BuildingAndFlat().Match(text) is { Success: true } tower)
            return tower.Groups["floor"].Success && tower.Groups["f"].Value[..^2] == tower.Groups["b"].Value ? (null, null, tower.Groups["f"].Value) : Parts(tower);
        // Said the other way round: 501，三号楼二单元; 二单元501，三号楼.
        if (BuildingAndUnit().Match(text) is { Success: true } entrance) return Parts(entrance) with { Item3 = Part(OnlyFlat().Match(text), "f") };
        if (UnitAndFlat().Match(text) is { Success: true } inner) return Parts(inner) with { Item1 = Part(OnlyBuilding().Match(text), "b") };
        if (OnlyBuilding().Match(text) is { Success: true } building) return Parts(building);
        if (OnlyUnit().Match(text) is { Success: true } unit) return Parts(unit);
        if (OnlyFlat().Match(text) is { Success: true } flat) return Parts(flat);
        return known is not null && NoUnit().IsMatch(text) ? (null, "1", null) : null;
    }

    // When only some parts are missing, bare numbers are those parts.
    private static (string?, string?, string?)? Bare(string text, string known)
    {
        var (building, unit, flat) = Missing(known);
        if (building && unit && !flat && TwoSmall().Match(text) is { Success: true } pair) return Parts(pair);
        if (unit && flat && !building && SmallAndFlat().Match(text) is { Success: true } rest) return Parts(rest);
        if (Single().Match(text) is not { Success: true } single) return null;
        var (number, suffix) = (single.Groups["n"].Value, single.Groups["s"].Value);
        if (unit && !building && !flat && number.Length <= 2 && suffix is ("" or "单元" or "门")) return (null, number, null);
        return building && !unit && !flat && suffix is ("" or "号楼" or "号" or "楼" or "栋") ? (number, null, null) : null;
    }

    private static (string?, string?, string?) Parts(Match match) => (Part(match, "b"), Part(match, "u"), Part(match, "f"));

    private static string? Part(Match match, string name) => match.Groups[name] is { Success: true } group ? group.Value : null;

    private static (string? Building, string? Unit, string? Flat)? Split(string value)
    {
        var first = value.IndexOf('-', StringComparison.Ordinal);
        var second = first < 0 ? -1 : value.IndexOf('-', first + 1);
        return second < 0 ? null : (Known(value[..first]), Known(value[(first + 1)..second]), Known(value[(second + 1)..]));
    }

    private static string? Known(string part) => part == "?" ? null : part;

    private static SlotValue? Make(string? building, string? unit, string? flat)
    {
        if (building is not null && int.Parse(building, CultureInfo.InvariantCulture) > 200) return null;
        if (unit is not null && int.Parse(unit, CultureInfo.InvariantCulture) > 30) return null;
        if (flat is not null && flat[^2..] == "00") return null;
        var value = $"{building ?? "?"}-{unit ?? "?"}-{flat ?? "?"}";
        return new(value, Label(value));
    }

    private static bool HasDigit(string text)
    {
        foreach (var c in text)
            if (char.IsAsciiDigit(c)) return true;
        return false;
    }

    [GeneratedRegex(Building + @"(?:号?楼|号院?|栋|幢|座|#楼?|[-_/.、 ])[ ,，、的]*(?<u>[1-9][0-9]?) ?(?:单元|门洞|门|单|#|[-_/.、 ])[ ,，、的]*" + Flat + @"(?![-./][0-9])")]
    private static partial Regex Whole();

    [GeneratedRegex(Building + AfterBuilding + Unit + @"(?<l>[1-9][0-9]?)[层楼][ ,，的]*(?<d>[0-9]{1,2})(?:号|户|室|门|(?![0-9层楼单点月天]))")]
    private static partial Regex FloorAndDoor();

    [GeneratedRegex(Building + @"(?:号楼|(?<floor>楼)|号院?|栋|幢|座|#楼?|-)[ ,，、的]*(?:(?:没有?|无|不分|不带)单元[ ,，、]*)?" + Flat + @"(?![-./0-9])")]
    private static partial Regex BuildingAndFlat();

    [GeneratedRegex(Building + AfterBuilding + Unit)]
    private static partial Regex BuildingAndUnit();

    [GeneratedRegex(@"(?<![0-9])" + Unit + Flat)]
    private static partial Regex UnitAndFlat();

    [GeneratedRegex(Building + @"(?:号楼|栋|幢|座|#楼?)")]
    private static partial Regex OnlyBuilding();

    [GeneratedRegex(@"(?<![0-9])(?<u>[1-9][0-9]?) ?单元")]
    private static partial Regex OnlyUnit();

    [GeneratedRegex(@"(?<![0-9-])(?<f>[1-9][0-9]{2,3}) ?(?:室|户|房)|^[^0-9]{0,8}?(?<![0-9-])(?<f>[1-9][0-9]{2,3})(?:[号的。.]*$|[,，、 ]+(?=[1-9][0-9]{0,2}(?:号楼|栋|幢|#)))")]
    private static partial Regex OnlyFlat();

    [GeneratedRegex(@"^[^0-9]{0,6}?(?<b>[1-9][0-9]{0,2}) ?[-_/., 、#楼]+ ?(?<u>[1-9][0-9]?)[^0-9]{0,4}$")]
    private static partial Regex TwoSmall();

    [GeneratedRegex(@"^[^0-9]{0,6}?(?<u>[1-9][0-9]?) ?[-_/., 、#门]+ ?(?<f>[1-9][0-9]{2,3})[^0-9]{0,4}$")]
    private static partial Regex SmallAndFlat();

    [GeneratedRegex(@"^[^0-9]{0,6}?(?<n>[1-9][0-9]{0,2})(?<s>号楼?|楼|栋|单元|门)?[。.的]*$")]
    private static partial Regex Single();

    [GeneratedRegex("(?:没有?|无|不分|不带)单元")]
    private static partial Regex NoUnit();

    [GeneratedRegex("地下|底商|车库|车位|商铺|门脸|门面")]
    private static partial Regex NotAFlat();
}
