using System.Text.RegularExpressions;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Reads what kind of pipe is meant: what it carries (上水, 下水, 热水, 暖气, 燃气), and whether it is the riser or a branch.</summary>
public static partial class PipeAnswer
{
    private static readonly (string Value, string Label)[] Kinds = [("supply", "上水"), ("drain", "下水"), ("hot", "热水"), ("heating", "暖气"), ("gas", "燃气")];

    /// <summary><c>supply</c>, <c>drain</c>, <c>hot</c>, <c>heating</c>, <c>gas</c>, each also with <c>-riser</c> or <c>-branch</c>, or these alone; null for none and for two of a kind.</summary>
    public static SlotValue? Parse(string text)
    {
        if (text.Length > 2000) text = text[..2000];
        var folded = Fold.Text(text);
        if (One(folded, Supply(), Drain(), Hot(), Heating(), Gas()) is not { } kind || One(folded, Riser(), Branch()) is not { } place) return null;
        var value = string.Join('-', new[] { kind < 0 ? null : Kinds[kind].Value, place switch { 0 => "riser", 1 => "branch", _ => null } }.Where(p => p is not null));
        return value.Length == 0 ? null : new(value, Label(value));
    }

    /// <summary>The pipe as people read it: 下水立管, 热水管.</summary>
    public static string Label(string value)
    {
        var kind = Array.Find(Kinds, k => value.StartsWith(k.Value, StringComparison.Ordinal)).Label ?? "";
        return kind + (IsRiser(value) ? "立管" : value.EndsWith("branch", StringComparison.Ordinal) ? "支管" : kind.Length > 0 ? "管" : value);
    }

    /// <summary>Whether it is the pipe that all floors share.</summary>
    public static bool IsRiser(string value) => value.EndsWith("riser", StringComparison.Ordinal);

    // The one that matches, -1 for none, null for two.
    private static int? One(string text, params ReadOnlySpan<Regex> all)
    {
        var found = -1;
        for (var i = 0; i < all.Length; i++)
        {
            if (!all[i].IsMatch(text)) continue;
            if (found >= 0) return null;
            found = i;
        }
        return found;
    }

    // 上水 alone stands in 楼上水管 and 地上水 too.
    [GeneratedRegex("(?<![楼])上水(?:立?管|总?阀)|(?:^|[，,、 和是的不])上水|自来水|给水|进水管|冷水管|供水管")]
    private static partial Regex Supply();

    [GeneratedRegex("(?<![楼地滴流漏淌掉渗底])下水|排水|污水|排污|粪管|地漏")]
    private static partial Regex Drain();

    [GeneratedRegex("热水(?:立?管|支管)|走热水的")]
    private static partial Regex Hot();

    [GeneratedRegex("暖气|供暖|地暖|暖管")]
    private static partial Regex Heating();

    [GeneratedRegex("(?:燃气|煤气|天然气)(?:立?管|支管|表)")]
    private static partial Regex Gas();

    [GeneratedRegex("立管|主管(?!部门|的|单位)|总管|竖管|大管子|竖着的(?:大?管|那根)|上下通的")]
    private static partial Regex Riser();

    [GeneratedRegex("支管|横管|分管(?!的|领导)|软管|岔管")]
    private static partial Regex Branch();
}
