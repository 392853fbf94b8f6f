namespace ResidentAssistant.Works.Entries;

/// <summary>What a supervisor looks at before anything is covered.</summary>
internal static class HiddenWork
{
    /// <summary>Number of this list, kept with every check; a changed list gets a new one.</summary>
    public const string Version = "1";

    /// <summary>The items in the order in which they are looked at.</summary>
    public static IReadOnlyList<HiddenItem> Items { get; } =
    [
        new("materials", "管子、管件和材料公示牌上写的一样"),
        new("joints", "接口接牢了，没有歪，没有漏"),
        new("brackets", "管卡、支架装稳了，间距合适"),
        new("slope", "下水管的坡度、检查口合适"),
        new("sleeves", "穿楼板的套管装好，缝隙封严"),
        new("pressure", "打压我看过，没有掉压"),
        new("waterproof", "动过的防水补好了"),
        new("photos", "要封起来的地方都拍了照片"),
    ];
}

/// <summary>One item of the list.</summary>
internal sealed record HiddenItem(string Code, string Label);
