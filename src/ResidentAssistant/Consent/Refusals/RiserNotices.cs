using System.Globalization;
using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>The notice “this riser is not being done now”: drafted when a refusal is closed, for the other households of its unit. It names nobody, counts nobody and blames nobody.</summary>
internal sealed class RiserNotices(Database database, IConfiguration configuration, EvidenceLog evidence, TimeProvider clock)
{
    private const string Columns = """
        select n.id, n.community_id, n.riser_id, n.body, n.hash, n.state, n.drafted_by_name, n.drafted_at, n.decided_by_name, n.decided_at, r.label as riser,
               (select cast(count(*) as integer) from riser_notice_households h where h.notice_id = n.id) as households
          from riser_notices n join risers r on r.id = n.riser_id
        """;

    /// <summary>Notices in scope, newest first; at most 100.</summary>
    public Task<IReadOnlyList<RiserNotice>> ListAsync(StaffScope scope, CancellationToken ct) => database.QueryAsync<RiserNotice>(
        $"{Columns} where {scope.Condition(database.Dialect, "n.community_id")} order by n.drafted_at desc, n.id desc limit 100", new { communities = scope.Communities }, ct);

    /// <summary>A notice in scope, or null.</summary>
    public Task<RiserNotice?> FindAsync(Guid id, StaffScope scope, CancellationToken ct) => database.FirstAsync<RiserNotice>(
        $"{Columns} where n.id = @id and {scope.Condition(database.Dialect, "n.community_id")}", new { id, communities = scope.Communities }, ct);

    /// <summary>The households a notice is for, in the order of the house; the closed one is not among them.</summary>
    public Task<IReadOnlyList<string>> ForAsync(Guid id, CancellationToken ct) => database.QueryAsync<string>("""
        select h.label from riser_notice_households n join households h on h.id = n.household_id join entrances e on e.id = h.entrance_id
         where n.notice_id = @id order by e.position, h.floor, h.number
        """, new { id }, ct);

    /// <summary>Marks a draft; false when a colleague was faster, or the text is not the one that was read.</summary>
    public async Task<bool> DecideAsync(RiserNotice notice, string state, string hash, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        var changed = await transaction.ExecuteAsync($"""
            update riser_notices set state = @state, decided_by = @staffId, decided_by_name = @name, decided_at = @now
             where id = @Id and state = 'drafted' and hash = @hash and {staff.Scope.Condition(database.Dialect, "community_id")}
            """, new { state, staffId = staff.Id, name = staff.Name, now, notice.Id, hash, communities = staff.Scope.Communities }, ct);
        if (changed == 0) return false;
        var writes = new Batch();
        Evident(writes, notice.CommunityId, notice.RiserId, notice.Id, state, hash, staff, now);
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Drafts one notice for each unit of these risers that has other households and no notice that still holds.</summary>
    public async Task DraftAsync(Household closed, IReadOnlyList<Riser> risers, Transaction transaction, Batch writes, CurrentStaff staff, DateTimeOffset now, CancellationToken ct)
    {
        var text = NoticeText.Read(configuration);
        var phones = await PhonesAsync(transaction, closed.Id, ct);
        var community = (await new Register(transaction).CommunityAsync(closed.CommunityId, ct))!; // a household has a community
        var from = $"{community.Street}、{community.Committee}，{SiteClock.At(now).ToString("yyyy年M月d日", CultureInfo.InvariantCulture)}";
        var done = new HashSet<Guid>();
        foreach (var riser in risers)
        {
            var unit = await transaction.QueryAsync<UnitHome>("""
                select m.unit_id, u.label, m.riser_id, p.household_id
                  from unit_risers o join unit_risers m on m.unit_id = o.unit_id and m.to_at is null join units u on u.id = m.unit_id join riser_households p on p.riser_id = m.riser_id
                 where o.riser_id = @riser and o.to_at is null order by p.household_id
                """, new { riser = riser.Id }, ct);
            if (unit.Count == 0 || !done.Add(unit[0].UnitId)) continue;
            var others = unit.Select(u => u.HouseholdId).Where(id => id != closed.Id).Distinct().ToList();
            // Alone on the riser, there is nobody to tell; and what was told once is not told again.
            if (others.Count == 0 || await StandsAsync(transaction, unit.Select(u => u.RiserId), ct)) continue;
            var body = text.For(unit[0].Label, phones, from);
            var (id, hash) = (Guid.CreateVersion7(now), VisitLog.HashOf(body));
            writes.Add("""
                insert into riser_notices (id, community_id, riser_id, body, hash, state, drafted_by_name, drafted_at) values ($1, $2, $3, $4, $5, 'drafted', $6, $7)
                """, id, closed.CommunityId, riser.Id, body, hash, staff.Name, now);
            foreach (var other in others) writes.Add("insert into riser_notice_households (notice_id, household_id) values ($1, $2)", id, other);
            Evident(writes, closed.CommunityId, riser.Id, id, "drafted", hash, staff, now);
        }
    }

    /// <summary>A draft that nobody has approved is dropped when its riser is opened again.</summary>
    public async Task DropAsync(IReadOnlyList<Riser> risers, Transaction transaction, Batch writes, CurrentStaff staff, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var riser in risers)
        {
            var drafts = await transaction.QueryAsync<RiserNotice>($"{Columns} where n.riser_id = @riser and n.state = 'drafted'", new { riser = riser.Id }, ct);
            foreach (var draft in drafts)
            {
                writes.Add("update riser_notices set state = 'discarded', decided_by = $1, decided_by_name = $2, decided_at = $3 where id = $4 and state = 'drafted'", staff.Id, staff.Name, now, draft.Id);
                Evident(writes, draft.CommunityId, draft.RiserId, draft.Id, "discarded", draft.Hash, staff, now);
            }
        }
    }

