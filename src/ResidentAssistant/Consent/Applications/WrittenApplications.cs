using System.Data.Common;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Applications;

/// <summary>The written applications: put on paper from the ledger, kept as they were printed.</summary>
internal sealed class WrittenApplications(Database database, ConsentLog log, Register register, Disclosures disclosures, Wordings wordings, Serving serving, KeyRing keys, TimeProvider clock)
{
    /// <summary>Households whose applications are printed at once.</summary>
    public const int MostAtOnce = 150;

    private const string Columns = "select id, reference, community_id, household_id, content_hash, made_by_name, made_at, content as sealed from applications";

    private readonly Sealer sealer = keys.For("application");

    /// <summary>The same for one household that a colleague has opened and asks for: also on risers where its own words stand against it.</summary>
    public async Task<WrittenApplication?> PrintAskedAsync(Guid household, CurrentStaff staff, CancellationToken ct) => await PrintAsync([household], staff, asked: true, ct) is [var one] ? one : null;

    /// <summary>Puts on paper what is still to be signed, never where a refusal, a condition or a dispute stands; a paper that is out already with the same content is given again. A household with nothing to sign has none.</summary>
    public Task<IReadOnlyList<WrittenApplication>> PrintAsync(IReadOnlyList<Guid> households, CurrentStaff staff, CancellationToken ct) => PrintAsync(households, staff, asked: false, ct);

