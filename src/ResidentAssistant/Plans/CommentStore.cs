using ResidentAssistant.Conversations;
using ResidentAssistant.Evidence;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Plans;

/// <summary>What residents say about plans. Words and answers are sealed; the desk shows only that somebody waits.</summary>
internal sealed class CommentStore(Database database, EvidenceLog evidence, KeyRing keys, TimeProvider clock)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Longest comment, in characters.</summary>
    public const int Longest = 1000;

    private const string DeskTitle = "有人对施工方案提了意见，请看一看";
    private const string Columns = """
        select p.id, p.reference, p.community_id, m.name as community, v.number, p.conversation_id, p.household_id, h.label as household, p.words, p.state, p.made_at,
               p.answer, p.answered_by_name, p.answered_at, p.shown
          from plan_comments p join plan_versions v on v.id = p.version_id join communities m on m.id = p.community_id left join households h on h.id = p.household_id
        """;

    private readonly Sealer sealer = keys.For("plan.comment");

    /// <summary>Notes a comment with the turn and gives back its reference; null when the same words wait in this conversation already.</summary>
    public async Task<string?> NoteAsync(Turn turn, PlanVersion version, string words, CancellationToken ct)
    {
        var transaction = await turn.TransactionAsync(ct);
        var conversation = turn.Conversation;
        var waiting = await transaction.FirstAsync<long>($"""
            select count(*) from plan_comments where conversation_id = @id and state = 'open' and {database.Dialect.In("words_hash", "hashes")}
            """, new { id = conversation.Id, hashes = keys.HashesOf("plan.comment", words).ToArray() }, ct);
        if (waiting > 0) return null;
        var reference = await References.NextAsync(transaction, 'P', ct);
        Add(turn.Writes, version, words, reference, conversation.Id, conversation.HouseholdId, conversation.Channel, turn.Now);
        return reference;
    }

    /// <summary>Notes a comment that was written on the plan's page.</summary>
    public async Task<string> NoteAsync(PlanVersion version, string words, CancellationToken ct)
    {
        await using var transaction = await database.BeginAsync(ct);
        var reference = await References.NextAsync(transaction, 'P', ct);
        var writes = new Batch();
        Add(writes, version, words, reference, null, null, "page", clock.GetUtcNow());
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return reference;
    }

    /// <summary>Comments in scope: the open ones oldest first, or the others newest first; at most one more than <see cref="PageSize"/>.</summary>
    public async Task<IReadOnlyList<PlanComment>> ListAsync(StaffScope scope, bool open, CancellationToken ct) =>
        [.. (await database.QueryAsync<Row>($"""
            {Columns}
             where p.state {(open ? "=" : "<>")} 'open' and {scope.Condition(database.Dialect, "p.community_id")}
             order by {(open ? "p.made_at" : "p.answered_at desc")} limit {PageSize + 1}
            """, new { communities = scope.Communities }, ct)).Select(Opened)];

    /// <summary>A comment in scope, or null.</summary>
    public async Task<PlanComment?> FindAsync(Guid id, StaffScope scope, CancellationToken ct) =>
        await database.FirstAsync<Row>($"{Columns} where p.id = @id and {scope.Condition(database.Dialect, "p.community_id")}", new { id, communities = scope.Communities }, ct) is { } row
            ? Opened(row) : null;

    /// <summary>What the page shows of the comments on a community's plan, newest first; at most 100.</summary>
    public Task<IReadOnlyList<ShownComment>> ShownAsync(Guid communityId, CancellationToken ct) => database.QueryAsync<ShownComment>("""
        select p.shown, p.shown_answer, v.number, p.answered_at from plan_comments p join plan_versions v on v.id = p.version_id
         where p.community_id = @communityId and p.shown is not null and p.shown_answer is not null order by p.answered_at desc limit 100
        """, new { communityId }, ct);

    /// <summary>Marks a comment as answered, or as closed when null; the desk's item goes with it. False when a colleague was first.</summary>
    public async Task<bool> FinishAsync(PlanComment comment, CommentAnswer? given, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        var done = await transaction.ExecuteAsync("""
            update plan_comments set state = @state, answer = @sealed, answered_by = @staffId, answered_by_name = @staffName, answered_at = @now, shown = @Shown, shown_answer = @ShownAnswer, replied_at = @replied
             where id = @Id and state = 'open'
            """, new
        {
            comment.Id, state = given is null ? "closed" : "answered", @sealed = given is null ? null : sealer.SealText(given.Words), staffId = staff.Id, staffName = staff.Name, now,
            given?.Shown, given?.ShownAnswer, replied = given is null || comment.ConversationId is null ? now : (DateTimeOffset?)null,
        }, ct) == 1;
        if (done)
        {
            var writes = new Batch();
            evidence.Add(writes, Finished(comment, given, staff, now));
            await transaction.RunAsync(writes, ct);
            await transaction.ExecuteAsync("""
                update desk_items set seen_at = coalesce(seen_at, @now), seen_by = coalesce(seen_by, @staffId), done_at = @now, done_by = @staffId
                 where done_at is null and id = (select desk_item from plan_comments where id = @Id)
                """, new { comment.Id, now, staffId = staff.Id }, ct);
        }

        await transaction.CommitAsync(ct);
        return done;
    }

    /// <summary>Comments whose answer was written down before then and has not been said in their conversation; at most fifty.</summary>
    public async Task<IReadOnlyList<PlanComment>> ToReplyAsync(DateTimeOffset before, CancellationToken ct) =>
        [.. (await database.QueryAsync<Row>($"{Columns} where p.state = 'answered' and p.replied_at is null and p.answered_at < @before order by p.answered_at limit 50", new { before }, ct)).Select(Opened)];

    /// <summary>Remembers that an answer was said.</summary>
    public Task<int> RepliedAsync(Guid id, CancellationToken ct) =>
        database.ExecuteAsync("update plan_comments set replied_at = @now where id = @id and replied_at is null", new { id, now = clock.GetUtcNow() }, ct);

    /// <summary>Conversations in which somebody commented and has not been told of the newest version; at most fifty.</summary>
    public Task<IReadOnlyList<ToTell>> ToTellAsync(CancellationToken ct) => database.QueryAsync<ToTell>("""
        select distinct p.conversation_id, v.id as version_id, v.number
          from plan_versions v join plan_comments p on p.community_id = v.community_id and p.told_number < v.number
         where p.conversation_id is not null and v.number > 1
           and not exists (select 1 from plan_versions n where n.community_id = v.community_id and n.number > v.number)
         limit 50
        """, null, ct);

    /// <summary>Remembers that a conversation has been told.</summary>
    public Task<int> ToldAsync(ToTell told, CancellationToken ct) => database.ExecuteAsync(
        "update plan_comments set told_number = @Number where conversation_id = @ConversationId and told_number < @Number", new { told.Number, told.ConversationId }, ct);

    private void Add(Batch writes, PlanVersion version, string words, string reference, Guid? conversationId, Guid? householdId, string channel, DateTimeOffset now)
    {
        var item = Desk.Add(writes, "question", urgent: false, version.CommunityId, conversationId, DeskTitle, reference, now);
        var id = Guid.CreateVersion7(now);
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = version.CommunityId, Kind = "plan.comment", HouseholdId = householdId, At = now,
            Fields = new Dictionary<string, object?> { ["reference"] = reference, ["version"] = version.Id, ["channel"] = channel, ["conversation"] = conversationId },
            Personal = new Dictionary<string, string> { ["words"] = words },
        });
        writes.Add("""
            insert into plan_comments (id, reference, community_id, version_id, conversation_id, household_id, channel, words, words_hash, made_at, state, desk_item, told_number)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12)
            """, id, reference, version.CommunityId, version.Id, Null.Or(conversationId), Null.Or(householdId), channel, sealer.SealText(words),
            keys.HashOf("plan.comment", words), now, item, version.Number);
    }

    private static EvidenceRecord Finished(PlanComment comment, CommentAnswer? given, CurrentStaff staff, DateTimeOffset now)
    {
        var words = new Dictionary<string, string>();
        if (given is not null) words["answer"] = given.Words;
        if (given is { Shown: { } shown, ShownAnswer: { } answer }) (words["shown"], words["shownAnswer"]) = (shown, answer);
        return new EvidenceRecord
        {
            Id = Guid.CreateVersion7(now), CommunityId = comment.CommunityId, Kind = given is null ? "plan.closed" : "plan.answered", HouseholdId = comment.HouseholdId, At = now,
            Fields = new Dictionary<string, object?> { ["comment"] = comment.Id, ["reference"] = comment.Reference, ["shown"] = given?.Shown is not null, ["staff"] = staff.Id }, Personal = words,
        };
    }

    private PlanComment Opened(Row row) => new(row.Id, row.Reference, sealer.OpenText(row.Words), row.Answer is null ? null : sealer.OpenText(row.Answer))
    {
        CommunityId = row.CommunityId, Community = row.Community, Number = row.Number, ConversationId = row.ConversationId, HouseholdId = row.HouseholdId, Household = row.Household,
        State = row.State, MadeAt = row.MadeAt, AnsweredByName = row.AnsweredByName, AnsweredAt = row.AnsweredAt, Shown = row.Shown,
    };

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required string Reference { get; init; }

        public required Guid CommunityId { get; init; }

        public required string Community { get; init; }

        public required int Number { get; init; }

        public Guid? ConversationId { get; init; }

        public Guid? HouseholdId { get; init; }

        public string? Household { get; init; }

        public required byte[] Words { get; init; }

        public required string State { get; init; }

        public required DateTimeOffset MadeAt { get; init; }

        public byte[]? Answer { get; init; }

        public string? AnsweredByName { get; init; }

        public DateTimeOffset? AnsweredAt { get; init; }

        public string? Shown { get; init; }
    }
}

/// <summary>What a colleague answers to a comment.</summary>
/// <param name="Words">The answer to the person; on the page where the comment was written there.</param>
/// <param name="Shown">How the page puts the comment; null: the page does not.</param>
/// <param name="ShownAnswer">How the page puts the answer.</param>
internal sealed record CommentAnswer(string Words, string? Shown, string? ShownAnswer);

/// <summary>A conversation that must hear of a new version.</summary>
internal sealed record ToTell
{
    /// <summary>Conversation.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>The newest version.</summary>
    public required Guid VersionId { get; init; }

    /// <summary>Its number.</summary>
    public required int Number { get; init; }
}
