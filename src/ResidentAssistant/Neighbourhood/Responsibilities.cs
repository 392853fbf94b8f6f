using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>Which owner and which property company answer for an entrance, where they differ from the building's.</summary>
internal sealed class Responsibilities(Database database, RegisterChanges changes)
{
    /// <summary>Owners (产权单位) or property companies (物业) of a community.</summary>
    public Task<IReadOnlyList<Firm>> FirmsAsync(Guid communityId, bool owners, CancellationToken ct) =>
        database.QueryAsync<Firm>($"select id, name from {(owners ? "owners" : "property_companies")} where community_id = @communityId order by name, id", new { communityId }, ct);

    /// <summary>Who answers for each entrance of a building.</summary>
    public Task<IReadOnlyList<Responsibility>> OfBuildingAsync(Guid buildingId, CancellationToken ct) => database.QueryAsync<Responsibility>("""
        select e.id as entrance_id, e.number, e.owner_id, e.property_company_id, o.name as owner, p.name as property_company,
               case when o.duty_phone_confirmed_on is null then null else o.duty_phone end as owner_phone, case when p.duty_phone_confirmed_on is null then null else p.duty_phone end as property_company_phone
          from entrances e join buildings b on b.id = e.building_id
          left join owners o on o.id = coalesce(e.owner_id, b.owner_id)
          left join property_companies p on p.id = coalesce(e.property_company_id, b.property_company_id)
         where e.building_id = @buildingId order by e.position, e.number
        """, new { buildingId }, ct);

    /// <summary>Changes an entrance; false when a colleague has changed it since it was seen.</summary>
    public async Task<bool> SetAsync(Guid communityId, Guid buildingId, Responsibility seen, Guid? ownerId, Guid? companyId, Editor editor, CancellationToken ct)
    {
        var firms = (await FirmsAsync(communityId, true, ct)).Concat(await FirmsAsync(communityId, false, ct)).ToDictionary(f => f.Id, f => f.Name);
        if ((ownerId is { } o && !firms.ContainsKey(o)) || (companyId is { } c && !firms.ContainsKey(c))) throw new RefusedException("BadArgument", "请从列表里选。");
        await using var transaction = await database.BeginAsync(ct);
        await RegisterChanges.LockAsync(transaction, communityId, ct);
        var now = await transaction.FirstAsync<Responsibility>("select id as entrance_id, number, owner_id, property_company_id from entrances where id = @EntranceId and building_id = @buildingId", new { seen.EntranceId, buildingId }, ct);
        if (now is null || now.OwnerId != seen.OwnerId || now.PropertyCompanyId != seen.PropertyCompanyId) return false;
        if (now.OwnerId == ownerId && now.PropertyCompanyId == companyId) return true;
        var writes = new Batch().Add("update entrances set owner_id = $2, property_company_id = $3 where id = $1", seen.EntranceId, Null.Or(ownerId), Null.Or(companyId));
        changes.Add(writes, editor, new RegisterChange(communityId, ChangeKind.Responsible, $"{now.Number}单元：产权单位 {Name(ownerId)}，物业 {Name(companyId)}") { BuildingId = buildingId });
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return true;

        string Name(Guid? id) => id is { } known ? firms[known] : "和整栋楼一样";
    }
}

/// <summary>An owner or a property company.</summary>
internal sealed record Firm
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }
}

/// <summary>Who answers for an entrance.</summary>
internal sealed record Responsibility
{
    /// <summary>Entrance.</summary>
    public required Guid EntranceId { get; init; }

    /// <summary>Its number.</summary>
    public required string Number { get; init; }

    /// <summary>Owner, where it differs from the building's.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Property company, where it differs.</summary>
    public Guid? PropertyCompanyId { get; init; }

    /// <summary>Name of the owner that holds.</summary>
    public string? Owner { get; init; }

    /// <summary>Name of the property company that holds.</summary>
    public string? PropertyCompany { get; init; }

    /// <summary>Duty number of the owner, when somebody has confirmed it.</summary>
    public string? OwnerPhone { get; init; }

    /// <summary>Duty number of the property company, when somebody has confirmed it.</summary>
    public string? PropertyCompanyPhone { get; init; }
}
