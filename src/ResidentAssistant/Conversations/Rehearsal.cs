namespace ResidentAssistant.Conversations;

/// <summary>Right after the start: first messages are rehearsed and undone, so that a burst reported in the first seconds of a node need not wait until it is compiled.</summary>
internal sealed partial class Rehearsal(TurnRunner turns, ILogger<Rehearsal> log) : BackgroundService
{
    private const int Rounds = 20;

    private static readonly string[] Words = ["水管爆了，3-2-501", "厨房水管滴水", "什么时候开工"];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start itself need not wait for it.
        await Task.Yield();
        try
        {
            for (var i = 0; i < Rounds * Words.Length; i++) await turns.RehearseAsync(Words[i % Words.Length], stoppingToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Without it the first turns are slower, no more.
            Unrehearsed(fault);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The first messages could not be rehearsed; the first turns of this node are slower")]
    private partial void Unrehearsed(Exception fault);
}
