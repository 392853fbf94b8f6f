using System.Diagnostics;

namespace ResidentAssistant.Bench;

/// <summary>Times small work: medians of many rounds, so that a pause of the machine does not count.</summary>
internal static class Measure
{
    private const int Rounds = 31;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(2);

    /// <summary>Milliseconds for one item, the median of rounds over all of them, after the runtime has compiled what is hot.</summary>
    public static double Each<T>(IReadOnlyList<T> items, Action<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Warm) Once(items, work);
        return Median([.. Enumerable.Range(0, Rounds).Select(_ => Once(items, work) / items.Count)]);
    }

    /// <summary>Bytes allocated for one item.</summary>
    public static double Allocated<T>(IReadOnlyList<T> items, Action<T> work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Once(items, work);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / items.Count;
    }

    /// <summary>Milliseconds the work takes.</summary>
    public static double Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>The middle one.</summary>
    public static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static double Once<T>(IReadOnlyList<T> items, Action<T> work) => Time(() =>
    {
        for (var i = 0; i < items.Count; i++) work(items[i]);
    });
}
