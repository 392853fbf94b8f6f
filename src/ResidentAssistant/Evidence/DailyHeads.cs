using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Evidence;

/// <summary>Every night: the signed head of the day that ended, for every tree.</summary>
internal sealed class DailyHeads(Heads heads) : INightly
{
    /// <inheritdoc />
    public string Name => "evidence heads";

    /// <inheritdoc />
    public Task RunAsync(DateTimeOffset now, CancellationToken ct) => heads.SignDayAsync(now, ct);
}
