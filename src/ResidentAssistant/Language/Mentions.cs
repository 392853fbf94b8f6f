using System.Buffers;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Language;

/// <summary>Addresses, telephone numbers and codes in a text in normal form: which flat it is says nothing of what is wanted.</summary>
internal static partial class Mentions
{
    private const string Number = "[0-9零〇一二三四五六七八九十百两]";

    private static readonly SearchValues<char> Marks = SearchValues.Create("0123456789号单楼门栋零〇一二三四五六七八九幺");

    /// <summary>The text with each address as 址 and each long number as 码.</summary>
    public static string Masked(string words) =>
        words.AsSpan().ContainsAny(Marks) ? Codes().Replace(Addresses().Replace(words, "址"), "码") : words;

    /// <summary>Nothing is left of the masked text but addresses and numbers.</summary>
    public static bool Bare(string masked) => masked.AsSpan().Trim("址码号室户0123456789").IsEmpty;

    [GeneratedRegex($"(?:{Number}{{1,3}}(?:号楼|栋|幢|号院|#楼?|座))(?:{Number}{{1,2}}(?:单元|门|梯))?(?:{Number}{{3,4}}(?:室|号|户)?|{Number}{{1,2}}(?:室|户))?|{Number}{{1,2}}(?:单元|门)(?:{Number}{{3,4}}(?:室|号|户)?)|{Number}{{3,4}}室", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Addresses();

    [GeneratedRegex("[0-9]{4,}|[零〇一二三四五六七八九幺]{3,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Codes();
}
