using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging;

/// <summary>Reads photos and files that people sent; the bytes are sealed under purpose <c>attachment</c>.</summary>
internal sealed class Attachments(Database database, KeyRing keys)
{
    private readonly Sealer sealer = keys.For("attachment");

    /// <summary>The file, unsealed, or null; the caller has checked who asks.</summary>
    public Task<StoredFile?> FindAsync(Guid id, CancellationToken ct) => FindAsync(id, null, ct);

    /// <summary>The file when it belongs to that conversation, unsealed, or null; the caller has checked who asks.</summary>
    public async Task<StoredFile?> FindAsync(Guid id, Guid? conversationId, CancellationToken ct)
    {
        var row = await database.FirstAsync<Row>($"""
            select content_type, name, content from attachments where id = @id {(conversationId is null ? "" : "and conversation_id = @conversationId")}
            """, new { id, conversationId }, ct);
        return row is null ? null : new StoredFile(row.ContentType, row.Name, sealer.Open(row.Content));
    }

    private sealed record Row
    {
        public required string ContentType { get; init; }

        public required string Name { get; init; }

        public required byte[] Content { get; init; }
    }
}

/// <summary>A stored file with its bytes.</summary>
internal sealed record StoredFile(string ContentType, string Name, byte[] Content);
