using ResidentAssistant.Web;

namespace ResidentAssistant.Plans.Materials;

/// <summary>One material of the board as it stands; the newest version counts.</summary>
internal sealed record Material
{
    private const int Longest = 80;

    /// <summary>The material, through all its versions.</summary>
    public Guid MaterialId { get; init; }

    /// <summary>Community.</summary>
    public Guid CommunityId { get; init; }

    /// <summary>Number of this version; 0: not written yet.</summary>
    public int Number { get; init; }

    /// <summary>What it is.</summary>
    public string Name { get; init; } = "";

    /// <summary>Who made it.</summary>
    public string Maker { get; init; } = "";

    /// <summary>Standard it is made to.</summary>
    public string Standard { get; init; } = "";

    /// <summary>Batch.</summary>
    public string Batch { get; init; } = "";

    /// <summary>Number of the factory's test report.</summary>
    public string Report { get; init; } = "";

    /// <summary>Where it is used.</summary>
    public string Used { get; init; } = "";

    /// <summary>The report as a file, when it was added.</summary>
    public Guid? FileId { get; init; }

    /// <summary>It stands on the board.</summary>
    public bool Shown { get; init; }

    /// <summary>Who wrote this version.</summary>
    public string StaffName { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>One line, as the chat says it.</summary>
    public string Line => $"{Name}（{Used}）：{Maker}，执行标准 {Standard}，批号 {Batch}，出厂检测报告 {Report}";

    /// <summary>What is wrong with what was typed.</summary>
    public IEnumerable<string> Faults()
    {
        (string Label, string Text)[] fields = [("材料名称", Name), ("生产厂家", Maker), ("执行标准", Standard), ("批号", Batch), ("出厂检测报告的编号", Report), ("用在哪里", Used)];
        foreach (var (label, text) in fields)
            if (text.Length is 0 or > Longest) yield return $"请写{label}，最多 {Longest} 个字。";
            else if (!FormText.IsPlain(text)) yield return FormText.Refusal;
    }
}
