namespace FakeWeCom.World;

/// <summary>Lets a waiting test look again whenever something has happened.</summary>
internal sealed class Changes
{
    private TaskCompletionSource next = Fresh();

    /// <summary>Ends with the next thing that happens.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>Something has happened.</summary>
    public void Tell() => Interlocked.Exchange(ref next, Fresh()).TrySetResult();

    /// <summary>Waits until it holds, at most so long in real time.</summary>
    public async Task UntilAsync(Func<bool> holds, string what, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(60);
        using var patience = new CancellationTokenSource(limit);
        while (true)
        {
            var happens = Next;
            if (holds()) return;
            try
            {
                await happens.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException end)
            {
                throw new TimeoutException($"Waited {limit.TotalSeconds:0.#} s in vain for: {what}.", end);
            }
        }
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
