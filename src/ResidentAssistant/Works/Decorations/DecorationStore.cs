using ResidentAssistant.Conversations;
using ResidentAssistant.Evidence;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Decorations;

/// <summary>Which households decorate. Rows are only ever added; the newest of a household counts.</summary>
internal sealed class DecorationStore(Database database, EvidenceLog evidence)
{
    private const string Newest = """
        select d.household_id, h.label as household, d.proven, d.kind, d.rooms, d.at from household_decorations d join households h on h.id = d.household_id
         where not exists (select 1 from household_decorations n where n.household_id = d.household_id and (n.at > d.at or (n.at = d.at and n.id > d.id)))
        """;

    /// <summary>What a community's households said, newest first; at most 200.</summary>
    public Task<IReadOnlyList<Decoration>> OfAsync(Guid communityId, CancellationToken ct) =>
        database.QueryAsync<Decoration>($"{Newest} and d.community_id = @communityId order by d.at desc, d.id desc limit 200", new { communityId }, ct);

    /// <summary>Notes it with the turn's other writes.</summary>
    public void Note(Turn turn, Guid communityId, Guid householdId, string kind, string rooms)
    {
        var id = Guid.CreateVersion7(turn.Now);
        var conversation = turn.Conversation;
        turn.Writes.Add("insert into household_decorations (id, community_id, household_id, proven, conversation_id, kind, rooms, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            id, communityId, householdId, conversation.Proven, conversation.Id, kind, rooms, turn.Now);
        evidence.Add(turn.Writes, new EvidenceRecord
        {
            Id = id, CommunityId = communityId, Kind = "decoration.noted", HouseholdId = householdId, At = turn.Now,
            Fields = new Dictionary<string, object?> { ["channel"] = conversation.Channel, ["conversation"] = conversation.Id, ["kind"] = kind, ["proven"] = conversation.Proven, ["rooms"] = rooms, ["turn"] = (long)turn.Number },
        });
    }
}
