using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging;

/// <summary>What waits for a colleague: urgent pages and ordinary tasks. Titles carry no personal words.</summary>
internal static class Desk
{
    /// <summary>Adds an item, shown after <paramref name="wait"/>, with the turn's other writes and returns its id.</summary>
    public static Guid Add(Batch writes, string kind, bool urgent, Guid? communityId, Guid? conversationId, string title, string? reference, DateTimeOffset now, TimeSpan wait = default)
    {
        var id = Guid.CreateVersion7(now);
        writes.Add("""
            insert into desk_items (id, kind, urgent, community_id, conversation_id, reference, title, created_at, visible_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """, id, kind, urgent, communityId, conversationId, reference, title, now, now + wait);
        return id;
    }

    /// <summary>Puts an item with an id of the caller's on the desk; where it stands or stood already, nothing is added.</summary>
    public static void AddOnce(Batch writes, Guid id, string kind, Guid communityId, string title, DateTimeOffset now) => writes.Add("""
        insert into desk_items (id, kind, urgent, community_id, title, created_at, visible_at) values ($1, $2, $3, $4, $5, $6, $6) on conflict (id) do nothing
        """, id, kind, false, communityId, title, now);
}
