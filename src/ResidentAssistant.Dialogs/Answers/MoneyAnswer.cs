using System.Globalization;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Reads a sum of money: 三百块, 1200元, 一千二, 一万二, 三块五; two different sums and rough ones are none.</summary>
public static partial class MoneyAnswer
{
    /// <summary>The sum in yuan, such as <c>1200</c> or <c>3.5</c>; a number without a unit counts, it answers a question for money.</summary>
    public static SlotValue? Parse(string text) => Read(text, bare: true);

    /// <summary>The sum when the text says itself that it is money.</summary>
    public static SlotValue? Find(string text) => Read(text, bare: false);

    private static SlotValue? Read(string text, bool bare)
    {
        if (text.Length > 500) text = text[..500];
        if (Rough().IsMatch(text)) return null;
        var digits = Numerals.ToDigits(text);
        decimal? found = null;
        foreach (Match match in Sum().Matches(digits))
        {
            if (!bare && !match.Groups["u"].Success && !match.Groups["y"].Success) continue;
            var sum = Of(match);
            if (found is not null && found != sum) return null;
            found = sum;
        }
        return found is { } one ? new(one.ToString("0.##", CultureInfo.InvariantCulture), one.ToString("0.##", CultureInfo.InvariantCulture) + "元") : null;
    }

    private static decimal Of(Match match)
    {
        decimal Part(string name) => match.Groups[name] is { Success: true } g ? decimal.Parse(g.ValueSpan, NumberStyles.Number, CultureInfo.InvariantCulture) : 0;
        if (match.Groups["dime"].Success) return Part("dime") / 10;
        var sum = Part("n");
        if (match.Groups["w"].Success)
        {
            // 一万二 is 12000, 一万二百 is 10200.
            var rest = Part("r");
            sum = (sum * 10000) + (match.Groups["r"].Length == 1 ? rest * 1000 : rest);
        }
        return sum + (Part("j") / 10);
    }

    // 三四百, 百八十, 好几百, 三百多: how much is not said.
    [GeneratedRegex("[一二两三四五六七八九][一二两三四五六七八九][十百千万块元]|百八|好?几[十百千万块]|[十百千万][多来]|多块")]
    private static partial Regex Rough();

    [GeneratedRegex(@"(?<![0-9.]|单元|号楼|[门层#-])(?:(?<dime>[0-9]{1,2})(?<u>毛|角)|(?<y>[¥￥]) ?(?<n>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,8}(?:\.[0-9]{1,2})?)(?<w>万)?|(?<n>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,8}(?:\.[0-9]{1,2})?)(?:(?<w>万)(?<r>[0-9]{1,4})?)?(?:(?<u>元|块)钱?(?:(?<j>[0-9])[毛角]?(?![0-9]))?)?)(?![0-9.]|号|楼|单元|室|点|月|天|年|个|米|%)")]
    private static partial Regex Sum();
}
