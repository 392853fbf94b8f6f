using Quartz;

namespace ResidentAssistant.Scheduling;

/// <summary>What is done once a day after the day has ended at the site. It may be done twice, and by two nodes at once, so it is written that it does not matter.</summary>
internal interface INightly
{
    /// <summary>Name in logs.</summary>
    string Name { get; }

    /// <summary>Does it; <paramref name="now"/> is in the day after the one that ended.</summary>
    Task RunAsync(DateTimeOffset now, CancellationToken ct);
}

/// <summary>Carries the nightly work by the calendar of the site; also once at every start, for the nights that the program slept through.</summary>
internal sealed partial class NightlyJob(IEnumerable<INightly> works, TimeProvider clock, ILogger<NightlyJob> log) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await RunAsync(cancellationToken);

    /// <summary>Does all of it; what fails does not keep the rest from being done, and is tried again the next night.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var work in works)
        {
            try
            {
                await work.RunAsync(clock.GetUtcNow(), ct);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                Failed(fault, work.Name);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Nightly work {Work} failed; it is tried again the next night and at the next start")]
    private partial void Failed(Exception fault, string work);
}
