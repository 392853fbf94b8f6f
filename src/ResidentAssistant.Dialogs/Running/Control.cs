using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Dialogs.Running;

/// <summary>Short words that steer any dialog, whatever it asks.</summary>
internal enum Control
{
    /// <summary>None of them.</summary>
    None,

    /// <summary>算了, 不办了.</summary>
    Cancel,

    /// <summary>上一步, 说错了.</summary>
    Back,

    /// <summary>再说一遍.</summary>
    Repeat,

    /// <summary>找人, 转人工.</summary>
    Person,
}

/// <summary>Reads the steering words.</summary>
internal static class Controls
{
    private static readonly Dictionary<string, Control> Words = Build();

    /// <summary>What the whole text steers.</summary>
    public static Control Read(string text)
    {
        if (text.Length > 20) return Control.None;
        var bare = Fold.Bare(text).AsSpan();
        foreach (var start in (ReadOnlySpan<string>)["那就", "我想", "我要", "请", "那", "我", "就", "先", "帮我", "给我"])
        {
            if (bare.Length > start.Length + 1 && bare.StartsWith(start) && Find(bare[start.Length..]) is not Control.None and var control) return control;
        }
        return Find(bare);
    }

    private static Control Find(ReadOnlySpan<char> bare)
    {
        var words = Words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (words.TryGetValue(bare, out var control)) return control;
        return bare.Length > 2 && bare[^1] is '吧' or '啊' or '呀' or '啦' or '呢' or '了' && words.TryGetValue(bare[..^1], out control) ? control : Control.None;
    }

    private static Dictionary<string, Control> Build()
    {
        var words = new Dictionary<string, Control>(StringComparer.Ordinal);
        Add(Control.Cancel, "算了", "算了不办了", "不办了", "先不办了", "先不办", "不办", "取消", "退出", "不弄了", "不填了", "不报了", "结束", "停止", "不要办了", "别办了", "不想办了", "cancel", "quit", "exit");
        Add(Control.Back, "上一步", "返回", "返回上一步", "回到上一步", "回上一步", "退回", "后退", "上一个", "上一题", "说错了", "写错了", "打错了", "填错了", "选错了", "点错了", "按错了", "弄错了", "back");
        Add(Control.Repeat, "再说一遍", "再说一次", "再发一遍", "再问一遍", "重复一遍", "没听清", "没看清", "没听清楚", "没看清楚", "你说什么", "什么意思", "刚才说什么", "刚才问什么", "repeat");
        Add(Control.Person, "转人工", "找人", "人工", "人工服务", "人工客服", "找人工", "要人工", "接人工", "转接人工", "找工作人员", "找真人", "真人", "转客服", "找客服", "找个人", "叫人来", "叫人", "要找人", "找你们的人", "跟人说话", "和人说话");
        return words;

        void Add(Control control, params string[] all)
        {
            foreach (var word in all) words[word] = control;
        }
    }
}
