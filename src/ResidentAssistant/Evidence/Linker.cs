using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Evidence;

/// <summary>Every second: gives the records written meanwhile their numbers, one node a tree at a time.</summary>
internal sealed class Linker(EvidenceTrees trees) : IDuty
{
    // More than ten thousand a second wait for the next one, so that the node's other duties have their turn.
    private const int Batches = 10;

    /// <inheritdoc />
    public string Name => "evidence";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        foreach (var community in await trees.WaitingAsync(ct)) await LinkAsync(community, now, ct);
    }

    private async Task LinkAsync(Guid community, DateTimeOffset now, CancellationToken ct)
    {
        if (await trees.TakeAsync(community, ct) is not { } lease) return;
        for (var batch = 0; batch < Batches; batch++)
        {
            if (await trees.LinkAsync(lease, now, ct) is null or < EvidenceTrees.Most) break;
        }
    }
}
