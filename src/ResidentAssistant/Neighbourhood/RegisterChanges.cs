using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>Who changed what in the register, and why; rows are only ever added, and no resident's name stands in them.</summary>
internal sealed class RegisterChanges(Database database, TimeProvider clock)
{
    private const string Columns = "select id, kind, detail, reason, staff_name, at from register_changes";

    /// <summary>Adds a change with the writes that make it, and tells a running import that the register is no longer what it read.</summary>
    public void Add(Batch writes, Editor editor, RegisterChange change)
    {
        var now = clock.GetUtcNow();
        writes.Add("""
            insert into register_changes (id, community_id, building_id, household_id, unit_id, kind, detail, reason, staff_id, staff_name, at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, Guid.CreateVersion7(now), change.CommunityId, Null.Or(change.BuildingId), Null.Or(change.HouseholdId), Null.Or(change.UnitId), change.Kind, change.Detail,
            Null.Or(change.Reason), Null.Or(editor.Id), editor.Name, now);
        writes.Add("update communities set register_version = register_version + 1 where id = $1", change.CommunityId);
    }

    /// <summary>The last changes of a flat.</summary>
    public Task<IReadOnlyList<ChangeLine>> OfHouseholdAsync(Guid householdId, CancellationToken ct) =>
        database.QueryAsync<ChangeLine>($"{Columns} where household_id = @householdId order by at desc, id desc limit 50", new { householdId }, ct);

    /// <summary>The last changes of a building that concern no single flat.</summary>
    public Task<IReadOnlyList<ChangeLine>> OfBuildingAsync(Guid buildingId, CancellationToken ct) =>
        database.QueryAsync<ChangeLine>($"{Columns} where building_id = @buildingId and household_id is null order by at desc, id desc limit 50", new { buildingId }, ct);

    /// <summary>The last changes that concern a whole community: imports, exports, letters of all.</summary>
    public Task<IReadOnlyList<ChangeLine>> OfCommunityAsync(Guid communityId, CancellationToken ct) =>
        database.QueryAsync<ChangeLine>($"{Columns} where community_id = @communityId and household_id is null order by at desc, id desc limit 30", new { communityId }, ct);
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
}
