using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging;

/// <summary>Every night: forgets which messages were taken long ago, which nobody sends a second time any more. The transcript keeps what was said.</summary>
internal sealed class InboxRetention(Database database) : INightly
{
    private const int Days = 60;
    private const int Slice = 2000;

    /// <inheritdoc />
    public string Name => "inbox retention";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        var before = now.AddDays(-Days);
        while (true)
        {
            // Read beside and deleted by key, in slices: on SQLite a turn need not wait longer than for another turn.
            var old = await database.QueryAsync<Taken>("select channel, message_id from inbox where received_at < @before limit @slice", new { before, slice = Slice }, ct);
            if (old.Count > 0)
            {
                var deletes = new Batch();
                foreach (var row in old) deletes.Add("delete from inbox where channel = $1 and message_id = $2", row.Channel, row.MessageId);
                await database.RunAsync(deletes, ct);
            }

            if (old.Count < Slice) return;
        }
    }

    private sealed record Taken
    {
        public required string Channel { get; init; }

        public required string MessageId { get; init; }
    }
}
