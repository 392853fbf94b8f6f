using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Evidence;

/// <summary>The database as the verifier reads it: everything, row by row.</summary>
internal sealed class DatabaseArchive(Database database) : IArchive
{
    private const int Most = 100;

    private static readonly string[] RegisterKinds =
        ["exported", "household", "imported", "lettersIssued", "lettersPrinted", "lettersRevoked", "pairEnded", "person", "personAdded", "personLeft", "reach", "responsible", "unitSplit", "unitsMerged"];

    // Tables whose rows decide, and the records that prove them under the same id. Same: what a record must say besides.
    private static readonly ProvenTable[] Proven =
    [
        new("intents", ["consent.intent"], "r.household_id = t.household_id and r.riser_id = t.riser_id and r.body like '%\"answer\":\"' || t.answer || '\"%'"),
        new("consent_acts", ["dispute.settled", "late.settled", "application.printed", "application.signed", "application.withdrawn", "application.superseded", "application.expired", "application.again", "refusal.closed", "refusal.reopened", "works.entered"],
            "r.kind = t.kind and r.riser_id = t.riser_id and (r.household_id = t.household_id or t.household_id is null)"),
        new("claims", ["claim"], "r.household_id = t.household_id or t.household_id is null"),
        new("disclosures_shown", ["disclosure.shown", "disclosure.acknowledged"], "r.kind = 'disclosure.' || t.event"),
        new("outcomes", ["dialog.ended"], "r.household_id = t.household_id or t.household_id is null"),
        new("visit_acts", ["visit.made", "visits.ended", "visits.again"], "r.household_id = t.household_id and r.kind = case t.kind when 'visited' then 'visit.made' else 'visits.' || t.kind end"),
        new("visit_acts", ["policy.told"], "r.household_id = t.household_id", "told_id"),
        new("riser_notices", ["riser-notice.drafted"], "r.riser_id = t.riser_id"),
        new("consent_conditions", ["consent.condition"], "r.household_id = t.household_id"),
        new("consent_conditions", ["consent.condition-answered"], "r.household_id = t.household_id", "answer_id"),
        new("household_wishes", ["household.wish"], "r.household_id = t.household_id"),
        new("pipe_surveys", ["survey.pipes"], "r.household_id = t.household_id"),
        new("upgrades", ["upgrade.requested"], "r.household_id = t.household_id or t.household_id is null"),
        new("upgrade_steps", ["upgrade.confirmed", "upgrade.designed", "upgrade.quoted", "upgrade.accepted", "upgrade.declined", "upgrade.paid", "upgrade.released", "upgrade.closed"], "r.kind = 'upgrade.' || t.kind"),
        new("complaints", ["complaint.made"], "r.household_id = t.household_id or t.household_id is null"),
        new("complaint_steps", ["complaint.added", "complaint.placed", "complaint.assigned", "complaint.answered", "complaint.settled", "complaint.reopened"], "r.kind = 'complaint.' || t.kind"),
        new("materials", ["material.published", "material.taken-off"], "r.community_id = t.community_id"),
        new("household_decorations", ["decoration.noted"], "r.household_id = t.household_id"),
        new("spoken_conversations", ["conversation.spoken"], "r.household_id = t.household_id"),
        new("application_scans", ["application.scan"], "r.body like '%\"sha256\":\"' || t.sha256 || '\"%'"),
        new("disclosure_versions", ["disclosure.approved"], "r.community_id = t.community_id and r.body like '%\"disclosure\":\"' || t.hash || '\"%'"),
        new("disclosure_lapses", ["disclosure.lapsed"], "r.riser_id = t.riser_id and r.household_id = t.household_id"),
        new("restoration_standards", ["standard.published"], "r.community_id = t.community_id"),
        new("standard_postings", ["standard.posted"], "r.body like '%\"photo\":\"' || t.sha256 || '\"%'"),
        new("register_changes", [.. RegisterKinds.Select(k => $"register.{k}")], "(r.household_id = t.household_id or t.household_id is null) and r.kind = 'register.' || lower(substr(t.kind, 1, 1)) || substr(t.kind, 2)"),
        new("plan_versions", ["plan.published"], "r.community_id = t.community_id"),
        new("plan_comments", ["plan.comment"], "r.household_id = t.household_id or t.household_id is null"),
        new("riser_plans", ["works.planned", "works.cancelled"], "r.riser_id = t.riser_id and r.kind = 'works.' || t.state"),
        new("care_cases", ["care.opened"], "r.household_id = t.household_id"),
        new("care_steps", ["care.planned", "care.signed", "care.reopened", "care.closed"], "r.kind = 'care.' || t.kind"),
        new("health_notes", ["health.noted"], "r.body like '%\"case\":\"' || lower(cast(t.case_id as text)) || '\"%'"),
        new("entry_acts", ["entry.confirmed", "entry.moved", "entry.asked", "entry.at-home", "entry.arrived", "entry.left", "entry.tested", "entry.checked", "entry.restored", "entry.accepted", "entry.not-accepted", "entry.rated"],
            "r.kind = 'entry.' || t.kind and r.riser_id = t.riser_id and r.household_id = t.household_id"),
        new("ticket_acts", ["ticket.reported", "ticket.graver", "ticket.joined", "ticket.duplicate", "ticket.parted", "ticket.paged", "ticket.nobody", "ticket.alarm", "ticket.acknowledged", "ticket.on-the-way", "ticket.on-site", "ticket.water-off",
            "ticket.repaired", "ticket.confirmed", "ticket.not-repaired", "ticket.cannot-repair", "ticket.closed", "ticket.rated"], "r.kind = 'ticket.' || t.kind and r.body like '%\"ticket\":\"' || lower(cast(t.ticket_id as text)) || '\"%'"),
        new("entry_photos", ["entry.photo"], "r.riser_id = t.riser_id and r.household_id = t.household_id and r.body like '%\"sha256\":\"' || t.sha256 || '\"%'"),
        new("notice_versions", ["notice.first", "notice.amended", "notice.cancelled"], "r.kind = 'notice.' || lower(t.change)"),
    ];

