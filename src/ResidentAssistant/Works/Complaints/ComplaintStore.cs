using ResidentAssistant.Evidence;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Complaints;

/// <summary>Complaints and their steps. Rows are only ever added; words are sealed.</summary>
internal sealed class ComplaintStore(Database database, KeyRing keys, EvidenceLog evidence)
{
    /// <summary>Most complaints on the page.</summary>
    public const int PageSize = 300;

    /// <summary>Longest complaint and longest answer, in characters.</summary>
    public const int Longest = 600;

    private const string Community = "coalesce(c.community_id, p.community_id)";
    private const string Columns = """
        select c.id, c.reference, coalesce(c.community_id, p.community_id) as community_id, coalesce(c.household_id, p.household_id) as household_id, h.label as household,
               c.proven, c.conversation_id, c.spoken, c.words, c.party, c.party_name, c.due_on, c.made_at
          from complaints c left join complaint_steps p on p.complaint_id = c.id and p.kind = 'placed'
          left join households h on h.id = coalesce(c.household_id, p.household_id)
        """;
    private const string StepColumns = "select s.id, s.complaint_id, s.number, s.kind, s.party, s.party_name, s.due_on, s.words, s.staff_id, s.staff_name, s.conversation_id, s.at from complaint_steps s";

    private readonly Sealer sealer = keys.For("complaint");

    private IReads Reads { get; init; } = database;

    /// <summary>The same, read on a transaction where one is open.</summary>
    public ComplaintStore On(Transaction? open) => open is null ? this : new ComplaintStore(database, keys, evidence) { Reads = open };

    /// <summary>Writes a new complaint; its evidence goes into <paramref name="writes"/>.</summary>
    public async Task AddAsync(Transaction transaction, Batch writes, Complaint complaint, string channel, int turn, CancellationToken ct)
    {
        await transaction.ExecuteAsync("""
            insert into complaints (id, reference, community_id, household_id, proven, conversation_id, channel, spoken, words, party, party_name, due_on, made_at)
            values (@Id, @Reference, @CommunityId, @HouseholdId, @Proven, @ConversationId, @channel, @Spoken, @words, @Kind, @Name, @FirstDue, @MadeAt)
            """, new
        {
            complaint.Id, complaint.Reference, complaint.CommunityId, complaint.HouseholdId, complaint.Proven, complaint.ConversationId, channel, complaint.Spoken, words = sealer.SealText(complaint.Words),
            complaint.FirstParty.Kind, complaint.FirstParty.Name, complaint.FirstDue, complaint.MadeAt,
        }, ct);
        evidence.Add(writes, new EvidenceRecord
        {
            Id = complaint.Id, CommunityId = complaint.CommunityId ?? Guid.Empty, Kind = "complaint.made", HouseholdId = complaint.HouseholdId, At = complaint.MadeAt,
            Fields = new Dictionary<string, object?>
            {
                ["channel"] = channel, ["conversation"] = complaint.ConversationId, ["due"] = complaint.FirstDue, ["party"] = complaint.FirstParty.Kind, ["proven"] = complaint.Proven, ["reference"] = complaint.Reference,
                ["spoken"] = complaint.Spoken, ["turn"] = (long)turn,
            },
            Personal = new Dictionary<string, string> { ["words"] = complaint.Words },
        });
    }

    /// <summary>Adds a step after the one that was seen; false when another came first. Its evidence goes into <paramref name="writes"/>.</summary>
    public async Task<bool> AddAsync(Transaction transaction, Batch writes, Complaint complaint, ComplaintStep step, CancellationToken ct)
    {
        var added = await transaction.ExecuteAsync("""
            insert into complaint_steps (id, complaint_id, number, kind, community_id, household_id, party, party_name, due_on, words, staff_id, staff_name, conversation_id, at)
            values (@Id, @ComplaintId, @Number, @Kind, @CommunityId, @HouseholdId, @Party, @Name, @Due, @words, @StaffId, @StaffName, @ConversationId, @At)
            on conflict (complaint_id, number) do nothing
            """, new
        {
            step.Id, ComplaintId = complaint.Id, step.Number, step.Kind, step.CommunityId, step.HouseholdId, Party = step.Party?.Kind, step.Party?.Name, step.Due,
            words = step.Words.Length == 0 ? null : sealer.SealText(step.Words), step.StaffId, step.StaffName, step.ConversationId, step.At,
        }, ct) == 1;
        if (!added) return false;
        var personal = new Dictionary<string, string>();
        if (step.Words.Length > 0) personal["words"] = step.Words;
        if (step.StaffName is { } name) personal["staff-name"] = name;
        evidence.Add(writes, new EvidenceRecord
        {
            Id = step.Id, CommunityId = step.CommunityId ?? complaint.CommunityId ?? Guid.Empty, Kind = $"complaint.{step.Kind}", HouseholdId = step.HouseholdId ?? complaint.HouseholdId, At = step.At,
            Fields = new Dictionary<string, object?>
            {
                ["complaint"] = complaint.Id, ["conversation"] = step.ConversationId, ["due"] = step.Due, ["number"] = (long)step.Number, ["party"] = step.Party?.Kind, ["reference"] = complaint.Reference, ["staff"] = step.StaffId,
            },
            Personal = personal,
        });
        return true;
    }

