using System.Collections.Concurrent;

namespace ResidentAssistant.Messaging;

/// <summary>Tells listeners in this process that a conversation has a new turn; other nodes' turns are found by asking the table.</summary>
internal sealed class TurnSignal
{
    private readonly ConcurrentDictionary<string, Action> listeners = new(StringComparer.Ordinal);

    /// <summary>Calls <paramref name="wake"/> after each turn of the conversation until disposed; must return at once.</summary>
    public IDisposable Listen(string channel, string conversationKey, Action wake)
    {
        var key = Key(channel, conversationKey);
        listeners.AddOrUpdate(key, wake, (_, others) => others + wake);
        return new Listening(this, key, wake);
    }

    /// <summary>Announces a committed turn.</summary>
    public void Raise(string channel, string conversationKey)
    {
        if (!listeners.IsEmpty && listeners.TryGetValue(Key(channel, conversationKey), out var wake)) wake();
    }

    private static string Key(string channel, string conversationKey) => $"{channel}/{conversationKey}";

    private sealed class Listening(TurnSignal signal, string key, Action wake) : IDisposable
    {
        public void Dispose()
        {
            while (signal.listeners.TryGetValue(key, out var now))
            {
                if (now - wake is { } rest ? signal.listeners.TryUpdate(key, rest, now) : signal.listeners.TryRemove(new(key, now))) return;
            }
        }
    }
}
