namespace ResidentAssistant.Conversations;

/// <summary>How somebody was heard and verified, and as whom, in the words of the page.</summary>
internal static class SpokenWords
{
    /// <summary>Ways to be heard, in the order of the page.</summary>
    public static IReadOnlyDictionary<string, string> Ways { get; } = new Dictionary<string, string> { ["phone"] = "打电话来", ["counter"] = "来窗口", ["door"] = "上门时当面说" };

    /// <summary>Ways to be sure who speaks.</summary>
    public static IReadOnlyDictionary<string, string> Checks { get; } = new Dictionary<string, string>
    {
        ["none"] = "没有核实", ["known"] = "我认识他", ["document"] = "看过证件", ["called-back"] = "按登记的号码打回去过",
    };

    /// <summary>Capacities as the dialogs know them.</summary>
    public static IReadOnlyDictionary<string, string> Capacities { get; } = new Dictionary<string, string>
    {
        ["owner"] = "房主（房本上是他）", ["family"] = "房主的家里人", ["heir"] = "房主不在了，是家里人", ["lessee"] = "公房承租人", ["tenant"] = "租房住的", ["other"] = "其他",
    };

    /// <summary>A capacity as the page reads it.</summary>
    public static string CapacityName(string capacity) => Capacities.GetValueOrDefault(capacity, "其他");

    /// <summary>How it was heard, in two parts: 打电话来，没有核实.</summary>
    public static string Heard(string way, string verified) => $"{Ways.GetValueOrDefault(way, way)}，{Checks.GetValueOrDefault(verified, verified)}";
}
