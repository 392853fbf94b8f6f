using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>Somebody who can be called now.</summary>
/// <param name="Party">Party he stands for.</param>
/// <param name="Name">His name, or the firm's.</param>
/// <param name="Member">Account in WeCom; null: somebody rings.</param>
/// <param name="Phone">Number to ring, where one is known.</param>
internal sealed record Contact(string Party, string Name, string? Member, string? Phone)
{
    /// <summary>He can be called at all.</summary>
    public bool IsReachable => Member is not null || Phone is not null;
}

/// <summary>Who is on duty: what the console says, and where it says nothing, whoever is known of the party.</summary>
internal sealed class DutyRoster(Database database, StaffAccounts accounts, SourcedSettings settings, TimeProvider clock)
{
    /// <summary>Most people of a community.</summary>
    public const int Most = 500;

    /// <summary>People on duty in a community, by party and place.</summary>
    public Task<IReadOnlyList<DutyPerson>> ListAsync(Guid communityId, CancellationToken ct) => database.QueryAsync<DutyPerson>("""
        select p.id, p.community_id, p.building_id, p.entrance_id, p.party, p.name, p.phone, p.member, p.days, p.from_minute, p.to_minute, p.substitute, b.number as building, e.number as entrance
          from duty_people p left join buildings b on b.id = p.building_id left join entrances e on e.id = p.entrance_id
         where p.community_id = @communityId and p.ended_at is null order by p.party, b.position, e.position, p.substitute, p.from_minute, p.name, p.id
        """, new { communityId }, ct);

    /// <summary>Buildings of a community and their entrances.</summary>
    public Task<IReadOnlyList<DutyPlace>> PlacesAsync(Guid communityId, CancellationToken ct) => database.QueryAsync<DutyPlace>("""
        select x.building_id, x.building, x.entrance_id, x.entrance from (
            select b.id as building_id, b.number as building, null as entrance_id, null as entrance, b.position, 0 as place from buildings b where b.community_id = @communityId
            union all select b.id, b.number, e.id, e.number, b.position, e.position + 1 from entrances e join buildings b on b.id = e.building_id where b.community_id = @communityId) x
         order by x.position, x.place
        """, new { communityId }, ct);

    /// <summary>Puts people on the roster.</summary>
    public Task AddAsync(IEnumerable<DutyPerson> people, CurrentStaff staff, CancellationToken ct) => database.RunAsync(Added(people, staff), ct);

    private Batch Added(IEnumerable<DutyPerson> people, CurrentStaff staff)
    {
        var now = clock.GetUtcNow();
        var writes = new Batch();
        foreach (var one in people)
            writes.Add("""
                insert into duty_people (id, community_id, building_id, entrance_id, party, name, phone, member, days, from_minute, to_minute, substitute, set_by_name, set_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                """, Guid.CreateVersion7(now), one.CommunityId, Null.Or(one.BuildingId), Null.Or(one.EntranceId), one.Party, one.Name, Null.Or(one.Phone), Null.Or(one.Member), one.Days, one.FromMinute, one.ToMinute, one.Substitute, staff.Name, now);
        return writes;
    }