    private async Task<IReadOnlyList<WrittenApplication>> PrintAsync(IReadOnlyList<Guid> households, CurrentStaff staff, bool asked, CancellationToken ct)
    {
        if (households.Count > MostAtOnce) throw new RefusedException("TooMany", $"一次最多打印 {MostAtOnce} 户，请分几次。");
        var approval = await wordings.ApprovalAsync(ct);
        if (approval is null && !serving.Drafts) throw new RefusedException("NotApproved", "申请书的文字还没有人核准，不能打印。请街道先核准。", StatusCodes.Status409Conflict);
        var printed = new List<WrittenApplication>();
        foreach (var id in households.Distinct())
        {
            // A colleague may print the same household in the same moment: then his paper is given.
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    if (await PrintAsync(id, approval, asked, staff, ct) is { } application) printed.Add(application);
                    break;
                }
                catch (DbException fault) when (log.IsTaken(fault) && attempt < 3)
                {
                    // Look again.
                }
            }
        }

        return printed;
    }

    /// <summary>An application in scope, or null.</summary>
    public async Task<WrittenApplication?> FindAsync(Guid id, StaffScope scope, CancellationToken ct) => Opened(await database.FirstAsync<Row>(
        $"{Columns} where id = @id and {scope.Condition(database.Dialect, "community_id")}", new { id, communities = scope.Communities }, ct));

    /// <summary>All applications of a household in scope, newest first.</summary>
    public async Task<IReadOnlyList<WrittenApplication>> OfHouseholdAsync(Guid householdId, StaffScope scope, CancellationToken ct) => [.. (await database.QueryAsync<Row>(
        $"{Columns} where household_id = @householdId and {scope.Condition(database.Dialect, "community_id")} order by made_at desc, reference desc",
        new { householdId, communities = scope.Communities }, ct)).Select(row => Opened(row)!)];

    private async Task<WrittenApplication?> PrintAsync(Guid householdId, WordingApproval? approval, bool asked, CurrentStaff staff, CancellationToken ct)
    {
        if (await HouseholdLedger.ReadAsync(log, database, householdId, ct) is not { } before || !staff.Scope.Sees(before.Household.CommunityId))
            throw new RefusedException("NotFound", "没有找到这一户，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        var community = (await register.CommunityAsync(before.Household.CommunityId, ct))!; // a household has a community
        var disclosure = await disclosures.NowAsync(community.Id, clock.GetUtcNow(), ct)
            ?? throw new RefusedException("NotApproved", "要先告诉住户的六件事还没有人核准，或者里面有规定到期了，申请书先不能打印。请街道先核准。", StatusCodes.Status409Conflict);
        await using var transaction = await database.BeginAsync(ct);
        await HouseholdLedger.LockAsync(transaction, householdId, ct);
        var ledger = (await HouseholdLedger.ReadAsync(log, transaction, householdId, ct))!; // read above, and households are not removed
        var risers = ledger.Risers.Where(r => ledger.On(r.Id) is { Signed: false, ClosedAt: null } state && (asked || !state.StandsAgainst)).ToList();
        if (risers.Count == 0) return null;
        var now = ledger.Next(clock.GetUtcNow());

        var content = new ApplicationContent
        {
            Community = community.Name, Committee = community.Committee, Flat = ledger.Household.Label, Risers = [.. risers.Select(r => r.Label)],
            Told = [.. disclosure.Body.Split('\n')[..^1]], DisclosureHash = disclosure.Hash, Said = Said(ledger, risers),
            Wording = ApplicationWording.Now, ApprovedBy = approval?.ApprovedByName,
        };
        var hash = content.Hash();
        var standing = risers.Select(r => ledger.On(r.Id)).ToList();
        if (standing.All(s => s.Paper is Paper.Printed) && standing.Select(s => s.ApplicationId).Distinct().ToList() is [{ } same]
            && Opened(await transaction.FirstAsync<Row>($"{Columns} where id = @same and content_hash = @hash", new { same, hash }, ct)) is { } standingPaper) return standingPaper;

        var application = new WrittenApplication
        {
            Id = Guid.CreateVersion7(now), Reference = await References.NextAsync(transaction, 'A', ct), CommunityId = community.Id, HouseholdId = householdId,
            ContentHash = hash, MadeByName = staff.Name, MadeAt = now, Content = content,
        };
        var writes = new Batch().Add("""
            insert into applications (id, reference, community_id, household_id, wording_hash, disclosure_hash, content, content_hash, made_by, made_by_name, made_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, application.Id, application.Reference, application.CommunityId, householdId, content.Wording.Hash, content.DisclosureHash,
            sealer.SealText(content.Json()), hash, staff.Id, staff.Name, now);
        foreach (var riser in risers)
            log.Add(writes, ActOf(application, riser.Id, LedgerKinds.Printed, ledger.On(riser.Id).Newest, staff, now) with
            {
                Facts = new Dictionary<string, string?> { ["content"] = hash, ["wording"] = content.Wording.Hash, ["disclosure"] = content.DisclosureHash },
            });
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return application;
    }

    /// <summary>An act about an application on one riser.</summary>
    public static ConsentAct ActOf(WrittenApplication application, Guid riserId, string kind, Guid after, CurrentStaff staff, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), CommunityId = application.CommunityId, RiserId = riserId, HouseholdId = application.HouseholdId, Kind = kind,
        ApplicationId = application.Id, Reference = application.Reference, After = after, StaffId = staff.Id, StaffName = staff.Name, At = now,
    };

    private static string Said(HouseholdLedger ledger, List<Riser> risers)
    {
        var words = risers.Select(r => (Riser: r, State: ledger.On(r.Id))).Where(x => x.State.AnswerReference is not null)
            .Select(x => $"{Room(x.Riser)}：{(x.State with { Paper = Paper.None, ClosedAt = null }).Standing.Name()}（{x.State.AnswerReference}，{SiteClock.DayAndTime(x.State.AnsweredAt!.Value)}）").ToList();
        return words.Count == 0 ? "没有记过。以这张纸上的签字为准。" : $"{string.Join("；", words)}。以这张纸上的签字为准。";
    }

    private static string Room(Riser riser) => riser.Kind is RiserKind.Kitchen ? "厨房" : "卫生间";

    private WrittenApplication? Opened(Row? row) => row is null ? null : new WrittenApplication
    {
        Id = row.Id, Reference = row.Reference, CommunityId = row.CommunityId, HouseholdId = row.HouseholdId, ContentHash = row.ContentHash, MadeByName = row.MadeByName, MadeAt = row.MadeAt,
        Content = ApplicationContent.Of(sealer.OpenText(row.Sealed)),
    };

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required string Reference { get; init; }

        public required Guid CommunityId { get; init; }

        public required Guid HouseholdId { get; init; }

        public required string ContentHash { get; init; }

        public required string MadeByName { get; init; }

        public required DateTimeOffset MadeAt { get; init; }

        public required byte[] Sealed { get; init; }
    }
}
