namespace ResidentAssistant.Conversations;

/// <summary>Lets one turn of a conversation run at a time within this node, in order of arrival; other nodes are kept apart by the version.</summary>
internal sealed class OneAtATime
{
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 2048).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for the turn before; dispose to let the next one in.</summary>
    public async ValueTask<IDisposable> EnterAsync(string channel, string key, CancellationToken ct)
    {
        var gate = gates[(uint)HashCode.Combine(channel, key) % (uint)gates.Length];
        await gate.WaitAsync(ct);
        return new Leaving(gate);
    }

    private sealed class Leaving(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
