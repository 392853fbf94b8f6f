using System.Data.Common;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Evidence;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>The approved texts of the six items, version after version. Rows are only ever added.</summary>
internal sealed class DisclosureVersions(Database database, ConsentLog log, EvidenceLog evidence, TimeProvider clock)
{
    private IReads Reads { get; init; } = database;

    /// <summary>The same, read on a transaction where one is open.</summary>
    public DisclosureVersions On(Transaction? open) => open is null ? this : new DisclosureVersions(database, log, evidence, clock) { Reads = open };

    /// <summary>Every version of a community, oldest first.</summary>
    public Task<IReadOnlyList<DisclosureVersion>> AllAsync(Guid communityId, CancellationToken ct) => OfAsync(Reads, communityId, ct);

    /// <summary>The same for whoever reads in any place.</summary>
    public static Task<IReadOnlyList<DisclosureVersion>> OfAsync(IReads reads, Guid communityId, CancellationToken ct) => reads.QueryAsync<DisclosureVersion>(
        "select id, number, hash, change, reason, approved_by_name, approved_at, valid_to from disclosure_versions where community_id = @communityId order by number", new { communityId }, ct);

    /// <summary>The text under a hash, or null.</summary>
    public Task<string?> TextAsync(string hash, CancellationToken ct) =>
        Reads.FirstAsync<string>("select body from disclosure_texts where hash = @hash", new { hash }, ct);

    /// <summary>How many pairs each material version sent back to sign again.</summary>
    public async Task<IReadOnlyDictionary<Guid, long>> LapsesAsync(Guid communityId, CancellationToken ct) =>
        (await Reads.QueryAsync<Lapses>("select version_id, count(*) as pairs from disclosure_lapses where community_id = @communityId group by version_id", new { communityId }, ct))
            .ToDictionary(l => l.VersionId, l => l.Pairs);

    /// <summary>Nobody approves a text of the community, and nobody else signs in it, until the transaction ends (ADR 0026).</summary>
    public static Task LockAsync(Transaction transaction, Guid communityId, CancellationToken ct) =>
        transaction.FirstAsync<Guid?>($"select id from communities where id = @communityId {transaction.Dialect.ForUpdate}", new { communityId }, ct);

    /// <summary>A paper of the household for these risers, with the text of this hash, is too old to be signed.</summary>
    public static async Task<bool> IsTooOldAsync(IReads reads, Guid communityId, Guid householdId, IReadOnlyCollection<Guid> risers, string hash, CancellationToken ct)
    {
        var lapsed = await reads.QueryAsync<Lapsed>("select version_id, riser_id from disclosure_lapses where household_id = @householdId", new { householdId }, ct);
        return (await OfAsync(reads, communityId, ct)).TooOldToSign(hash, lapsed.Where(l => risers.Contains(l.RiserId)).Select(l => l.VersionId).ToHashSet());
    }

    /// <summary>Writes down that a person approved exactly this text as the next version; refused when a colleague was faster.</summary>
    public async Task<DisclosureVersion> ApproveAsync(DisclosureApproval approval, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var version = new DisclosureVersion
        {
            Id = Guid.CreateVersion7(now), Number = approval.Seen + 1, Hash = approval.Text.Hash, Change = approval.Seen == 0 ? DisclosureChange.First : approval.Change,
            Reason = approval.Reason, ApprovedByName = staff.Name, ApprovedAt = now, ValidTo = approval.Text.Until,
        };
        try
        {
            await using var transaction = await database.BeginAsync(ct);
            await LockAsync(transaction, approval.CommunityId, ct);
            var newest = await transaction.FirstAsync<int?>("select max(number) from disclosure_versions where community_id = @CommunityId", new { approval.CommunityId }, ct) ?? 0;
            if (newest != approval.Seen) throw ChangedSince();
            var writes = new Batch()
                .Add("insert into disclosure_texts (hash, body, recorded_at) values ($1, $2, $3) on conflict (hash) do nothing", approval.Text.Hash, approval.Text.Body, now)
                .Add("""
                    insert into disclosure_versions (id, community_id, number, hash, change, reason, approved_by, approved_by_name, approved_at, valid_to)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                    """, version.Id, approval.CommunityId, version.Number, version.Hash, version.Change.ToString(), version.Reason, staff.Id, staff.Name, now, version.ValidTo);
            evidence.Add(writes, Approved(approval, version, staff));
            if (version.Change is DisclosureChange.Material)
            {
                var entries = await log.OfCommunityAsync(transaction, approval.CommunityId, ct);
                var states = ConsentFold.Of(entries, await log.HeldSinceAsync(transaction, approval.CommunityId, ct));
                var last = entries.Select(e => e.RecordedAt).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
                foreach (var (riser, household) in await PairsAsync(transaction, approval, ct))
                {
                    if (states.GetValueOrDefault(new Ledger.Pair(riser, household)) is { Signed: true } state)
                        log.Add(writes, Again(approval, version, staff, riser, household, state, last >= now ? last.AddMilliseconds(1) : now));
                    var lapse = Guid.CreateVersion7(now);
                    writes.Add("insert into disclosure_lapses (id, version_id, community_id, riser_id, household_id, at) values ($1, $2, $3, $4, $5, $6)",
                        lapse, version.Id, approval.CommunityId, riser, household, now);
                    evidence.Add(writes, new EvidenceRecord
                    {
                        Id = lapse, CommunityId = approval.CommunityId, Kind = "disclosure.lapsed", RiserId = riser, HouseholdId = household, At = now,
                        Fields = new Dictionary<string, object?> { ["version"] = version.Id, ["disclosure"] = version.Hash },
                    });
                }
            }

            await transaction.RunAsync(writes, ct);
            await transaction.CommitAsync(ct);
            return version;
        }
        catch (DbException fault) when (database.Dialect.TableOfDuplicate(fault) == "disclosure_versions" || log.IsTaken(fault))
        {
            throw ChangedSince();
        }
    }

