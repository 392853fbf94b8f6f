using System.Collections.Concurrent;

namespace ResidentAssistant.Storage;

/// <summary>Work that is done together: while one group is under way the next one gathers, so a lone caller waits for nobody and a crowd shares one trip.</summary>
/// <param name="lanes">Groups under way at once.</param>
/// <param name="largest">Pieces of work in one group at most.</param>
/// <param name="run">Does a group; must answer each piece and not throw.</param>
internal sealed class Gathered<T>(int lanes, int largest, Func<IReadOnlyList<T>, Task> run)
{
    private readonly ConcurrentQueue<T> queue = new();
    private int running;

    /// <summary>Adds a piece of work; it is begun at once or with the next group.</summary>
    public void Add(T work)
    {
        queue.Enqueue(work);
        if (TryEnter()) _ = DrainAsync();
    }

    private async Task DrainAsync()
    {
        do
        {
            while (Next() is { Count: > 0 } group) await run(group);
            Interlocked.Decrement(ref running);
            // Something may have come between the last look and leaving.
        }
        while (!queue.IsEmpty && TryEnter());
    }

    private List<T> Next()
    {
        var group = new List<T>(Math.Min(queue.Count, largest));
        while (group.Count < largest && queue.TryDequeue(out var work)) group.Add(work);
        return group;
    }

    private bool TryEnter()
    {
        while (true)
        {
            var now = Volatile.Read(ref running);
            if (now >= lanes) return false;
            if (Interlocked.CompareExchange(ref running, now + 1, now) == now) return true;
        }
    }
}