    /// <summary>Puts a changed line in the place of another; refuses when a colleague has changed or ended that one meanwhile.</summary>
    public async Task ReplaceAsync(Guid communityId, Guid old, DutyPerson person, CurrentStaff staff, CancellationToken ct)
    {
        await using var transaction = await database.BeginAsync(ct);
        if (await transaction.ExecuteAsync("update duty_people set ended_at = @now where id = @old and community_id = @communityId and ended_at is null", new { old, communityId, now = clock.GetUtcNow() }, ct) != 1)
            throw new RefusedException("ChangedSince", "这一行刚才有同事改过了，请看过新的再改。", StatusCodes.Status409Conflict);
        await transaction.RunAsync(Added([person], staff), ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Takes somebody off the roster; false when he is not on it.</summary>
    public async Task<bool> EndAsync(Guid communityId, Guid id, CancellationToken ct) => await database.ExecuteAsync(
        "update duty_people set ended_at = @now where id = @id and community_id = @communityId and ended_at is null", new { id, communityId, now = clock.GetUtcNow() }, ct) == 1;

    /// <summary>Who is on duty for a party at a place now; the most exact place decides, and substitutes come when nobody else is, or in a later round.</summary>
    public async Task<IReadOnlyList<Contact>> OnDutyAsync(Place place, string party, bool substitutes, DateTimeOffset now, CancellationToken ct)
    {
        if (place.CommunityId is { } community)
        {
            var people = (await database.QueryAsync<DutyPerson>("""
                select id, community_id, building_id, entrance_id, party, name, phone, member, days, from_minute, to_minute, substitute from duty_people
                 where community_id = @community and party = @party and ended_at is null
                """, new { community, party }, ct)).Where(p => p.IsFor(place)).ToList();
            // A shift that is exact and empty is no reason to call nobody: the wider place is asked next.
            foreach (var width in people.GroupBy(p => p.Width).OrderBy(g => g.Key))
            {
                var on = width.Where(p => p.IsOn(now) && (p.Member ?? p.Phone) is not null).ToList();
                var chosen = on.Where(p => !p.Substitute || substitutes).ToList();
                if (chosen.Count == 0) chosen = on;
                if (chosen.Count > 0) return [.. chosen.Select(p => new Contact(party, p.Name, p.Member, p.Phone))];
            }
        }

        return await KnownAsync(place, party, now, ct);
    }

    // Without a roster: colleagues of that role with an account in WeCom, else the number the register or a setting holds.
    private async Task<IReadOnlyList<Contact>> KnownAsync(Place place, string party, DateTimeOffset now, CancellationToken ct)
    {
        StaffRole? role = party switch { "property" => StaffRole.Property, "contractor" => StaffRole.Contractor, "street" => StaffRole.Street, _ => null };
        if (role is not null)
        {
            var colleagues = (await accounts.ReachableAsync(ct)).Where(r => r.Staff.Role == role && r.Staff.Scope.Sees(place.CommunityId)).ToList();
            if (colleagues.Count > 0) return [.. colleagues.Select(c => new Contact(party, c.Staff.Name, c.Member, null))];
        }

        if (party is "property" or "owner")
        {
            var firm = place.EntranceId is not { } entrance ? null : await database.FirstAsync<Responsible>("""
                select o.name as owner, case when o.duty_phone_confirmed_on is null then null else o.duty_phone end as owner_phone,
                       p.name as property_company, case when p.duty_phone_confirmed_on is null then null else p.duty_phone end as property_company_phone
                  from entrances e join buildings b on b.id = e.building_id
                  left join owners o on o.id = coalesce(e.owner_id, b.owner_id) left join property_companies p on p.id = coalesce(e.property_company_id, b.property_company_id)
                 where e.id = @entrance
                """, new { entrance }, ct);
            var (name, phone) = party == "owner" ? (firm?.Owner, firm?.OwnerPhone) : (firm?.PropertyCompany, firm?.PropertyCompanyPhone);
            return phone is null ? [] : [new Contact(party, name ?? Targets.Names[party], null, phone)];
        }

        if (party == "contractor" && place.HouseholdId is { } household)
            return [.. (await database.QueryAsync<Team>("""
                select distinct t.name, t.phone from riser_plans p join work_teams t on t.id = p.team_id join riser_households r on r.riser_id = p.riser_id
                 where r.household_id = @household and p.state = 'planned' and p.number = (select max(n.number) from riser_plans n where n.riser_id = p.riser_id)
                """, new { household }, ct)).Select(t => new Contact(party, t.Name, null, t.Phone))];
        var key = party switch { "professional" => "phone.water", "bureau" => "phone.water-bureau", "street" => "phone.street", "contractor" => "phone.project", _ => null };
        return key is not null && await settings.FindAsync(key, place.CommunityId, SiteClock.Day(now), ct) is SourcedSetting.Set set ? [new Contact(party, Targets.Names[party], null, set.Value)] : [];
    }

    /// <summary>For property companies and owners: how many entrances of a community have a confirmed duty number, of how many.</summary>
    public async Task<IReadOnlyDictionary<string, (int Known, int All)>> ConfirmedAsync(Guid communityId, CancellationToken ct)
    {
        var entrances = await database.QueryAsync<Numbers>("""
            select case when o.duty_phone is null or o.duty_phone_confirmed_on is null then 0 else 1 end as owner, case when p.duty_phone is null or p.duty_phone_confirmed_on is null then 0 else 1 end as property
              from entrances e join buildings b on b.id = e.building_id
              left join owners o on o.id = coalesce(e.owner_id, b.owner_id) left join property_companies p on p.id = coalesce(e.property_company_id, b.property_company_id)
             where b.community_id = @communityId
            """, new { communityId }, ct);
        return new Dictionary<string, (int, int)> { ["owner"] = (entrances.Sum(e => (int)e.Owner), entrances.Count), ["property"] = (entrances.Sum(e => (int)e.Property), entrances.Count) };
    }

    private sealed record Numbers
    {
        public required long Owner { get; init; }

        public required long Property { get; init; }
    }

    private sealed record Team
    {
        public required string Name { get; init; }

        public required string Phone { get; init; }
    }
}

/// <summary>Where a fault is, as far as it is known.</summary>
internal sealed record Place(Guid? CommunityId, Guid? BuildingId, Guid? EntranceId, Guid? HouseholdId);

/// <summary>One line of the roster.</summary>
internal sealed record DutyPerson
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Building; null: all of them.</summary>
    public Guid? BuildingId { get; init; }

    /// <summary>Entrance; null: all of the building.</summary>
    public Guid? EntranceId { get; init; }

    /// <summary>Party.</summary>
    public required string Party { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Number to ring.</summary>
    public string? Phone { get; init; }

    /// <summary>Account in WeCom.</summary>
    public string? Member { get; init; }

    /// <summary>Seven digits from Monday, 1 on duty.</summary>
    public required string Days { get; init; }

    /// <summary>First minute of the day.</summary>
    public required int FromMinute { get; init; }

    /// <summary>Minute at which the shift ends; at or before the first: on the next day.</summary>
    public required int ToMinute { get; init; }

    /// <summary>Comes when nobody else is on duty, or nobody answers.</summary>
    public bool Substitute { get; init; }

    /// <summary>Number of the building, where it is asked for.</summary>
    public string? Building { get; init; }

    /// <summary>Number of the entrance, likewise.</summary>
    public string? Entrance { get; init; }

    /// <summary>0 for an entrance, 1 for a building, 2 for the community.</summary>
    public int Width => EntranceId is not null ? 0 : BuildingId is not null ? 1 : 2;

    /// <summary>True when the place is his.</summary>
    public bool IsFor(Place place) => (BuildingId is null || BuildingId == place.BuildingId) && (EntranceId is null || EntranceId == place.EntranceId);

    /// <summary>On duty at that instant.</summary>
    public bool IsOn(DateTimeOffset instant)
    {
        var local = SiteClock.At(instant);
        var minute = (local.Hour * 60) + local.Minute;
        var today = ((int)local.DayOfWeek + 6) % 7;
        if (FromMinute == ToMinute) return Days[today] == '1';
        if (FromMinute < ToMinute) return Days[today] == '1' && minute >= FromMinute && minute < ToMinute;
        // A shift over midnight belongs to the day on which it begins.
        return (Days[today] == '1' && minute >= FromMinute) || (Days[(today + 6) % 7] == '1' && minute < ToMinute);
    }

    /// <summary>“周一到周五 18:00–次日8:00”.</summary>
    public string Shift => $"{DutyDays.Words(Days)} {(ToMinute <= FromMinute && FromMinute != ToMinute ? Hours.Replace("-", "–次日", StringComparison.Ordinal) : Hours.Replace('-', '–'))}";

    /// <summary>“18:00-08:00” or “全天”, as it is typed.</summary>
    public string Hours => FromMinute == ToMinute ? "全天" : $"{FromMinute / 60:00}:{FromMinute % 60:00}-{ToMinute / 60:00}:{ToMinute % 60:00}";
}
