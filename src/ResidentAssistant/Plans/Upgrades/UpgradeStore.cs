using ResidentAssistant.Conversations;
using ResidentAssistant.Evidence;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Plans.Upgrades;

/// <summary>Wishes above the standard and their steps. Rows are only ever added; words are sealed.</summary>
internal sealed class UpgradeStore(Database database, KeyRing keys, EvidenceLog evidence)
{
    /// <summary>Most wishes on the page.</summary>
    public const int PageSize = 300;

    /// <summary>Longest wish, in characters.</summary>
    public const int Longest = 600;

    private const string Secret = "upgrade";
    private const string Columns = """
        select u.id, u.reference, u.community_id, u.household_id, h.label as household, u.proven, u.conversation_id, u.spoken, u.words, u.made_at
          from upgrades u join households h on h.id = u.household_id
        """;
    private const string StepColumns = "select s.id, s.upgrade_id, s.number, s.kind, s.amount_fen, s.day, s.receipt, s.early, s.words, s.staff_id, s.staff_name, s.conversation_id, s.at from upgrade_steps s";

    private readonly Sealer sealer = keys.For(Secret);

    private IReads Reads { get; init; } = database;

    /// <summary>The same, read on a transaction where one is open.</summary>
    public UpgradeStore On(Transaction? open) => open is null ? this : new UpgradeStore(database, keys, evidence) { Reads = open };