    private static EvidenceRecord Approved(DisclosureApproval approval, DisclosureVersion version, CurrentStaff staff) => new()
    {
        Id = version.Id, CommunityId = approval.CommunityId, Kind = "disclosure.approved", At = version.ApprovedAt,
        Fields = new Dictionary<string, object?>
        {
            ["number"] = version.Number, ["disclosure"] = version.Hash, ["change"] = version.Change.ToString(), ["validTo"] = version.ValidTo,
            ["buildings"] = approval.Buildings.Select(b => b.ToString()).Order(StringComparer.Ordinal).ToList(), ["staff"] = staff.Id,
        },
        Personal = approval.Reason.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["reason"] = approval.Reason },
    };

    // What was signed must be signed again; the log says so beside the list.
    private static ConsentAct Again(DisclosureApproval approval, DisclosureVersion version, CurrentStaff staff, Guid riser, Guid household, PairState state, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), CommunityId = approval.CommunityId, RiserId = riser, HouseholdId = household, Kind = LedgerKinds.Again, ApplicationId = state.ApplicationId,
        Reference = state.ApplicationReference, After = state.Newest, StaffId = staff.Id, StaffName = staff.Name, At = at, Facts = new Dictionary<string, string?> { ["disclosure"] = version.Hash },
    };

    private async Task<IEnumerable<(Guid, Guid)>> PairsAsync(Transaction transaction, DisclosureApproval approval, CancellationToken ct) =>
        (await transaction.QueryAsync<Pair>($"""
            select p.riser_id, p.household_id from riser_households p join risers r on r.id = p.riser_id
             where r.community_id = @CommunityId and {database.Dialect.In("r.building_id", "buildings")} order by p.riser_id, p.household_id
            """, new { approval.CommunityId, buildings = approval.Buildings.ToArray() }, ct)).Select(p => (p.RiserId, p.HouseholdId));

    private static RefusedException ChangedSince() => new("ChangedSince", "刚才有同事定过新的一版，请看过新的内容再定。", StatusCodes.Status409Conflict);

    private sealed record Lapses
    {
        public required Guid VersionId { get; init; }

        public required long Pairs { get; init; }
    }

    private sealed record Lapsed
    {
        public required Guid VersionId { get; init; }

        public required Guid RiserId { get; init; }
    }

    private sealed record Pair
    {
        public required Guid RiserId { get; init; }

        public required Guid HouseholdId { get; init; }
    }
}

/// <summary>A person approves a text.</summary>
/// <param name="CommunityId">Community.</param>
/// <param name="Seen">Number of the newest version the person has seen; 0: none.</param>
/// <param name="Text">Exactly what the person read.</param>
/// <param name="Change">What it does to what was said before.</param>
/// <param name="Reason">Why there is a new version.</param>
/// <param name="Buildings">With a material change: the buildings whose pairs sign again.</param>
internal sealed record DisclosureApproval(Guid CommunityId, int Seen, Disclosure Text, DisclosureChange Change, string Reason, IReadOnlyList<Guid> Buildings);
