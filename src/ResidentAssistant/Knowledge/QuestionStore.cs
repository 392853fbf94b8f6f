using ResidentAssistant.Conversations;
using ResidentAssistant.Language;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Knowledge;

/// <summary>What residents asked and no approved answer said. Words and replies are sealed; the desk shows only that somebody waits.</summary>
internal sealed class QuestionStore(Database database, KeyRing keys, TimeProvider clock)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 50;

    private const string DeskTitle = "住户问的事还没有答案，请答复";
    private const string Columns = """
        q.id, q.reference, q.community_id, q.household_id, q.conversation_id, q.words, q.intent, q.reason, q.entry_id, q.state, q.asked_at, q.desk_item,
               q.answer, q.answered_by_name, q.answered_at, q.kept_as, h.label as household, m.name as community, c.person_id
          from questions q left join households h on h.id = q.household_id left join communities m on m.id = q.community_id left join conversations c on c.id = q.conversation_id
        """;

    private readonly Sealer sealer = keys.For("question");

    /// <summary>Notes a question with the turn; null when the same words wait in this conversation already.</summary>
    public async Task<string?> NoteAsync(Turn turn, string words, string? intent, string reason, string? entryId, CancellationToken ct)
    {
        var transaction = await turn.TransactionAsync(ct);
        var (conversation, normal) = (turn.Conversation, Normal.Of(words).Replace("?", "", StringComparison.Ordinal));
        var waiting = await transaction.FirstAsync<long>($"""
            select count(*) from questions where conversation_id = @id and state = 'open' and {database.Dialect.In("words_hash", "hashes")}
            """, new { id = conversation.Id, hashes = keys.HashesOf("question", normal).ToArray() }, ct);
        if (waiting > 0) return null;
        var reference = await References.NextAsync(transaction, 'W', ct);
        var item = await transaction.FirstAsync<Guid?>("""
            select id from desk_items where conversation_id = @id and kind = 'question' and title = @DeskTitle and done_at is null limit 1
            """, new { id = conversation.Id, DeskTitle }, ct)
            ?? Desk.Add(turn.Writes, "question", urgent: false, conversation.CommunityId, conversation.Id, DeskTitle, reference, turn.Now);
        turn.Writes.Add("""
            insert into questions (id, reference, community_id, household_id, conversation_id, turn, words, words_hash, intent, reason, entry_id, state, asked_at, desk_item)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', $12, $13)
            """, Guid.CreateVersion7(turn.Now), reference, Null.Or(conversation.CommunityId), Null.Or(conversation.HouseholdId), conversation.Id, turn.Number, sealer.SealText(words),
            keys.HashOf("question", normal), Null.Or(intent), reason, Null.Or(entryId), turn.Now, item);
        return reference;
    }

    /// <summary>Questions in scope: the open ones oldest first, or the others newest first; at most one more than <see cref="PageSize"/>. Words are opened: write down who reads them.</summary>
    public async Task<IReadOnlyList<Question>> ListAsync(StaffScope scope, bool open, CancellationToken ct)
    {
        var rows = await database.QueryAsync<Row>($"""
            select {Columns}
             where q.state {(open ? "=" : "<>")} 'open' and {scope.Condition(database.Dialect, "q.community_id")}
             order by {(open ? "q.asked_at" : "q.answered_at desc")} limit {PageSize + 1}
            """, new { communities = scope.Communities }, ct);
        return [.. rows.Select(Opened)];
    }

    /// <summary>How many wait in scope.</summary>
    public Task<long> OpenCountAsync(StaffScope scope, CancellationToken ct) => database.FirstAsync<long>(
        $"select count(*) from questions q where q.state = 'open' and {scope.Condition(database.Dialect, "q.community_id")}", new { communities = scope.Communities }, ct);

    /// <summary>A question in scope, or null.</summary>
    public async Task<Question?> FindAsync(Guid id, StaffScope scope, CancellationToken ct) =>
        await database.FirstAsync<Row>($"select {Columns} where q.id = @id and {scope.Condition(database.Dialect, "q.community_id")}", new { id, communities = scope.Communities }, ct) is { } row
            ? Opened(row) : null;

    /// <summary>Marks a question as answered with these words, or as closed without a reply when null; the desk's item goes when none of the conversation waits. False when a colleague was first.</summary>
    public async Task<bool> FinishAsync(Question question, string? answer, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        var done = await transaction.ExecuteAsync("""
            update questions set state = @state, answer = @answer, answered_by = @staffId, answered_by_name = @staffName, answered_at = @now where id = @Id and state = 'open'
            """, new { question.Id, state = answer is null ? "closed" : "answered", answer = answer is null ? null : sealer.SealText(answer), staffId = staff.Id, staffName = staff.Name, now }, ct) == 1;
        if (done && question.DeskItem is { } item)
            await transaction.ExecuteAsync("""
                update desk_items set seen_at = coalesce(seen_at, @now), seen_by = coalesce(seen_by, @staffId), done_at = @now, done_by = @staffId
                 where id = @item and done_at is null and not exists (select 1 from questions where desk_item = @item and state = 'open')
                """, new { item, now, staffId = staff.Id }, ct);
        await transaction.CommitAsync(ct);
        return done;
    }

    /// <summary>Remembers which answer was made of a question.</summary>
    public Task<int> KeptAsync(Guid id, string entryId, CancellationToken ct) =>
        database.ExecuteAsync("update questions set kept_as = @entryId where id = @id and kept_as is null", new { id, entryId }, ct);

    private Question Opened(Row row) => new(row.Id, row.Reference, sealer.OpenText(row.Words), row.Answer is null ? null : sealer.OpenText(row.Answer))
    {
        CommunityId = row.CommunityId, HouseholdId = row.HouseholdId, PersonId = row.PersonId, ConversationId = row.ConversationId, Intent = row.Intent, Reason = row.Reason,
        EntryId = row.EntryId, State = row.State, AskedAt = row.AskedAt, DeskItem = row.DeskItem, AnsweredBy = row.AnsweredByName, AnsweredAt = row.AnsweredAt,
        KeptAs = row.KeptAs, Household = row.Household, Community = row.Community,
    };

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required string Reference { get; init; }

        public Guid? CommunityId { get; init; }

        public Guid? HouseholdId { get; init; }

        public Guid? PersonId { get; init; }

        public required Guid ConversationId { get; init; }

        public required byte[] Words { get; init; }

        public string? Intent { get; init; }

        public required string Reason { get; init; }

        public string? EntryId { get; init; }

        public required string State { get; init; }

        public required DateTimeOffset AskedAt { get; init; }

        public Guid? DeskItem { get; init; }

        public byte[]? Answer { get; init; }

        public string? AnsweredByName { get; init; }

        public DateTimeOffset? AnsweredAt { get; init; }

        public string? KeptAs { get; init; }

        public string? Household { get; init; }

        public string? Community { get; init; }
    }
}