    /// <summary>Notes a wish with the turn; the same words that wait already give the reference of then, and <c>true</c>.</summary>
    public async Task<(string Reference, bool Known)> AskAsync(Turn turn, Guid householdId, bool proven, string words, CancellationToken ct)
    {
        var transaction = await turn.TransactionAsync(ct);
        var known = await transaction.FirstAsync<string?>($"""
            select u.reference from upgrades u where u.household_id = @householdId and u.proven = @proven and {database.Dialect.In("u.words_hash", "hashes")}
               and not exists (select 1 from upgrade_steps s where s.upgrade_id = u.id and s.kind in ('declined', 'released', 'closed')) order by u.made_at desc limit 1
            """, new { householdId, proven, hashes = keys.HashesOf(Secret, words).ToArray() }, ct);
        if (known is not null) return (known, true);
        var id = Guid.CreateVersion7(turn.Now);
        var reference = await References.NextAsync(transaction, 'U', ct);
        var spoken = turn.Message?.Spoken?.Mark;
        var conversation = turn.Conversation;
        turn.Writes.Add("""
            insert into upgrades (id, reference, community_id, household_id, proven, conversation_id, channel, spoken, words, words_hash, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, id, reference, conversation.CommunityId, householdId, proven, conversation.Id, conversation.Channel, Null.Or(spoken), sealer.SealText(words), keys.HashOf(Secret, words), turn.Now);
        evidence.Add(turn.Writes, new EvidenceRecord
        {
            Id = id, CommunityId = conversation.CommunityId ?? Guid.Empty, Kind = "upgrade.requested", HouseholdId = householdId, At = turn.Now,
            Fields = new Dictionary<string, object?> { ["channel"] = conversation.Channel, ["conversation"] = conversation.Id, ["proven"] = proven, ["reference"] = reference, ["spoken"] = spoken, ["turn"] = turn.Number },
            Personal = new Dictionary<string, string> { ["words"] = words },
        });
        Desk.Add(turn.Writes, "question", urgent: false, conversation.CommunityId, conversation.Id, proven ? "有住户想比标准做得更好，请安排设计" : "有人想比标准做得更好，还没核实是哪一户，请核对", reference, turn.Now);
        return (reference, false);
    }

    /// <summary>Adds a step after the one that was seen; false when another came first. Its evidence goes into <paramref name="writes"/>.</summary>
    public async Task<bool> AddAsync(Transaction transaction, Batch writes, Upgrade upgrade, UpgradeStep step, IReadOnlyList<string> hashes, CancellationToken ct)
    {
        var added = await transaction.ExecuteAsync("""
            insert into upgrade_steps (id, upgrade_id, number, kind, amount_fen, day, receipt, early, words, staff_id, staff_name, conversation_id, at)
            values (@Id, @UpgradeId, @Number, @Kind, @AmountFen, @Day, @Receipt, @Early, @words, @StaffId, @StaffName, @ConversationId, @At)
            on conflict (upgrade_id, number) do nothing
            """, new
        {
            step.Id, UpgradeId = upgrade.Id, step.Number, step.Kind, step.AmountFen, step.Day, step.Receipt, step.Early, words = step.Words.Length == 0 ? null : sealer.SealText(step.Words), step.StaffId, step.StaffName,
            step.ConversationId, step.At,
        }, ct) == 1;
        if (!added) return false;
        var fields = new Dictionary<string, object?>
        {
            ["amount-fen"] = step.AmountFen, ["day"] = step.Day, ["early"] = step.Early, ["files"] = hashes.ToList(), ["number"] = (long)step.Number, ["receipt"] = step.Receipt, ["reference"] = upgrade.Reference,
            ["staff"] = step.StaffId, ["conversation"] = step.ConversationId, ["upgrade"] = upgrade.Id,
        };
        var personal = new Dictionary<string, string>();
        if (step.Words.Length > 0) personal["words"] = step.Words;
        if (step.StaffName is { } name) personal["staff-name"] = name;
        evidence.Add(writes, new EvidenceRecord { Id = step.Id, CommunityId = upgrade.CommunityId, Kind = $"upgrade.{step.Kind}", HouseholdId = upgrade.HouseholdId, At = step.At, Fields = fields, Personal = personal });
        return true;
    }

    /// <summary>Wishes in scope, newest first; at most <see cref="PageSize"/>.</summary>
    public async Task<IReadOnlyList<Upgrade>> ListAsync(StaffScope scope, CancellationToken ct)
    {
        var rows = await Reads.QueryAsync<Row>($"{Columns} where {scope.Condition(database.Dialect, "u.community_id")} order by u.made_at desc, u.id desc limit {PageSize}", new { communities = scope.Communities }, ct);
        var steps = await Reads.QueryAsync<StepRow>($"""
            {StepColumns} where s.upgrade_id in (select u.id from upgrades u where {scope.Condition(database.Dialect, "u.community_id")} order by u.made_at desc, u.id desc limit {PageSize}) order by s.number
            """, new { communities = scope.Communities }, ct);
        var byUpgrade = steps.ToLookup(s => s.UpgradeId);
        return [.. rows.Select(r => Opened(r, byUpgrade[r.Id]))];
    }

    /// <summary>Wishes said in a conversation, in scope, newest first; at most twenty.</summary>
    public async Task<IReadOnlyList<Upgrade>> InAsync(Guid conversationId, StaffScope scope, CancellationToken ct)
    {
        var found = new List<Upgrade>();
        foreach (var row in await Reads.QueryAsync<Row>($"{Columns} where u.conversation_id = @conversationId and {scope.Condition(database.Dialect, "u.community_id")} order by u.made_at desc limit 20", new { conversationId, communities = scope.Communities }, ct))
            found.Add(await WithStepsAsync(row, ct));
        return found;
    }

    /// <summary>A wish in scope, or null.</summary>
    public async Task<Upgrade?> FindAsync(Guid id, StaffScope scope, CancellationToken ct) =>
        await Reads.FirstAsync<Row>($"{Columns} where u.id = @id and {scope.Condition(database.Dialect, "u.community_id")}", new { id, communities = scope.Communities }, ct) is { } row ? await WithStepsAsync(row, ct) : null;

    /// <summary>The wish of a household that it is told of: the one whose price waits, else the newest; null when it has none.</summary>
    public async Task<Upgrade?> OfAsync(Guid householdId, CancellationToken ct)
    {
        var all = new List<Upgrade>();
        foreach (var row in await Reads.QueryAsync<Row>($"{Columns} where u.household_id = @householdId order by u.made_at desc limit 20", new { householdId }, ct)) all.Add(await WithStepsAsync(row, ct));
        // A claim that nobody confirmed may be a stranger's.
        return all.FirstOrDefault(u => u.State == UpgradeState.Quoted) ?? all.FirstOrDefault(u => u.State != UpgradeState.Claimed);
    }

    /// <summary>A wish by its id, without anybody's scope: for what the program tells the household itself.</summary>
    public async Task<Upgrade> OneAsync(Guid id, CancellationToken ct) => await WithStepsAsync((await Reads.FirstAsync<Row>($"{Columns} where u.id = @id", new { id }, ct))!, ct);

    private async Task<Upgrade> WithStepsAsync(Row row, CancellationToken ct) => Opened(row, await Reads.QueryAsync<StepRow>($"{StepColumns} where s.upgrade_id = @Id order by s.number", new { row.Id }, ct));

    private Upgrade Opened(Row row, IEnumerable<StepRow> steps) => new()
    {
        Id = row.Id, Reference = row.Reference, CommunityId = row.CommunityId, HouseholdId = row.HouseholdId, Household = row.Household, Proven = row.Proven, ConversationId = row.ConversationId,
        Spoken = row.Spoken, Words = sealer.OpenWords(row.Words), MadeAt = row.MadeAt,
        Steps = [.. steps.Select(s => new UpgradeStep
        {
            Id = s.Id, Number = s.Number, Kind = s.Kind, AmountFen = s.AmountFen, Day = s.Day, Receipt = s.Receipt, Early = s.Early, Words = s.Words is null ? "" : sealer.OpenWords(s.Words),
            StaffId = s.StaffId, StaffName = s.StaffName, ConversationId = s.ConversationId, At = s.At,
        })],
    };

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required string Reference { get; init; }

        public required Guid CommunityId { get; init; }

        public required Guid HouseholdId { get; init; }

        public required string Household { get; init; }

        public required bool Proven { get; init; }

        public required Guid ConversationId { get; init; }

        public string? Spoken { get; init; }

        public required byte[] Words { get; init; }

        public required DateTimeOffset MadeAt { get; init; }
    }

    private sealed record StepRow
    {
        public required Guid Id { get; init; }

        public required Guid UpgradeId { get; init; }

        public required int Number { get; init; }

        public required string Kind { get; init; }

        public long? AmountFen { get; init; }

        public DateOnly? Day { get; init; }

        public string? Receipt { get; init; }

        public required bool Early { get; init; }

        public byte[]? Words { get; init; }

        public Guid? StaffId { get; init; }

        public string? StaffName { get; init; }

        public Guid? ConversationId { get; init; }

        public required DateTimeOffset At { get; init; }
    }
}
