namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Finds the room a text names: 厨房, 卫生间, 做饭那屋, and the common places of a building.</summary>
public static class RoomAnswer
{
    private static readonly (string Value, string Label, string[] Words)[] Rooms =
    [
        ("kitchen", "厨房", ["厨房", "灶", "伙房", "做饭那屋", "做饭的屋", "做饭屋", "做饭那间", "做饭的地方", "洗菜池", "洗碗池"]),
        ("bathroom", "卫生间", ["卫生间", "厕所", "洗手间", "浴室", "茅房", "茅厕", "马桶", "坐便", "洗澡间", "洗澡那屋", "洗澡的地方", "解手那屋", "解手的屋", "解手的地方", "上厕所那屋"]),
        ("balcony", "阳台", ["阳台", "晾衣服那屋", "晒台"]),
        ("living-room", "客厅", ["客厅", "门厅", "过厅", "餐厅", "饭厅"]),
        ("bedroom", "卧室", ["卧室", "主卧", "次卧", "里屋", "大屋", "小屋", "睡觉那屋", "睡觉的屋"]),
        ("stairwell", "楼道", ["楼道", "楼梯", "走廊", "过道"]),
        ("basement", "地下室", ["地下室", "车库"]),
        ("roof", "楼顶", ["楼顶", "屋顶"]),
    ];

    /// <summary>The one room that is named; null for none, for two, and where it is said that it is not there.</summary>
    public static SlotValue? Find(string text)
    {
        if (text.Length > 2000) text = text[..2000];
        SlotValue? found = null;
        foreach (var (value, label, words) in Rooms)
        {
            if (!words.Any(w => Said(text, w))) continue;
            if (found is not null) return null;
            found = new(value, label);
        }
        return found;
    }

    /// <summary>The code of the first room in the table that is named, or null.</summary>
    internal static string? First(string text) => Rooms.FirstOrDefault(r => r.Words.Any(w => Said(text, w))).Value;

    /// <summary>The room as people read it.</summary>
    public static string Label(string value) => Rooms.FirstOrDefault(r => r.Value == value).Label ?? value;

    private static bool Said(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
        {
            var before = text.AsSpan(0, at);
            if (!before.EndsWith("不是") && !before.EndsWith("不在") && !before.EndsWith("没在") && !before.EndsWith("除了")) return true;
        }
        return false;
    }
}
