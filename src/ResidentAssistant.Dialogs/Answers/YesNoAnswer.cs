using System.Buffers;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Reads a plain yes or no; anything with more to it is neither.</summary>
public static class YesNoAnswer
{
    private static readonly HashSet<string> Yes = new(StringComparer.Ordinal)
    {
        "行", "成", "对", "好", "嗯", "是", "没错", "可以", "中", "要", "有", "在", "能", "会", "愿意", "同意", "对头", "正确", "没问题", "没毛病", "确认", "确定",
        "准确", "属实", "当然", "就这样", "就是", "是这样", "恩", "哦对", "ok", "okay", "yes", "y", "👌", "👍", "✅", "好嘞", "得嘞", "妥", "没意见", "是我", "都对", "全对",
    };

    private static readonly HashSet<string> No = new(StringComparer.Ordinal)
    {
        "不", "不对", "不是", "不行", "不成", "错", "错了", "有误", "否", "不正确", "不好", "没", "没有", "不要", "不能", "不会", "不用", "不在", "不可以", "不愿意",
        "不同意", "写错", "说错", "弄错", "搞错", "记错", "不确认", "no", "n", "❌", "不准确", "不太对", "别",
    };

    // Words of politeness and doubt-free filling that change nothing.
    private static readonly HashSet<string> Polite = new(StringComparer.Ordinal) { "谢谢", "谢谢您", "谢谢你", "多谢", "麻烦了", "辛苦了", "哦", "噢", "啊", "嗯", "那", "那个" };

    private static readonly SearchValues<char> Breaks = SearchValues.Create("，,。.！!、 ~～；;");

    /// <summary><c>yes</c>, <c>no</c> or null.</summary>
    public static SlotValue? Parse(string text) => Read(text) switch { true => new("yes", "是"), false => new("no", "不是"), null => null };

    /// <summary>true for yes, false for no, null for neither.</summary>
    public static bool? Read(string text)
    {
        if (text.Length > 24) return null;
        var folded = Fold.Text(text);
        bool? answer = null;
        var rest = folded.AsSpan();
        while (rest.Length > 0)
        {
            var end = rest.IndexOfAny(Breaks);
            var part = (end < 0 ? rest : rest[..end]).ToString();
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (part.Length == 0) continue;
            if (One(part) is { } one)
            {
                if (answer is not null && answer != one) return null;
                answer = one;
            }
            else if (!Polite.Contains(part))
            {
                return null;
            }
        }
        return answer;
    }

    private static bool? One(string part)
    {
        for (var word = part; word.Length > 0; word = word[..^1])
        {
            if (Yes.Contains(word)) return true;
            if (No.Contains(word)) return false;
            if (word.Length > 2 && word[..(word.Length / 2)] == word[(word.Length / 2)..] && One(word[..(word.Length / 2)]) is { } twice) return twice;
            if (word is "嗯嗯" or "对对" or "好好" or "是是" or "对对对" or "嗯嗯嗯" or "好好好" or "是是是" or "行行行") return true;
            if ("的啊呀呢吧了哈嘛哦噢呗滴".IndexOf(word[^1], StringComparison.Ordinal) < 0) return null;
        }
        return null;
    }
}