    private static async Task<bool> StandsAsync(Transaction transaction, IEnumerable<Guid> risers, CancellationToken ct)
    {
        foreach (var riser in risers.Distinct())
        {
            // A notice holds until its riser was opened again after it.
            if (await transaction.FirstAsync<long>("""
                select count(*) from riser_notices n where n.riser_id = @riser and n.state <> 'discarded'
                   and not exists (select 1 from consent_acts a where a.riser_id = n.riser_id and a.kind = 'refusal.reopened' and a.recorded_at > n.drafted_at)
                """, new { riser }, ct) > 0) return true;
        }

        return false;
    }

    private static async Task<string> PhonesAsync(Transaction transaction, Guid householdId, CancellationToken ct)
    {
        if (await new Register(transaction).ResponsibleForAsync(householdId, ct) is not { } who) return "";
        var known = new[] { (Name: who.PropertyCompany, Phone: who.PropertyCompanyPhone), (Name: who.Owner, Phone: who.OwnerPhone) }.Where(p => p is { Name: not null, Phone: not null }).Select(p => $"{p.Name} {p.Phone}").ToList();
        return known.Count == 0 ? "" : $"也可以打电话：{string.Join("，", known)}。";
    }

    private void Evident(Batch writes, Guid communityId, Guid riserId, Guid noticeId, string state, string hash, CurrentStaff staff, DateTimeOffset now) => evidence.Add(writes, new EvidenceRecord
    {
        Id = state == "drafted" ? noticeId : Guid.CreateVersion7(now), CommunityId = communityId, RiserId = riserId, Kind = $"riser-notice.{state}", At = now,
        Fields = new Dictionary<string, object?> { ["notice"] = noticeId.ToString(), ["hash"] = hash, ["staff"] = staff.Id.ToString() },
    });

    private sealed record UnitHome
    {
        public required Guid UnitId { get; init; }

        public required string Label { get; init; }

        public required Guid RiserId { get; init; }

        public required Guid HouseholdId { get; init; }
    }
}

/// <summary>A notice as it was drafted.</summary>
internal sealed record RiserNotice
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Riser that was closed.</summary>
    public required Guid RiserId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Riser { get; init; }

    /// <summary>Its words.</summary>
    public required string Body { get; init; }

    /// <summary>Hash of its words.</summary>
    public required string Hash { get; init; }

    /// <summary>drafted, approved or discarded.</summary>
    public required string State { get; init; }

    /// <summary>Who closed, and so had it drafted.</summary>
    public required string DraftedByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset DraftedAt { get; init; }

    /// <summary>Who approved or discarded it.</summary>
    public string? DecidedByName { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>How many households it is for; for colleagues only.</summary>
    public required int Households { get; init; }

    /// <summary>The state in words.</summary>
    public string StateName => State switch { "approved" => "核准了", "discarded" => "不用了", _ => "待核" };
}
