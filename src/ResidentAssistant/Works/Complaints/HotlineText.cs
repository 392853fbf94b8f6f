using System.Globalization;

namespace ResidentAssistant.Works.Complaints;

/// <summary>What a resident can read out or copy to the city hotline: his own words and what became of them, nothing that nobody said.</summary>
internal static class HotlineText
{
    /// <summary>The text.</summary>
    public static string Of(Complaint complaint)
    {
        var more = complaint.Steps.Where(s => s.Kind is ComplaintKinds.Added or ComplaintKinds.Reopened && s.Words.Length > 0).Select(s => s.Words);
        var answer = complaint.Answer is { } said ? $"{Scheduling.SiteClock.At(said.At).ToString("M月d日", CultureInfo.InvariantCulture)}答复我：{said.Words}{(complaint.State == ComplaintState.Open ? "\n可事情没有解决。" : "")}" : "到现在还没有答复。";
        return $"""
            您好，我{(complaint.Household is { } home ? $"住{home}" : "是小区的住户")}，小区在换楼里共用的上下水管。
            {Scheduling.SiteClock.At(complaint.MadeAt).ToString("yyyy年M月d日", CultureInfo.InvariantCulture)}，我跟小区改造的居民助手投诉过，编号 {complaint.Reference}。
            事情是：{string.Join("\n还有：", [complaint.Words, .. more])}
            {answer}
            请帮我转给管这件事的部门。
            """;
    }
}
