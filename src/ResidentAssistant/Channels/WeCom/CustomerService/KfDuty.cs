using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Every second: lets the reader and the turns look for what has fallen due.</summary>
internal sealed class KfDuty(KfPuller puller, KfTurns turns) : IDuty
{
    /// <inheritdoc />
    public string Name => "customer-service";

    /// <inheritdoc />
    public Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        puller.Wake();
        turns.Wake();
        return Task.CompletedTask;
    }
}
