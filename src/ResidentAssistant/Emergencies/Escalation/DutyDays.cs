namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>Days of the week as seven digits from Monday, and as people write them.</summary>
internal static class DutyDays
{
    private const string Names = "一二三四五六日";

    /// <summary>Every day.</summary>
    public const string All = "1111111";

    /// <summary>Reads “每天”, “工作日”, “周末”, “周一到周五”, “周一、周三”; null when it is none of these.</summary>
    public static string? Read(string text)
    {
        var said = text.Trim().Replace("星期", "周", StringComparison.Ordinal).Replace('天', '日').Replace("至", "到", StringComparison.Ordinal).Replace("-", "到", StringComparison.Ordinal);
        if (said is "" or "每日" or "全周") return All;
        if (said is "工作日") return "1111100";
        if (said is "周末") return "0000011";
        var days = new char[7];
        Array.Fill(days, '0');
        foreach (var part in said.Split(['、', '，', ',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('到').Select(DayOf).ToArray();
            if (ends.Length > 2 || ends.Contains(-1) || (ends.Length == 2 && ends[0] > ends[1])) return null;
            for (var day = ends[0]; day <= ends[^1]; day++) days[day] = '1';
        }

        return days.Contains('1') ? new string(days) : null;
    }

    /// <summary>“每天”, “周一到周五”, “周一、周三”.</summary>
    public static string Words(string days)
    {
        if (days == All) return "每天";
        var first = days.IndexOf('1');
        var last = days.LastIndexOf('1');
        if (last - first > 1 && !days[first..last].Contains('0')) return $"周{Names[first]}到周{Names[last]}";
        return string.Join('、', Enumerable.Range(0, 7).Where(d => days[d] == '1').Select(d => $"周{Names[d]}"));
    }

    private static int DayOf(string word) => word.Length == 2 && word[0] == '周' ? Names.IndexOf(word[1], StringComparison.Ordinal) : word.Length == 1 ? Names.IndexOf(word[0], StringComparison.Ordinal) : -1;
}
