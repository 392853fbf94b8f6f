using System.IO.Compression;
using System.Xml;

namespace ResidentAssistant.Neighbourhood.Workbooks;

/// <summary>Cells whose formula came to an error or to nothing: a reader gives them back as empty, and an empty cell would silently change nothing.</summary>
internal static class BrokenFormulas
{
    /// <summary>Their places (<c>C5</c>) by the name of the sheet.</summary>
    public static ILookup<string, string> Of(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        var targets = Elements(zip, "xl/_rels/workbook.xml.rels", "Relationship", "Id", "Target").ToLookup(r => r.First, r => r.Second);
        return Elements(zip, "xl/workbook.xml", "sheet", "name", "id")
            .SelectMany(sheet => targets[sheet.Second].Take(1).SelectMany(target => Places(zip, target).Select(place => (sheet.First, Place: place))))
            .ToLookup(p => p.First, p => p.Place);
    }

    private static IEnumerable<string> Places(ZipArchive zip, string target)
    {
        if (zip.GetEntry(target.StartsWith('/') ? target[1..] : $"xl/{target}") is not { } entry) yield break;
        using var stream = entry.Open();
        using var xml = XmlReader.Create(stream);
        var (place, formula, value) = ("", false, false);
        while (xml.Read())
        {
            if (xml.NodeType is XmlNodeType.Element)
            {
                if (xml.LocalName == "f") formula = true;
                else if (xml.LocalName == "v" && !xml.IsEmptyElement) value = true;
                if (xml.LocalName != "c") continue;
                (place, formula, value) = (xml.GetAttribute("r") ?? "", false, false);
                if (xml.GetAttribute("t") == "e" && place.Length > 0) yield return place;
            }
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "c" } && formula && !value && place.Length > 0) yield return place;
        }
    }

    private static List<(string First, string Second)> Elements(ZipArchive zip, string part, string element, string first, string second)
    {
        var found = new List<(string, string)>();
        if (zip.GetEntry(part) is not { } entry) return found;
        using var stream = entry.Open();
        using var xml = XmlReader.Create(stream);
        while (xml.Read())
        {
            if (xml.NodeType is not XmlNodeType.Element || xml.LocalName != element) continue;
            var (a, b) = ("", "");
            while (xml.MoveToNextAttribute())
            {
                if (xml.LocalName == first) a = xml.Value;
                if (xml.LocalName == second) b = xml.Value;
            }

            found.Add((a, b));
        }

        return found;
    }
}
