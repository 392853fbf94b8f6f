using System.Globalization;

namespace ResidentAssistant.Dialogs.Format;

/// <summary>Lengths of time as dialogs write them: 10s, 5m, 2h, 3d, never.</summary>
internal static class Durations
{
    /// <summary>The length, <see cref="TimeSpan.MaxValue"/> for never, or null if it is not one.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text == "never") return TimeSpan.MaxValue;
        if (text.Length is < 2 or > 6 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0) return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            _ => null,
        };
    }
}
