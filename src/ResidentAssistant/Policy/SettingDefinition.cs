namespace ResidentAssistant.Policy;

/// <summary>A limit or public text the notice leaves open: what it is called, in which unit, who decides it, and how residents read it.</summary>
internal sealed record SettingDefinition(string Key, string Group, string Name, SettingKind Kind, string DecidedBy)
{
    /// <summary>How residents read a set value; <c>{value}</c> stands for it.</summary>
    public string Template { get; init; } = "{name}：{value}";

    /// <summary>Article of the notice that asks for it, when one does.</summary>
    public int? Article { get; init; }

    /// <summary>What holds while nobody has set anything: a law, a confirmed number, a safety limit of ours. Usually nothing.</summary>
    public StandingValue? Standing { get; init; }

    /// <summary>No lower value may be set, because the law in <see cref="Standing"/> asks for it.</summary>
    public int? Minimum { get; init; }

    /// <summary>What may be chosen, for the two kinds of choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The unit in Chinese, or empty for texts and phones.</summary>
    public string Unit => Kind switch
    {
        SettingKind.Count => "次",
        SettingKind.Days => "天",
        SettingKind.Hours => "小时",
        SettingKind.Minutes => "分钟",
        _ => "",
    };

    /// <summary>True for whole numbers.</summary>
    public bool IsNumber => Kind is SettingKind.Count or SettingKind.Days or SettingKind.Hours or SettingKind.Minutes;
}

/// <summary>What kind of value a setting has.</summary>
internal enum SettingKind
{
    /// <summary>Words for residents.</summary>
    Text,

    /// <summary>A number of times.</summary>
    Count,

    /// <summary>Days.</summary>
    Days,

    /// <summary>Hours.</summary>
    Hours,

    /// <summary>Minutes.</summary>
    Minutes,

    /// <summary>A phone number somebody has confirmed.</summary>
    Phone,

    /// <summary>One of the choices.</summary>
    One,

    /// <summary>Some of the choices, with 、 between them.</summary>
    Several,
}

/// <summary>A value that needs no decision of the project.</summary>
internal sealed record StandingValue(string Value, string Source)
{
    /// <summary>A safety limit of this product, not a rule of the government; labelled so wherever it is shown.</summary>
    public bool Ours { get; init; }

    /// <summary>Last day it holds, when it ends.</summary>
    public DateOnly? ValidTo { get; init; }
}
