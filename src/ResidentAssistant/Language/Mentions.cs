using System.Buffers;
using System.Text.RegularExpressions;
using ResidentAssistant.Dialogs.Answers;

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

    /// <summary>Which of <see cref="Labels.Introductions"/> the message is and nothing more, or null: the eight digits of a letter, or a whole flat, said alone or after “我住”.</summary>
    public static string? Introduction(string text, string masked)
    {
        if (text.Length > 30) return null;
        if (LetterCodes().IsMatch(text)) return "told-code";
        var rest = Opening().Replace(masked, "");
        return (Bare(rest) || Dashed().IsMatch(rest)) && HouseholdAnswer.Parse(text) is { } flat && HouseholdAnswer.IsComplete(flat.Value) ? "told-flat" : null;
    }

    [GeneratedRegex(@"^\s*[0-9]{4}[\s\-—–]{0,3}[0-9]{4}[\s。.]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LetterCodes();

    [GeneratedRegex("^(?:你好|您好)?[,，。 ]*(?:我们?家?(?:住在?|是|在)?)|的?(?:住户|业主)?[,，。 ]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Opening();

    [GeneratedRegex("^[0-9]{1,3}[-－—][0-9]{1,2}[-－—](?:[0-9]{3}|码)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dashed();

    [GeneratedRegex($"(?:{Number}{{1,3}}(?:号楼|栋|幢|号院|#楼?|座))(?:{Number}{{1,2}}(?:单元|门|梯))?(?:{Number}{{3,4}}(?:室|号|户)?|{Number}{{1,2}}(?:室|户))?|{Number}{{1,2}}(?:单元|门)(?:{Number}{{3,4}}(?:室|号|户)?)|{Number}{{3,4}}室", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Addresses();

    [GeneratedRegex("[0-9]{4,}|[零〇一二三四五六七八九幺]{3,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Codes();
}
