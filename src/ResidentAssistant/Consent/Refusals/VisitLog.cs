using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Evidence;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>Reads what was recorded of visits and adds to it, each act with its evidence; nothing in it is ever changed.</summary>
internal sealed class VisitLog(Database database, ConsentLog log, EvidenceLog evidence)
{
    private const string Columns =
        "select id, reference, community_id, household_id, kind, visited_at, result, on_paper, told_id, told_text, told_hash, told_source, conversation_id, staff_name, recorded_at from visit_acts";

    /// <summary>Acts of a household, oldest first.</summary>
    public static Task<IReadOnlyList<VisitAct>> OfHouseholdAsync(IReads reads, Guid householdId, CancellationToken ct) =>
        reads.QueryAsync<VisitAct>($"{Columns} where household_id = @householdId order by recorded_at, id", new { householdId }, ct);

    /// <summary>Acts of a community.</summary>
    public static Task<IReadOnlyList<VisitAct>> OfCommunityAsync(IReads reads, Guid communityId, CancellationToken ct) =>
        reads.QueryAsync<VisitAct>($"{Columns} where community_id = @communityId", new { communityId }, ct);

    /// <summary>An act, or null.</summary>
    public static Task<VisitAct?> FindAsync(IReads reads, Guid id, CancellationToken ct) => reads.FirstAsync<VisitAct>($"{Columns} where id = @id", new { id }, ct);

    /// <summary>How visits to a household stand; whoever would remind it of consent asks for <see cref="VisitStanding.Quiet"/> first.</summary>
    public async Task<VisitStanding> StandingAsync(IReads reads, Guid householdId, CancellationToken ct) =>
        VisitStanding.Of(await OfHouseholdAsync(reads, householdId, ct), await log.OfHouseholdAsync(reads, householdId, ct));

    /// <summary>Households of a community that nobody is to visit or to remind.</summary>
    public async Task<IReadOnlySet<Guid>> QuietAsync(IReads reads, Guid communityId, CancellationToken ct) =>
        VisitStanding.QuietOf(await OfCommunityAsync(reads, communityId, ct), await log.OfCommunityAsync(reads, communityId, ct));

    /// <summary>Names of who went, whom they met and what was said, where they have not been erased; whoever shows them writes the audit row first.</summary>
    public async Task<IReadOnlyDictionary<string, string>> WordsAsync(Guid visitId, CancellationToken ct) =>
        (await evidence.PersonalAsync(database, visitId, ct)).ToDictionary(f => f.Name, f => f.Words);

    /// <summary>Adds an act with the caller's other writes; <paramref name="after"/> is what a colleague had seen, the act's own id for what is said in chat.</summary>
    public void Add(Batch writes, VisitAct act, Guid after, Guid? staffId, IReadOnlyDictionary<string, string> words, IReadOnlyDictionary<string, object?>? facts = null)
    {
        writes.Add("""
            insert into visit_acts (id, reference, community_id, household_id, kind, after_id, visited_at, result, on_paper, told_id, told_text, told_hash, told_source, conversation_id, staff_id, staff_name, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """, act.Id, Null.Or(act.Reference), act.CommunityId, act.HouseholdId, act.Kind, after, Null.Or(act.VisitedAt), Null.Or(act.Result), act.OnPaper ?? false, Null.Or(act.ToldId),
            Null.Or(act.ToldText), Null.Or(act.ToldHash), Null.Or(act.ToldSource), Null.Or(act.ConversationId), Null.Or(staffId), Null.Or(act.StaffName), act.RecordedAt);
        var fields = new Dictionary<string, object?>
        {
            ["reference"] = act.Reference, ["result"] = act.Result, ["at"] = act.VisitedAt, ["paper"] = act.OnPaper, ["told"] = act.ToldId?.ToString(), ["conversation"] = act.ConversationId?.ToString(), ["staff"] = staffId?.ToString(),
        };
        foreach (var (name, fact) in facts ?? new Dictionary<string, object?>()) fields[name] = fact;
        evidence.Add(writes, new EvidenceRecord
        {
            Id = act.Id, CommunityId = act.CommunityId, HouseholdId = act.HouseholdId, Kind = act.Kind == VisitAct.Visited ? "visit.made" : $"visits.{act.Kind}", At = act.RecordedAt, Fields = fields, Personal = words,
        });
        // A call that somebody had put on the list is not made any more.
        if (act.Kind == VisitAct.Ended || act.Result == VisitResult.NoMore)
            writes.Add("update desk_items set done_at = $1 where kind = 'call' and done_at is null and community_id = $2 and title = replace($3, '{flat}', (select label from households where id = $4))",
                act.RecordedAt, act.CommunityId, CallTitle("{flat}"), act.HouseholdId);
        if (act.ToldId is not { } told) return;
        // Proof of notice stands by itself: which sentence, on which day, by whom, to whom.
        evidence.Add(writes, new EvidenceRecord
        {
            Id = told, CommunityId = act.CommunityId, HouseholdId = act.HouseholdId, Kind = "policy.told", At = act.RecordedAt,
            Fields = new Dictionary<string, object?> { ["setting"] = FundingSentence.Key, ["hash"] = act.ToldHash, ["source"] = act.ToldSource, ["at"] = act.VisitedAt, ["visit"] = act.Id.ToString(), ["staff"] = staffId?.ToString() },
            Personal = words.Where(w => w.Key is "met" or "went").ToDictionary(w => w.Key, w => w.Value),
        });
    }

    /// <summary>The matter on the desk that asks a colleague to call a household about the renovation.</summary>
    public static string CallTitle(string flat) => $"给 {flat} 打个电话，问问改造的事有什么想了解的";

    /// <summary>True when a colleague had recorded something about the same household in the same moment.</summary>
    public bool IsTaken(DbException fault) => database.Dialect.TableOfDuplicate(fault) == "visit_acts";

    /// <summary>Hash of a text that was told.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
