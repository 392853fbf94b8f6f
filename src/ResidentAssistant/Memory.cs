using System.Runtime;

namespace ResidentAssistant;

/// <summary>Gives back what reading and learning needed for a moment; otherwise the process would keep it for hours.</summary>
internal static class Memory
{
    /// <summary>Collects everything, moves what is left together and returns the rest to the system: a pause of some ten milliseconds.</summary>
    public static void GiveBack()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
