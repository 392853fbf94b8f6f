using ResidentAssistant.Evidence;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>Who changed what in the register, and why; rows are only ever added, each with its evidence. A reason may name people, so it stands sealed in the evidence alone and can be erased.</summary>
internal sealed class RegisterChanges(Database database, EvidenceLog evidence, TimeProvider clock)
{
    private const string Columns = "select c.id, c.kind, c.detail, c.reason, c.staff_name, c.at, p.sealed from register_changes c left join evidence_personal p on p.record_id = c.id and p.name = 'reason'";

    /// <summary>Adds a change with the writes that make it, and tells a running import that the register is no longer what it read.</summary>
    public void Add(Batch writes, Editor editor, RegisterChange change)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        writes.Add("""
            insert into register_changes (id, community_id, building_id, household_id, unit_id, kind, detail, staff_id, staff_name, at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """, id, change.CommunityId, Null.Or(change.BuildingId), Null.Or(change.HouseholdId), Null.Or(change.UnitId), change.Kind, change.Detail,
            Null.Or(editor.Id), editor.Name, now);
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = change.CommunityId, Kind = $"register.{char.ToLowerInvariant(change.Kind.ToString()[0])}{change.Kind.ToString()[1..]}", HouseholdId = change.HouseholdId, At = now,
            Fields = new Dictionary<string, object?> { ["building"] = change.BuildingId?.ToString(), ["unit"] = change.UnitId?.ToString(), ["detail"] = change.Detail, ["staff"] = editor.Id?.ToString() },
            Personal = change.Reason is { Length: > 0 } reason ? new Dictionary<string, string> { ["reason"] = reason } : new Dictionary<string, string>(),
        });
        writes.Add("update communities set register_version = register_version + 1 where id = $1", change.CommunityId);
    }

    /// <summary>Takes the community's row first, as an import does: then a form and an import wait for each other and never crosswise.</summary>
    public static Task LockAsync(Transaction transaction, Guid communityId, CancellationToken ct) =>
        transaction.ExecuteAsync("update communities set register_version = register_version where id = @communityId", new { communityId }, ct);

    /// <summary>The last changes of a flat.</summary>
    public Task<IReadOnlyList<ChangeLine>> OfHouseholdAsync(Guid householdId, CancellationToken ct) => LinesAsync("c.household_id = @id order by c.at desc, c.id desc limit 50", householdId, ct);

    /// <summary>The last changes of a building that concern no single flat.</summary>
    public Task<IReadOnlyList<ChangeLine>> OfBuildingAsync(Guid buildingId, CancellationToken ct) => LinesAsync("c.building_id = @id and c.household_id is null order by c.at desc, c.id desc limit 50", buildingId, ct);

    /// <summary>The last changes that concern a whole community: imports, exports, letters of all.</summary>
    public Task<IReadOnlyList<ChangeLine>> OfCommunityAsync(Guid communityId, CancellationToken ct) => LinesAsync("c.community_id = @id and c.household_id is null order by c.at desc, c.id desc limit 30", communityId, ct);

    private async Task<IReadOnlyList<ChangeLine>> LinesAsync(string which, Guid id, CancellationToken ct) => [.. (await database.QueryAsync<ChangeLine>($"{Columns} where {which}", new { id }, ct))
        .Select(line => line.Sealed is { } words ? line with { Reason = evidence.Words(words), Sealed = null } : line)];
}

/// <summary>Who changes the register: a colleague, or nobody but the command line.</summary>
internal sealed record Editor(Guid? Id, string Name)
{
    /// <summary>The command line of the installation.</summary>
    public static readonly Editor CommandLine = new(null, "命令行");
}

/// <summary>What kind of change; names are stored.</summary>
internal enum ChangeKind
{
    /// <summary>Particulars of a flat.</summary>
    Household,

    /// <summary>A person was added.</summary>
    PersonAdded,

    /// <summary>Particulars of a person.</summary>
    Person,

    /// <summary>A person no longer belongs to the flat.</summary>
    PersonLeft,

    /// <summary>A flat was found not to be on a riser.</summary>
    PairEnded,

    /// <summary>Who answers for a building or an entrance.</summary>
    Responsible,

    /// <summary>Units became one.</summary>
    UnitsMerged,

    /// <summary>A unit became several.</summary>
    UnitSplit,

    /// <summary>A person found that a household cannot be reached, or can again.</summary>
    Reach,

    /// <summary>Letters were issued.</summary>
    LettersIssued,

    /// <summary>Letters were printed.</summary>
    LettersPrinted,

    /// <summary>Letters were revoked.</summary>
    LettersRevoked,

    /// <summary>A workbook was read in.</summary>
    Imported,

    /// <summary>The register was taken out as a workbook.</summary>
    Exported,
}

/// <summary>One change to be written down.</summary>
internal sealed record RegisterChange(Guid CommunityId, ChangeKind Kind, string Detail)
{
    /// <summary>Building, when it concerns one.</summary>
    public Guid? BuildingId { get; init; }

    /// <summary>Flat, when it concerns one.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>Unit, when it concerns one.</summary>
    public Guid? UnitId { get; init; }

    /// <summary>Why, when a reason was asked for.</summary>
    public string? Reason { get; init; }
}

/// <summary>One change in a list.</summary>
internal sealed record ChangeLine
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What kind.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>What, for people.</summary>
    public required string Detail { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Who.</summary>
    public required string StaffName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The reason as it is stored.</summary>
    internal byte[]? Sealed { get; init; }
}
