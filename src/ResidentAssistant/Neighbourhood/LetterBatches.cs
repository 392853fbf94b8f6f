using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>Letters of many flats at once: issued, printed and revoked in one go, each written down.</summary>
internal sealed class LetterBatches(Database database, Letters letters, RegisterChanges changes, TimeProvider clock)
{
    private const int Tries = 5;

    /// <summary>Gives every flat of the place that has no valid letter a new one; returns how many.</summary>
    public async Task<int> IssueAsync(LetterPlace place, Editor editor, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var without = (await FlatsAsync(place, ct)).Where(f => f.IssuedAt is null).ToList();
            if (without.Count == 0) return 0;
            var codes = await letters.FreshAsync(without.Count, ct);
            var writes = new Batch();
            for (var i = 0; i < without.Count; i++) letters.Add(writes, without[i].Id, codes[i], editor.Id);
            changes.Add(writes, editor, place.Change(ChangeKind.LettersIssued, $"{place.Label}：发了 {without.Count} 封新的信"));
            try
            {
                await database.RunAsync(writes, ct);
                return without.Count;
            }
            catch (System.Data.Common.DbException fault) when (attempt < Tries && database.Dialect.TableOfDuplicate(fault) == "letters")
            {
                // A colleague issued the same letters in this moment: look again at what is missing.
            }
        }
    }

    /// <summary>Revokes every valid letter of the place; returns how many.</summary>
    public async Task<int> RevokeAsync(LetterPlace place, string reason, Editor editor, CancellationToken ct)
    {
        if (reason.Length is < 2 or > 300) throw new RefusedException("BadArgument", "请写明为什么作废，2到300个字。");
        await using var transaction = await database.BeginAsync(ct);
        await RegisterChanges.LockAsync(transaction, place.CommunityId, ct);
        var revoked = await transaction.ExecuteAsync($"update letters set revoked_at = @now, revoked_by = @by where revoked_at is null and household_id in (select h.id from households h where {place.Condition(database.Dialect)})",
            new { place.Id, place.Flats, now = clock.GetUtcNow(), by = editor.Id }, ct);
        if (revoked == 0) return 0;
        var change = new Batch();
        changes.Add(change, editor, place.Change(ChangeKind.LettersRevoked, $"{place.Label}：作废了 {revoked} 封信") with { Reason = reason });
        await transaction.RunAsync(change, ct);
        await transaction.CommitAsync(ct);
        return revoked;
    }

    /// <summary>The valid letters of the place with their codes, in the order in which they are carried up the stairs; that they were printed is written down first.</summary>
    public async Task<IReadOnlyList<PrintedLetter>> PrintAsync(LetterPlace place, Editor editor, CancellationToken ct)
    {
        var flats = (await FlatsAsync(place, ct)).Where(f => f.Code is not null).ToList();
        if (flats.Count == 0) return [];
        var writes = new Batch();
        changes.Add(writes, editor, place.Change(ChangeKind.LettersPrinted, $"{place.Label}：打印 {flats.Count} 封信"));
        await database.RunAsync(writes, ct);
        return [.. flats.Select(f => new PrintedLetter(f.Id, f.Label, letters.Open(f.Code!)))];
    }

    /// <summary>Flats of the place and since when they have a valid letter.</summary>
    public Task<IReadOnlyList<LetterFlat>> FlatsAsync(LetterPlace place, CancellationToken ct) => database.QueryAsync<LetterFlat>($"""
        select h.id, h.label, l.issued_at, l.code
          from households h join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id
          left join letters l on l.household_id = h.id and l.revoked_at is null
         where {place.Condition(database.Dialect)} order by b.position, b.number, e.position, h.floor, h.number
        """, new { place.Id, place.Flats }, ct);
}

/// <summary>The flats whose letters are meant: one, those of an entrance, of a building, or of a community.</summary>
internal sealed record LetterPlace(string Column, Guid Id, Guid CommunityId, Guid? BuildingId, Guid? HouseholdId, string Label)
{
    /// <summary>A community.</summary>
    public static LetterPlace Of(Community community) => new("h.community_id", community.Id, community.Id, null, null, "全小区");

    /// <summary>A building.</summary>
    public static LetterPlace OfBuilding(Guid id, Guid communityId, string label) => new("h.building_id", id, communityId, id, null, label);

    /// <summary>An entrance.</summary>
    public static LetterPlace OfEntrance(Guid id, Guid communityId, Guid buildingId, string label) => new("h.entrance_id", id, communityId, buildingId, null, label);

    /// <summary>A flat.</summary>
    public static LetterPlace Of(Household household) => new("h.id", household.Id, household.CommunityId, household.BuildingId, household.Id, household.Label);

    /// <summary>Flats that were picked one by one.</summary>
    public static LetterPlace Of(Community community, IReadOnlyList<Guid> flats) => Of(community) with { Flats = flats, Label = $"挑出来的 {flats.Count} 户" };

    /// <summary>Only these flats of the place; all of it when null.</summary>
    public IReadOnlyList<Guid>? Flats { get; private init; }

    /// <summary>The flats as SQL, with the place's <see cref="Id"/> and <see cref="Flats"/> as parameters.</summary>
    public string Condition(Dialect dialect) => Flats is null ? $"{Column} = @Id" : $"{Column} = @Id and {dialect.In("h.id", "Flats")}";

    /// <summary>A change that concerns these flats.</summary>
    public RegisterChange Change(ChangeKind kind, string detail) => new(CommunityId, kind, detail) { BuildingId = BuildingId, HouseholdId = HouseholdId };
}

/// <summary>A flat and its valid letter.</summary>
internal sealed record LetterFlat
{
    /// <summary>Flat.</summary>
    public required Guid Id { get; init; }

    /// <summary>As a person reads it.</summary>
    public required string Label { get; init; }

    /// <summary>Since when it has a valid letter.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Sealed code.</summary>
    public byte[]? Code { get; init; }
}

/// <summary>A letter to be printed.</summary>
internal sealed record PrintedLetter(Guid HouseholdId, string Label, LetterCode Code);
