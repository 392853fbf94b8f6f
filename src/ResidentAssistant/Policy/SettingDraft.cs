using System.Globalization;
using System.Text.RegularExpressions;
using ResidentAssistant.Web;

namespace ResidentAssistant.Policy;

/// <summary>A decision somebody wants to write down.</summary>
internal sealed partial record SettingDraft
{
    private const int LongestText = 1500;

    /// <summary>Setting.</summary>
    public required string Key { get; init; }

    /// <summary>Community, or null for the whole installation.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Revision the colleague saw; 0 when there was none.</summary>
    public required int Seen { get; init; }

    /// <summary>Value; null withdraws what was set.</summary>
    public string? Value { get; init; }

    /// <summary>Where it is written: document, number, date.</summary>
    public required string Source { get; init; }

    /// <summary>Who decided; empty: whom the catalogue names.</summary>
    public string DecidedBy { get; init; } = "";

    /// <summary>First day.</summary>
    public required DateOnly? ValidFrom { get; init; }

    /// <summary>Last day, or null.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Colleague who writes it down.</summary>
    public required Guid SetBy { get; init; }

    /// <summary>Name of that colleague.</summary>
    public required string SetByName { get; init; }

    /// <summary>The draft without stray spaces, numbers in plain digits.</summary>
    public SettingDraft Tidied()
    {
        var value = Value is null ? null : FormText.Tidy(Value);
        if (value is not null && SettingCatalogue.Find(Key) is { IsNumber: true } && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            value = number.ToString(CultureInfo.InvariantCulture);
        return this with { Value = value, Source = FormText.Tidy(Source), DecidedBy = FormText.Tidy(DecidedBy) };
    }

    /// <summary>Everything that is wrong with it, one sentence each; empty when it can be written down.</summary>
    public IReadOnlyList<string> Faults(DateOnly today)
    {
        if (SettingCatalogue.Find(Key) is not { } definition) return ["没有这一项。"];
        var faults = new List<string>();
        if (Value is not null) faults.AddRange(ValueFaults(definition, Value));
        if (Source.Length < 2) faults.Add(Value is null ? "请写明为什么撤销。" : "请写明出处：文件名、文号或者会议和日期。");
        if (Source.Length > 300 || DecidedBy.Length > 60) faults.Add("出处最多300个字，决定的单位最多60个字。");
        if (!FormText.IsPlain(Source) || !FormText.IsPlain(DecidedBy)) faults.Add(FormText.Refusal);
        if (ValidFrom is null) faults.Add("请选从哪天起有效。");
        if (ValidTo < ValidFrom) faults.Add("截止日期不能早于开始日期。");
        if (ValidTo < today) faults.Add("截止日期已经过了。");
        return faults;
    }

    private static IEnumerable<string> ValueFaults(SettingDefinition definition, string value)
    {
        if (value.Length == 0) yield return "请写内容。";
        else if (!FormText.IsPlain(value, lines: true)) yield return FormText.Refusal;
        else if (definition.Kind is SettingKind.Text && value.Length > LongestText) yield return $"内容最多{LongestText}个字。";
        else if (definition.Kind is SettingKind.One && !definition.Choices.Contains(value)) yield return "请从列表里选一项。";
        else if (definition.Kind is SettingKind.Several && value.Split('、').Any(part => !definition.Choices.Contains(part))) yield return "请从列表里选。";
        else if (definition.Kind is SettingKind.Phone && !Number().IsMatch(value)) yield return "电话只写数字，区号后面可以加一横，比如 010-12345678。";
        else if (definition.IsNumber && !(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 36500))
            yield return $"请写一个整数，单位是{definition.Unit}。";
        else if (definition.Minimum is { } minimum && int.Parse(value, CultureInfo.InvariantCulture) < minimum)
            yield return $"不能少于{minimum}{definition.Unit}：{definition.Standing?.Source}。";
    }

    [GeneratedRegex("^(0[0-9]{2,3}-?)?[0-9]{3,11}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
