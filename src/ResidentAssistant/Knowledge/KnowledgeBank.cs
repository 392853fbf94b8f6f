using ResidentAssistant.Dialogs;
using ResidentAssistant.Knowledge.Retrieval;
using ResidentAssistant.Policy;

namespace ResidentAssistant.Knowledge;

/// <summary>All answers of this node: the files, over them what colleagues wrote, and the approvals. Replaced as a whole, never changed.</summary>
internal sealed partial class KnowledgeBank(EntryFiles files, KnowledgeStore store, IndexBuilder indexes, Serving serving, ILogger<KnowledgeBank> log)
{
    private readonly Lock composing = new();
    private IReadOnlyList<KnowledgeEntry> fromFiles = [];
    private IReadOnlyList<TextRow> texts = [];
    private IReadOnlyList<ApprovalRow> approvals = [];
    private BankMark? mark;
    private volatile Contents contents = Contents.Empty;

    /// <summary>The answers in order of their ids.</summary>
    public IReadOnlyList<BankAnswer> All => contents.All;

    /// <summary>Finds answers to words among those that may be said.</summary>
    public KnowledgeIndex Index => contents.Index;

    /// <summary>What is wrong with texts written in the console, since the program or its settings changed.</summary>
    public IReadOnlyList<DialogFault> RowFaults => contents.Faults;

    /// <summary>Intents an answer may belong to.</summary>
    public IReadOnlySet<string> Intents => files.Intents;

    /// <summary>Texts that nobody has approved are said too, marked as such.</summary>
    public bool ServesDrafts => serving.Drafts;

    /// <summary>Some answers hold only in some communities.</summary>
    public bool DiffersByPlace => contents.DiffersByPlace;

    /// <summary>The answer of that id, or null.</summary>
    public BankAnswer? Find(string id) => contents.ById.GetValueOrDefault(id);

    /// <summary>True when the answer may be said to a resident: approved (or drafts are served), on that day, in that community.</summary>
    public bool MaySay(BankAnswer answer, DateOnly day, Place place) =>
        (serving.Drafts || answer.Approval is not null) && answer.Entry.HoldsOn(day) && place.Within(answer.Entry.Area);

    /// <summary>Reads files and tables at the start; throws <see cref="DialogFormatException"/> with every fault of the files.</summary>
    public Task OpenAsync(CancellationToken ct)
    {
        var (read, faults) = Read();
        if (faults.Count > 0) throw new DialogFormatException(faults);
        fromFiles = read;
        return RefreshAsync(ct);
    }

    /// <summary>Reads the files and the lexicon; with a fault everything stays as it was.</summary>
    public IReadOnlyList<DialogFault> ReadFiles()
    {
        var (read, faults) = Read();
        if (faults.Count == 0) Compose(() => fromFiles = read);
        return faults;
    }

    /// <summary>Reads what has changed in the tables, if anything has; true when another node asks to read the files again.</summary>
    public async Task<bool> RefreshAsync(CancellationToken ct)
    {
        var now = await store.MarkAsync(ct);
        var before = mark;
        if (before?.Version != now.Version)
        {
            var (newest, acts) = (await store.NewestTextsAsync(ct), await store.ApprovalsAsync(ct));
            Compose(() => (texts, approvals) = (newest, acts));
        }

        mark = now;
        return before is not null && before.Reload != now.Reload;
    }

    private (IReadOnlyList<KnowledgeEntry> Entries, IReadOnlyList<DialogFault> Faults) Read()
    {
        var (read, faults) = files.Read();
        return (read, [.. faults, .. indexes.ReadLexicon()]);
    }

    private void Compose(Action take)
    {
        lock (composing)
        {
            take();
            var faults = new List<DialogFault>();
            var reader = new EntryReader(files.Intents, faults);
            var byId = fromFiles.ToDictionary(e => e.Id, e => new BankAnswer(e) { InFile = e }, StringComparer.Ordinal);
            foreach (var row in texts)
            {
                if (reader.Read($"{row.EntryId} (version {row.Version})", row.Body) is not { } entry) continue;
                byId[row.EntryId] = new BankAnswer(entry) { Edited = row, InFile = byId.GetValueOrDefault(row.EntryId)?.InFile };
            }

            var acts = approvals.ToLookup(a => a.EntryId);
            List<BankAnswer> all = [.. byId.Values.Select(a => Approved(a, [.. acts[a.Entry.Id]])).OrderBy(a => a.Entry.Id, StringComparer.Ordinal)];
            foreach (var fault in faults) Unreadable(fault.ToString());
            var said = all.Where(a => serving.Drafts || a.Approval is not null).Select(a => a.Entry);
            contents = new Contents(all, all.ToDictionary(a => a.Entry.Id, StringComparer.Ordinal), faults, indexes.Build([.. said]));
        }
    }

    private static BankAnswer Approved(BankAnswer answer, IReadOnlyList<ApprovalRow> acts) => answer with
    {
        Approval = acts.LastOrDefault(a => a.Hash == answer.Entry.Hash) is { Act: "approved" } approval ? approval : null,
        ApprovedBefore = acts.Any(a => a.Hash != answer.Entry.Hash && a.Act == "approved"),
    };

    [LoggerMessage(LogLevel.Error, "A text written in the console cannot be used any more: {Fault}")]
    private partial void Unreadable(string fault);

    private sealed record Contents(IReadOnlyList<BankAnswer> All, IReadOnlyDictionary<string, BankAnswer> ById, IReadOnlyList<DialogFault> Faults, KnowledgeIndex Index)
    {
        public bool DiffersByPlace { get; } = All.Any(a => a.Entry.Area.Count > 0);

        public static Contents Empty { get; } = new([], new Dictionary<string, BankAnswer>(), [], KnowledgeIndex.Empty);
    }
}

/// <summary>Where somebody asks: the community by id and name; without one only what holds everywhere is said.</summary>
internal sealed record Place(Guid? CommunityId, string? Name)
{
    /// <summary>No community is known.</summary>
    public static Place Unknown { get; } = new(null, null);

    /// <summary>True when an answer for these communities holds here.</summary>
    public bool Within(IReadOnlyList<string> area) =>
        area.Count == 0 || area.Any(a => a == Name || (Guid.TryParse(a, out var id) && id == CommunityId));
}