    /// <inheritdoc />
    /// <remarks>Every night one is signed.</remarks>
    public TimeSpan? Unsigned { get; } = TimeSpan.FromDays(2);

    /// <inheritdoc />
    public Task<IReadOnlyList<Guid>> CommunitiesAsync(CancellationToken ct) => database.QueryAsync<Guid>("""
        select community_id from evidence_trees union select community_id from evidence_heads union select distinct community_id from evidence_records order by 1
        """, null, ct);

    /// <inheritdoc />
    public async IAsyncEnumerable<ArchivedLeaf> LeavesAsync(Guid communityId, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "select number, leaf, id, body, kind, household_id, riser_id, at from evidence_records where community_id = $1 order by number";
        command.CommandTimeout = 0;
        var parameter = command.CreateParameter();
        if (database.Dialect is Dialect.Sqlite) parameter.ParameterName = "$1";
        parameter.Value = communityId;
        command.Parameters.Add(parameter);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            yield return new ArchivedLeaf(row.GetInt64(0), row.GetFieldValue<byte[]>(1), new ArchivedRecord(row.GetGuid(2), Encoding.UTF8.GetBytes(row.GetString(3)),
                new ArchivedColumns(communityId, row.GetString(4), Id(row, 5), Id(row, 6), row.GetFieldValue<DateTimeOffset>(7))));
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<SignedHead>> HeadsAsync(Guid communityId, CancellationToken ct) => await Heads.OfAsync(database, communityId, ct);

    /// <inheritdoc />
    public async Task<(long Size, byte[] Root)> TreeAsync(Guid communityId, CancellationToken ct) =>
        await database.FirstAsync<Tree>("select community_id, size, root, linked_at from evidence_trees where community_id = @communityId", new { communityId }, ct)
            is { } tree ? (tree.Size, tree.Root) : (0, MerkleTree.Empty);

    /// <inheritdoc />
    public async Task<IReadOnlyList<Finding>> OwnFindingsAsync(CancellationToken ct)
    {
        var findings = new List<Finding>();
        await foreach (var (id, _) in FindAsync("select u.id, u.kind from evidence_unlinked u where exists (select 1 from evidence_records r where r.id = u.id) order by u.id", ct))
            findings.Add(new Finding($"record {id}", "was written a second time, under an id that had its number already"));
        foreach (var table in Proven)
        {
            await foreach (var (id, _) in FindAsync(table.WithoutRecord, ct))
                findings.Add(new Finding($"row {id} of {table.Name}", "has no record that says the same"));
        }

        await foreach (var (id, kind) in FindAsync($"""
            select e.id, e.kind from evidence e where case {string.Concat(Proven.Select(t => t.HasRow))} else 1 end = 0 order by e.id limit {Most}
            """, ct))
            findings.Add(new Finding($"record {id}", $"proves a row of {Proven.First(t => t.Kinds.Contains(kind)).Name} that is not there"));
        return findings;
    }

    // Reads as long as it takes: each goes once through a whole table.
    private async IAsyncEnumerable<(Guid Id, string Kind)> FindAsync(string sql, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) yield return (row.GetGuid(0), row.GetString(1));
    }

    private static Guid? Id(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private sealed record ProvenTable(string Name, string[] Kinds, string Same, string Key = "id")
    {
        private string In => $"in ({string.Join(", ", Kinds.Select(k => $"'{k}'"))})";

        public string WithoutRecord => $"""
            select t.{Key}, '' from {Name} t where t.{Key} is not null
               and not exists (select 1 from evidence_records r where r.id = t.{Key} and r.kind {In} and ({Same}))
               and not exists (select 1 from evidence_unlinked r where r.id = t.{Key} and r.kind {In} and ({Same}))
             limit {Most}
            """;

        public string HasRow => $"when e.kind {In} then case when exists (select 1 from {Name} t where t.{Key} = e.id) then 1 else 0 end ";
    }
}
