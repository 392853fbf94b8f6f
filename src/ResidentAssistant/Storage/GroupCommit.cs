using System.Data.Common;

namespace ResidentAssistant.Storage;

/// <summary>Commits the batches of callers that write at the same moment together.</summary>
/// <remarks>The batches must be independent of each other. One that the database refuses does not harm the others: then each is run by itself.</remarks>
internal sealed class GroupCommit
{
    private readonly Database database;
    private readonly Gathered<Waiting> groups;

    /// <summary>Over this database.</summary>
    public GroupCommit(Database database)
    {
        this.database = database;
        // Two groups on their way keep PostgreSQL busy while answers travel; SQLite has one writer anyway.
        groups = new Gathered<Waiting>(database.Dialect is Dialect.Sqlite ? 1 : 2, 32, CommitAsync);
    }

    /// <summary>Runs the batch, all or nothing; throws what the database says of this batch alone. Once begun it is not broken off.</summary>
    public Task RunAsync(Batch batch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var waiting = new Waiting(batch);
        groups.Add(waiting);
        return waiting.Done.Task;
    }

    private async Task CommitAsync(IReadOnlyList<Waiting> group)
    {
        if (group.Count > 1)
        {
            try
            {
                await database.RunAsync(Batch.Of(group.Select(w => w.Batch)), CancellationToken.None);
                foreach (var waiting in group) waiting.Done.SetResult();
                return;
            }
            catch (Exception)
            {
                // One of them is refused, or the connection is gone: each learns its own answer below.
            }
        }

        foreach (var waiting in group)
        {
            try
            {
                await database.RunAsync(waiting.Batch, CancellationToken.None);
                waiting.Done.SetResult();
            }
            catch (Exception e)
            {
                waiting.Done.SetException(e);
            }
        }
    }

    private sealed record Waiting(Batch Batch)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
