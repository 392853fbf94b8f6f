using System.Globalization;
using ResidentAssistant.Web;

namespace ResidentAssistant.Plans.Upgrades;

/// <summary>The fields of every form on the page; each act uses its own.</summary>
internal sealed record UpgradeForm
{
    private const int LongestQuote = 600;
    private const int LongestReason = 300;

    /// <summary>Which step, or <c>early</c>.</summary>
    public string? Act { get; init; }

    /// <summary>Newest step the form was made from.</summary>
    public int Seen { get; init; }

    /// <summary>What is quoted, or why.</summary>
    public string? Words { get; init; }

    /// <summary>Money as typed.</summary>
    public string? Amount { get; init; }

    /// <summary>Day.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Number of the receipt.</summary>
    public string? Receipt { get; init; }

    /// <summary>The words, when they were typed for that act.</summary>
    public string? WordsOf(string act) => Act == act ? Words : null;

    /// <summary>The money, likewise.</summary>
    public string? AmountOf(string act) => Act == act ? Amount : null;

    /// <summary>The day, likewise, as a form holds it.</summary>
    public string? DayOf(string act) => Act == act ? Day?.ToString("O", CultureInfo.InvariantCulture) : null;

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<string> Faults(Upgrade upgrade, int files, DateOnly today)
    {
        var longest = Act == UpgradeKinds.Quoted ? LongestQuote : LongestReason;
        if (Words!.Length > longest || !FormText.IsPlain(Words, lines: true)) yield return $"说明最多 {longest} 个字。";
        switch (Act)
        {
            case UpgradeKinds.Confirmed when Words.Length < 2:
                yield return "请写明怎么核实的。";
                break;
            case UpgradeKinds.Designed when files == 0:
                yield return "请选设计的文件。";
                break;
            case UpgradeKinds.Quoted:
                if (Words.Length < 2) yield return "请写明做什么、包什么。";
                if (Yuan.TryParse(Amount) is null) yield return "钱数好像不对。请写多少元，比如 1280 或者 1280.50。";
                if (Day is null || Day < today) yield return "请选报价哪天以前作数，不能早于今天。";
                else if (Day > today.AddYears(2)) yield return "报价最长两年。";
                break;
            case UpgradeKinds.Accepted or UpgradeKinds.Declined:
                if (files == 0) yield return "请上传签了字的纸。";
                if (Day is null || Day > today) yield return "请写纸上的日期，不能晚于今天。";
                else if (Act == UpgradeKinds.Accepted && upgrade.Quote?.HasExpired(Day.Value) == true) yield return "签字那天，报价已经过期了。请重新报价。";
                break;
            case UpgradeKinds.Paid:
                if (Receipt is not { Length: > 0 and <= 40 } || !FormText.IsPlain(Receipt)) yield return "请写收据号，最多 40 个字。";
                if (Day is null || Day > today) yield return "请写收据上的日期，不能晚于今天。";
                if (files == 0) yield return "请上传收据的照片或者扫描件。";
                if (Yuan.TryParse(Amount) is not { } paid) yield return "钱数好像不对。请写多少元，比如 1280 或者 1280.50。";
                else if (paid != upgrade.Quote?.AmountFen && Words.Length < 2) yield return $"交的钱跟报价（{upgrade.Quote?.Amount}）不一样。请写明为什么。";
                break;
            case "early" when Words.Length < 4:
                yield return "请写明为什么没交款就先放行。";
                break;
            case UpgradeKinds.Closed when Words.Length < 2:
                yield return "请写明为什么不办了。";
                break;
            case UpgradeKinds.Confirmed or UpgradeKinds.Designed or UpgradeKinds.Released or UpgradeKinds.Closed or "early":
                break;
            default:
                yield return "这个按钮我不认识，请刷新页面再试。";
                break;
        }
    }
}
