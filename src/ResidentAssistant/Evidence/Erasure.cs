using System.Runtime.InteropServices;
using System.Text.Json;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Evidence;

/// <summary>Forgets personal words: they go with their salts, and transcripts and photos with them; the records stay and still verify, and a record says that it was done.</summary>
internal sealed class Erasure(Database database, EvidenceLog log, TimeProvider clock)
{
    /// <summary>
    /// Erases in one transaction the words of every record about a household and, where they were said before an instant, the talks that were about it, for a reason given as a code and,
    /// where they should have been kept, with words that say why not. What was erased stands in a record, even when it was nothing.
    /// </summary>
    public async Task<Erased> OfHouseholdAsync(Guid communityId, Guid householdId, string reason, string although, Guid? staffId, DateTimeOffset before, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        // What says why words were kept or not stays, or nobody could tell later.
        var erased = await transaction.QueryAsync<Guid>("""
            delete from evidence_personal where record_id in (select id from evidence where community_id = @communityId and household_id = @householdId and kind <> 'personal.erased') returning record_id
            """, new { communityId, householdId }, ct);
        // Words of health stand apart from all other words, and in no record.
        var notes = await transaction.ExecuteAsync("""
            update health_notes set words = null, ended = coalesce(ended, 'erased'), ended_at = coalesce(ended_at, @now)
             where words is not null and case_id in (select id from care_cases where household_id = @householdId)
            """, new { householdId, now }, ct);
        await EmptyAsync(transaction, householdId, ct);
        var spans = await SpansAsync(transaction, communityId, householdId, before, ct);
        var (files, turns) = (new Batch(), new Batch());
        foreach (var (conversation, from, to) in spans)
        {
            files.Add("""
                delete from attachments where conversation_id = $1 and created_at in (select t.at from turns t where t.conversation_id = $1 and t.turn >= $2 and t.turn <= $3 and t.at < $4)
                """, conversation, from, to, before);
            turns.Add("delete from turns where conversation_id = $1 and turn >= $2 and turn <= $3 and at < $4", conversation, from, to, before);
        }

        var done = new Erased(erased.Count + notes, 0, 0);
        var talks = new List<Guid>();
        if (spans.Count > 0)
        {
            var lost = (await transaction.RunAsync(files, ct)).Sum();
            var counts = await transaction.RunAsync(turns, ct);
            talks = [.. spans.Zip(counts).Where(s => s.Second > 0).Select(s => s.First.Conversation).Distinct().Order()];
            done = done with { Turns = counts.Sum(), Files = lost };
        }

        var writes = new Batch();
        log.Add(writes, new EvidenceRecord
        {
            Id = Guid.CreateVersion7(now), CommunityId = communityId, HouseholdId = householdId, Kind = "personal.erased", At = now,
            Fields = new Dictionary<string, object?>
            {
                ["reason"] = reason, ["records"] = erased.Distinct().Order().ToList(), ["staff"] = staffId?.ToString(),
                ["words"] = (long)done.Words, ["turns"] = (long)done.Turns, ["files"] = (long)done.Files, ["conversations"] = talks,
            },
            Personal = although.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["although"] = although },
        });
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return done;
    }

    // The same words once more, sealed beside what happened: complaints, wishes above the standard, faults reported, and who called. Counted above, where their records lost them.
    private static async Task EmptyAsync(Transaction transaction, Guid householdId, CancellationToken ct)
    {
        const string Complaints = "select c.id from complaints c where c.household_id = @householdId or exists (select 1 from complaint_steps p where p.complaint_id = c.id and p.household_id = @householdId)";
        var args = new { householdId, nothing = Array.Empty<byte>() };
        foreach (var update in new[]
        {
            $"update complaint_steps set words = @nothing where words is not null and complaint_id in ({Complaints})", $"update complaints set words = @nothing where id in ({Complaints})",
            "update upgrade_steps set words = @nothing where words is not null and upgrade_id in (select u.id from upgrades u where u.household_id = @householdId)", "update upgrades set words = @nothing where household_id = @householdId",
            "update ticket_acts set words = @nothing where words is not null and ticket_id in (select t.id from tickets t where t.household_id = @householdId)",
            "update ticket_events set sealed = @nothing where sealed is not null and ticket_id in (select t.id from tickets t where t.household_id = @householdId)",
            "update spoken_conversations set speaker = @nothing, phone = null where household_id = @householdId and ended_at is not null",
        }) await transaction.ExecuteAsync(update, args, ct);
    }

    // The dialogs that were about the household say which turns; of a talk that is its own and rests, also what belongs to no other household's dialog.
    private static async Task<IReadOnlyList<Span>> SpansAsync(Transaction transaction, Guid communityId, Guid householdId, DateTimeOffset before, CancellationToken ct)
    {
        var spans = (await transaction.QueryAsync<string>("""
            select body from evidence where community_id = @communityId and household_id = @householdId and kind = 'dialog.ended'
            """, new { communityId, householdId }, ct)).Select(Span.Of).ToList();
        const string Own = "select c.id from conversations c where c.household_id = @householdId and c.proven and c.last_at < @before";
        var others = (await transaction.QueryAsync<string>($"""
            select e.body from outcomes o join evidence e on e.id = o.id where o.conversation_id in ({Own}) and e.household_id <> @householdId and e.kind = 'dialog.ended'
            """, new { householdId, before }, ct)).Select(Span.Of).ToLookup(s => s.Conversation);
        foreach (var conversation in await transaction.QueryAsync<Guid>(Own, new { householdId, before }, ct))
        {
            var next = 0;
            foreach (var other in others[conversation].OrderBy(s => s.From))
            {
                if (other.From > next) spans.Add(new(conversation, next, other.From - 1));
                next = Math.Max(next, other.To + 1);
            }

            spans.Add(new(conversation, next, int.MaxValue));
        }

        return spans;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Span(Guid Conversation, int From, int To)
    {
        public static Span Of(string body)
        {
            using var json = JsonDocument.Parse(body);
            var fields = json.RootElement.GetProperty("fields");
            return new Span(fields.GetProperty("conversation").GetGuid(), fields.GetProperty("from").GetInt32(), fields.GetProperty("to").GetInt32());
        }
    }
}

/// <summary>How much was erased.</summary>
internal sealed record Erased(int Words, int Turns, int Files);
