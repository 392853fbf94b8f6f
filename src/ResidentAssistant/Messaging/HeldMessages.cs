using System.Collections.Concurrent;

namespace ResidentAssistant.Messaging;

/// <summary>Messages this node is sending or has just sent; remembered a while longer, because a turn may have read the row before it was marked.</summary>
internal sealed class HeldMessages(TimeProvider clock)
{
    private static readonly TimeSpan Generation = TimeSpan.FromSeconds(20);

    private readonly Lock turning = new();
    private volatile ConcurrentDictionary<Guid, byte> young = new();
    private volatile ConcurrentDictionary<Guid, byte> old = new();
    private long turned = clock.GetTimestamp();

    /// <summary>Takes a message in hand.</summary>
    public void Add(Guid id)
    {
        if (clock.GetElapsedTime(Interlocked.Read(ref turned)) > Generation) Turn();
        young[id] = 0;
    }

    /// <summary>The message is in hand, or was a moment ago.</summary>
    public bool Contains(Guid id) => young.ContainsKey(id) || old.ContainsKey(id);

    /// <summary>The message was put back and waits for its time.</summary>
    public void Remove(Guid id)
    {
        young.TryRemove(id, out _);
        old.TryRemove(id, out _);
    }

    private void Turn()
    {
        lock (turning)
        {
            if (clock.GetElapsedTime(turned) <= Generation) return;
            old = young;
            young = new ConcurrentDictionary<Guid, byte>();
            Interlocked.Exchange(ref turned, clock.GetTimestamp());
        }
    }
}
