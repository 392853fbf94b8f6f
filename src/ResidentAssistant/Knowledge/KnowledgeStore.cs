using System.Data.Common;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Knowledge;

/// <summary>What colleagues wrote and approved. Rows are only ever added, and each change moves the one version that every node reads.</summary>
internal sealed class KnowledgeStore(Database database, TimeProvider clock)
{
    private const string Move = "update knowledge_bank set version = version + 1 where id = 1";

    /// <summary>Where the bank stands: one short row.</summary>
    public async Task<BankMark> MarkAsync(CancellationToken ct) => (await database.FirstAsync<BankMark>("select version, reload from knowledge_bank where id = 1", null, ct))!;

    /// <summary>Tells every node to read its files again.</summary>
    public Task<int> AskToReloadAsync(CancellationToken ct) => database.ExecuteAsync("update knowledge_bank set reload = reload + 1 where id = 1", null, ct);

    /// <summary>The newest text of every answer that was edited.</summary>
    public Task<IReadOnlyList<TextRow>> NewestTextsAsync(CancellationToken ct) => database.QueryAsync<TextRow>("""
        select entry_id, version, body, based_on, author_name, written_at from knowledge_texts t
         where version = (select max(version) from knowledge_texts n where n.entry_id = t.entry_id)
        """, null, ct);

    /// <summary>Every text of an answer, newest first.</summary>
    public Task<IReadOnlyList<TextRow>> TextsAsync(string entryId, CancellationToken ct) => database.QueryAsync<TextRow>(
        "select entry_id, version, body, based_on, author_name, written_at from knowledge_texts where entry_id = @entryId order by version desc", new { entryId }, ct);

    /// <summary>Every act of approval, oldest first; the texts are left out.</summary>
    public Task<IReadOnlyList<ApprovalRow>> ApprovalsAsync(CancellationToken ct) =>
        database.QueryAsync<ApprovalRow>("select entry_id, hash, act, staff_name, at from knowledge_approvals order by at, id", null, ct);

    /// <summary>The text that was approved under a hash, or null.</summary>
    public Task<string?> ApprovedTextAsync(string hash, CancellationToken ct) =>
        database.FirstAsync<string>("select body from knowledge_approvals where hash = @hash order by at limit 1", new { hash }, ct);

    /// <summary>Writes a new text down; refused when a colleague has written one since <paramref name="seen"/>.</summary>
    public async Task WriteAsync(string entryId, int seen, string body, string? basedOn, CurrentStaff author, CancellationToken ct)
    {
        var newest = await database.FirstAsync<int?>("select max(version) from knowledge_texts where entry_id = @entryId", new { entryId }, ct) ?? 0;
        if (newest != seen) throw ChangedSince();
        var now = clock.GetUtcNow();
        try
        {
            await database.RunAsync(new Batch().Add("""
                insert into knowledge_texts (id, entry_id, version, body, based_on, author_id, author_name, written_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
                """, Guid.CreateVersion7(now), entryId, seen + 1, body, Null.Or(basedOn), author.Id, author.Name, now).Add(Move), ct);
        }
        catch (DbException fault) when (database.Dialect.TableOfDuplicate(fault) == "knowledge_texts")
        {
            throw ChangedSince();
        }
    }

    /// <summary>Writes down that a person approves exactly this text, or takes the approval back.</summary>
    public Task<int[]> ApproveAsync(string entryId, string hash, string body, bool approved, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return database.RunAsync(new Batch().Add("""
            insert into knowledge_approvals (id, entry_id, hash, act, body, staff_id, staff_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8)
            """, Guid.CreateVersion7(now), entryId, hash, approved ? "approved" : "withdrawn", body, staff.Id, staff.Name, now).Add(Move), ct);
    }

    private static RefusedException ChangedSince() => new("ChangedSince", "刚才有同事改过这条答案，请看过新的内容再改。", StatusCodes.Status409Conflict);
}

/// <summary>Where the bank stands.</summary>
internal sealed record BankMark
{
    /// <summary>Moves with every text and approval.</summary>
    public required long Version { get; init; }

    /// <summary>Moves when the files are to be read again.</summary>
    public required long Reload { get; init; }
}

/// <summary>A text written in the console.</summary>
internal sealed record TextRow
{
    /// <summary>Answer.</summary>
    public required string EntryId { get; init; }

    /// <summary>Version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The answer as its file would be.</summary>
    public required string Body { get; init; }

    /// <summary>Hash of the text it was made from.</summary>
    public string? BasedOn { get; init; }

    /// <summary>Who wrote it.</summary>
    public required string AuthorName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset WrittenAt { get; init; }
}

/// <summary>An act of approval.</summary>
internal sealed record ApprovalRow
{
    /// <summary>Answer.</summary>
    public required string EntryId { get; init; }

    /// <summary>Hash of the text.</summary>
    public required string Hash { get; init; }

    /// <summary><c>approved</c> or <c>withdrawn</c>.</summary>
    public required string Act { get; init; }

    /// <summary>Who.</summary>
    public required string StaffName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