    /// <summary>Complaints in scope, newest first; at most <see cref="PageSize"/>.</summary>
    public async Task<IReadOnlyList<Complaint>> ListAsync(StaffScope scope, CancellationToken ct) => await WithStepsAsync(await Reads.QueryAsync<Row>(
        $"{Columns} where {scope.Condition(database.Dialect, Community)} order by c.made_at desc, c.id desc limit {PageSize}", new { communities = scope.Communities }, ct), ct);

    /// <summary>Complaints said in a conversation, in scope, newest first; at most twenty.</summary>
    public async Task<IReadOnlyList<Complaint>> InAsync(Guid conversationId, StaffScope scope, CancellationToken ct) => await WithStepsAsync(await Reads.QueryAsync<Row>(
        $"{Columns} where c.conversation_id = @conversationId and {scope.Condition(database.Dialect, Community)} order by c.made_at desc, c.id desc limit 20", new { conversationId, communities = scope.Communities }, ct), ct);

    /// <summary>A complaint in scope, or null.</summary>
    public async Task<Complaint?> FindAsync(Guid id, StaffScope scope, CancellationToken ct) =>
        (await WithStepsAsync(await Reads.QueryAsync<Row>($"{Columns} where c.id = @id and {scope.Condition(database.Dialect, Community)}", new { id, communities = scope.Communities }, ct), ct)).SingleOrDefault();

    /// <summary>A complaint by its id, without anybody's scope: for what the program tells the resident itself.</summary>
    public async Task<Complaint> OneAsync(Guid id, CancellationToken ct) => (await WithStepsAsync(await Reads.QueryAsync<Row>($"{Columns} where c.id = @id", new { id }, ct), ct)).Single();

    /// <summary>What was complained of in a conversation, newest first; at most ten.</summary>
    public async Task<IReadOnlyList<Complaint>> OfAsync(Guid conversationId, CancellationToken ct) =>
        await WithStepsAsync(await Reads.QueryAsync<Row>($"{Columns} where c.conversation_id = @conversationId order by c.made_at desc, c.id desc limit 10", new { conversationId }, ct), ct);

    private async Task<IReadOnlyList<Complaint>> WithStepsAsync(IReadOnlyList<Row> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return [];
        var steps = (await Reads.QueryAsync<StepRow>($"{StepColumns} where {database.Dialect.In("s.complaint_id", "ids")} order by s.number", new { ids = rows.Select(r => r.Id).ToArray() }, ct)).ToLookup(s => s.ComplaintId);
        return [.. rows.Select(r => Opened(r, steps[r.Id]))];
    }

    private Complaint Opened(Row row, IEnumerable<StepRow> steps) => new()
    {
        Id = row.Id, Reference = row.Reference, CommunityId = row.CommunityId, HouseholdId = row.HouseholdId, Household = row.Household, Proven = row.Proven, ConversationId = row.ConversationId,
        Spoken = row.Spoken, Words = sealer.OpenWords(row.Words), FirstParty = new(row.Party, row.PartyName), FirstDue = row.DueOn, MadeAt = row.MadeAt,
        Steps = [.. steps.Select(s => new ComplaintStep
        {
            Id = s.Id, Number = s.Number, Kind = s.Kind, Party = s.Party is { } kind ? new(kind, s.PartyName) : null, Due = s.DueOn, Words = s.Words is null ? "" : sealer.OpenWords(s.Words),
            StaffId = s.StaffId, StaffName = s.StaffName, ConversationId = s.ConversationId, At = s.At,
        })],
    };

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required string Reference { get; init; }

        public Guid? CommunityId { get; init; }

        public Guid? HouseholdId { get; init; }

        public string? Household { get; init; }

        public required bool Proven { get; init; }

        public required Guid ConversationId { get; init; }

        public string? Spoken { get; init; }

        public required byte[] Words { get; init; }

        public required string Party { get; init; }

        public string? PartyName { get; init; }

        public DateOnly? DueOn { get; init; }

        public required DateTimeOffset MadeAt { get; init; }
    }

    private sealed record StepRow
    {
        public required Guid Id { get; init; }

        public required Guid ComplaintId { get; init; }

        public required int Number { get; init; }

        public required string Kind { get; init; }

        public string? Party { get; init; }

        public string? PartyName { get; init; }

        public DateOnly? DueOn { get; init; }

        public byte[]? Words { get; init; }

        public Guid? StaffId { get; init; }

        public string? StaffName { get; init; }

        public Guid? ConversationId { get; init; }

        public required DateTimeOffset At { get; init; }
    }
}
