using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>A ladder as staff write it: one step a line, “5分钟后：产权单位、值班群”, and at the end “每10分钟再来一遍”.</summary>
internal static partial class PolicyText
{
    /// <summary>Most steps.</summary>
    public const int MostSteps = 12;

    /// <summary>Longest text, in characters.</summary>
    public const int Longest = 1000;

    /// <summary>Reads the steps; what is wrong, in a sentence that names the line, or null.</summary>
    public static string? Read(string text, out IReadOnlyList<PolicyStep> steps, out TimeSpan repeat)
    {
        var read = new List<PolicyStep>();
        (steps, repeat) = (read, default);
        var number = 0;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            number++;
            if (repeat != default) return $"第 {number} 行：“再来一遍”要写在最后一行。";
            if (Again().Match(line) is { Success: true } again)
            {
                repeat = Span(again);
                if (repeat < TimeSpan.FromMinutes(1) || repeat > TimeSpan.FromDays(1)) return $"第 {number} 行：隔多久再来一遍，从 1 分钟到 24 小时。";
                continue;
            }

            if (Step().Match(line) is not { Success: true } match) return $"第 {number} 行看不懂：“{line}”。请写成“马上：该修的一方”或者“5分钟后：物业、产权单位”。";
            var after = match.Groups["number"].Success ? Span(match) : TimeSpan.Zero;
            if (after > TimeSpan.FromDays(1)) return $"第 {number} 行：最多隔 24 小时。";
            // From the second step on a minute at least, so that a ladder is never run through at once.
            if (read.Count > 0 && after < TimeSpan.FromMinutes(1)) return $"第 {number} 行：跟上一步至少隔 1 分钟。";
            var targets = new List<string>();
            foreach (var name in match.Groups["targets"].Value.Split(['、', '，', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var key = Person().IsMatch(name) ? name : Targets.Names.FirstOrDefault(t => t.Value == name).Key;
                if (key is null) return $"第 {number} 行：没有“{name}”。能写的有：{string.Join("、", Targets.Names.Values)}，或者 @ 加一位同事的企业微信账号。";
                if (!targets.Contains(key)) targets.Add(key);
            }

            read.Add(new PolicyStep(after, targets));
        }

        if (read.Count is 0 or > MostSteps) return $"请写 1 到 {MostSteps} 步。";
        if (read.TrueForAll(s => !s.Targets.Contains("street"))) return "至少有一步要叫街道：谁都修不了的时候，由街道兜底。";
        return repeat == default ? "最后一行请写“每10分钟再来一遍”：没有人接手，就不能停。" : null;
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public static string Write(IReadOnlyList<PolicyStep> steps, TimeSpan repeat)
    {
        var text = new StringBuilder();
        foreach (var step in steps) text.Append(CultureInfo.InvariantCulture, $"{(step.After == TimeSpan.Zero ? "马上" : Words(step.After) + "后")}：{string.Join("、", step.Targets.Select(t => Targets.Names.GetValueOrDefault(t, t)))}\n");
        return text.Append(CultureInfo.InvariantCulture, $"每{Words(repeat)}再来一遍").ToString();
    }

    /// <summary>“5分钟”, “2小时”, “90分钟”.</summary>
    public static string Words(TimeSpan span) => span.TotalMinutes % 60 == 0 && span.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0}小时") : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0}分钟");

    private static TimeSpan Span(Match match)
    {
        // Four digits are more than a day of minutes, and never too many for a number.
        var number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value == "小时" ? TimeSpan.FromHours(number) : TimeSpan.FromMinutes(number);
    }

    [GeneratedRegex(@"^(马上|(?<number>[0-9]{1,4})\s*(?<unit>分钟|小时)后?)\s*[：:]\s*(?<targets>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Step();

    [GeneratedRegex("^@[A-Za-z0-9._@-]{1,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Person();

    [GeneratedRegex(@"^每\s*(?<number>[0-9]{1,4})\s*(?<unit>分钟|小时)再来一遍$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Again();
}
