using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Ledger;

/// <summary>One household with its risers, its states and its history, as a colleague sees it at one instant.</summary>
internal sealed record HouseholdLedger(Household Household, IReadOnlyList<Riser> Risers, IReadOnlyDictionary<Pair, PairState> States, IReadOnlyList<LedgerEntry> Entries)
{
    /// <summary>Newest entry over all its risers: what a form was made from; the nil id when there is none.</summary>
    public Guid Seen => Own is [.., var last] ? last.Id : Guid.Empty;

    /// <summary>Newest entry that is not only about the riser as a whole.</summary>
    public LedgerEntry? Newest => Own is [.., var last] ? last : null;

    /// <summary>State on a riser.</summary>
    public PairState On(Guid riserId) => States.GetValueOrDefault(new Pair(riserId, Household.Id), PairState.Nothing);

    /// <summary>What a colleague last settled about a riser, or null.</summary>
    public LedgerEntry? SettledOn(Guid riserId) => Entries.LastOrDefault(e => e.Kind == LedgerKinds.Settled && e.RiserId == riserId);

    /// <summary>The application was ended on this riser once: it can never be signed there again.</summary>
    public bool HasEnded(Guid riserId, Guid applicationId) => ConsentFold.EndedIn(Entries).Contains((new Pair(riserId, Household.Id), applicationId));

    /// <summary>The works have entered this riser.</summary>
    public bool HasEntered(Guid riserId) => Entries.Any(e => e.Kind == LedgerKinds.Entered && e.RiserId == riserId);

    /// <summary>The instant of what is recorded next: now, but always after everything that was seen, whichever node's clock that came from.</summary>
    public DateTimeOffset Next(DateTimeOffset now) => Entries is [.., var last] && last.RecordedAt >= now ? last.RecordedAt.AddMilliseconds(1) : now;

    private List<LedgerEntry> Own => [.. Entries.Where(e => e.HouseholdId is not null)];

    /// <summary>Nobody else says or records anything about the household until the transaction ends; taken before reading by whoever writes for it (ADR 0026).</summary>
    public static Task LockAsync(Transaction transaction, Guid householdId, CancellationToken ct) =>
        transaction.FirstAsync<Guid?>($"select id from households where id = @householdId {transaction.Dialect.ForUpdate}", new { householdId }, ct);

    /// <summary>Reads a household, on a transaction where one is open; null when it is unknown.</summary>
    public static async Task<HouseholdLedger?> ReadAsync(ConsentLog log, IReads reads, Guid householdId, CancellationToken ct)
    {
        var register = new Register(reads);
        if (await register.HouseholdAsync(householdId, ct) is not { } household) return null;
        var entries = (await log.OfHouseholdAsync(reads, householdId, ct)).OrderBy(e => e.RecordedAt).ThenBy(e => e.Id).ToList();
        return new HouseholdLedger(household, await register.RisersOfAsync(householdId, ct), ConsentFold.Of(entries, await log.HeldSinceAsync(reads, household.CommunityId, ct)), entries);
    }
}
