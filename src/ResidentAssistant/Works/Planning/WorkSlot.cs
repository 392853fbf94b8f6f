using System.Globalization;
using System.Runtime.InteropServices;

namespace ResidentAssistant.Works.Planning;

/// <summary>A stretch of hours in which a team works on one day, on the site's clock; it never crosses midnight.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WorkSlot(DateOnly Day, TimeOnly From, TimeOnly To) : IComparable<WorkSlot>
{
    /// <summary>Its beginning on the site's clock.</summary>
    public DateTime Begins => Day.ToDateTime(From);

    /// <summary>Its end on the site's clock.</summary>
    public DateTime Ends => Day.ToDateTime(To);

    /// <summary>The two share time.</summary>
    public bool Overlaps(WorkSlot other) => Begins < other.Ends && other.Begins < Ends;

    /// <summary>Earlier ones first.</summary>
    public int CompareTo(WorkSlot other) => (Day, From, To).CompareTo((other.Day, other.From, other.To));

    /// <summary>Earlier.</summary>
    public static bool operator <(WorkSlot left, WorkSlot right) => left.CompareTo(right) < 0;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(WorkSlot left, WorkSlot right) => left.CompareTo(right) <= 0;

    /// <summary>Later.</summary>
    public static bool operator >(WorkSlot left, WorkSlot right) => left.CompareTo(right) > 0;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(WorkSlot left, WorkSlot right) => left.CompareTo(right) >= 0;

    /// <summary>“2026年12月1日（星期二）8:00–12:00”: the full date, so that nobody has to guess which one is meant.</summary>
    public string Words => $"{SiteDay.Words(Day)}{From.ToString("H:mm", CultureInfo.InvariantCulture)}–{To.ToString("H:mm", CultureInfo.InvariantCulture)}";
}
