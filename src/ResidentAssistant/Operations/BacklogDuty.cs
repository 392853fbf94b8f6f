using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Operations;

/// <summary>Every tenth second: measures the outbox for the gauges.</summary>
internal sealed class BacklogDuty(Outbox outbox, Telemetry telemetry) : IDuty
{
    private DateTimeOffset next;

    /// <inheritdoc />
    public string Name => "backlog";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (now < next) return;
        next = now.AddSeconds(10);
        var backlog = await outbox.BacklogAsync(ct);
        telemetry.Outbox(backlog.Waiting, backlog.Age);
    }
}
