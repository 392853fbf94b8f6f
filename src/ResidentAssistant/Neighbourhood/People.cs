using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>The persons of the register, sealed at rest and masked in lists.</summary>
internal sealed class People(Database database, KeyRing keys, TimeProvider clock)
{
    private const string Columns = "select id, community_id, household_id, name, phone, capacity, lives_here, elder, smartphone, version from persons";

    /// <summary>Purpose under which numbers are sealed and hashed.</summary>
    internal const string WholeNumber = "person.phone";

    /// <summary>Purpose under which their last four digits are hashed.</summary>
    internal const string LastDigits = "person.phone.last-four";

    private readonly Sealer names = keys.For("person.name");
    private readonly Sealer phones = keys.For("person.phone");

    /// <summary>Adds a person together with the other writes and returns the id.</summary>
    public Guid Add(Batch writes, NewPerson person)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        Add(writes, id, person.Household.CommunityId, person.Household.Id, new PersonFacts(person.Name, person.Phone, person.Capacity, person.LivesHere, person.Elder, person.Smartphone));
        return id;
    }

    /// <summary>Adds a person with a given id together with the other writes.</summary>
    public void Add(Batch writes, Guid id, Guid communityId, Guid householdId, PersonFacts facts) => writes.Add("""
        insert into persons (id, community_id, household_id, name, phone, phone_hash, phone_last_four_hash, capacity, lives_here, elder, smartphone, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """, id, communityId, householdId, names.SealText(facts.Name),
        Null.Or(facts.Phone is null ? null : phones.SealText(facts.Phone.Digits)),
        Null.Or(facts.Phone is null ? null : keys.HashOf(WholeNumber, facts.Phone.Digits)),
        Null.Or(facts.Phone is null ? null : keys.HashOf(LastDigits, facts.Phone.LastFour)),
        facts.Capacity, facts.LivesHere, facts.Elder, facts.Smartphone, clock.GetUtcNow());

    /// <summary>Writes what is known of a person anew, together with the other writes; counts no row when somebody else has changed it since that version.</summary>
    public void Set(Batch writes, Guid personId, int version, PersonFacts facts) => writes.Add("""
        update persons set name = $3, phone = $4, phone_hash = $5, phone_last_four_hash = $6, capacity = $7, lives_here = $8, elder = $9, smartphone = $10, version = version + 1
         where id = $1 and version = $2 and left_at is null
        """, personId, version, names.SealText(facts.Name),
        Null.Or(facts.Phone is null ? null : phones.SealText(facts.Phone.Digits)),
        Null.Or(facts.Phone is null ? null : keys.HashOf(WholeNumber, facts.Phone.Digits)),
        Null.Or(facts.Phone is null ? null : keys.HashOf(LastDigits, facts.Phone.LastFour)),
        facts.Capacity, facts.LivesHere, facts.Elder, facts.Smartphone);

    /// <summary>Everybody of a community, or of one of its flats, in the clear; for import, export and editing, whose callers write the audit row first.</summary>
    public async Task<IReadOnlyList<OpenPerson>> OpenedAsync(Guid communityId, Guid? householdId, CancellationToken ct) => [.. (await database.QueryAsync<Row>(
        $"{Columns} where community_id = @communityId {(householdId is null ? "" : "and household_id = @householdId")} and left_at is null order by id", new { communityId, householdId }, ct))
        .Select(row => new OpenPerson(row.Id, row.HouseholdId, row.Version, new PersonFacts(names.OpenText(row.Name), row.Phone is null ? null : PhoneNumber.TryParse(phones.OpenText(row.Phone)),
            row.Capacity, row.LivesHere, row.Elder, row.Smartphone)))];

    /// <summary>Adds a person at once.</summary>
    public async Task<Guid> AddAsync(NewPerson person, CancellationToken ct)
    {
        var writes = new Batch();
        var id = Add(writes, person);
        await database.RunAsync(writes, ct);
        return id;
    }

    /// <summary>Gives a person a number, or takes it away when null, together with the other writes.</summary>
    public void SetPhone(Batch writes, Guid personId, PhoneNumber? phone) => writes.Add(
        "update persons set phone = $2, phone_hash = $3, phone_last_four_hash = $4 where id = $1",
        personId, phone is null ? null : phones.SealText(phone.Digits),
        phone is null ? null : keys.HashOf(WholeNumber, phone.Digits),
        phone is null ? null : keys.HashOf(LastDigits, phone.LastFour));

    /// <summary>A person moved away or wants to be forgotten by lists; the row stays until the retention job removes it.</summary>
    public Task LeaveAsync(Guid personId, CancellationToken ct) =>
        database.ExecuteAsync("update persons set left_at = @now where id = @personId and left_at is null", new { personId, now = clock.GetUtcNow() }, ct);

    /// <summary>Persons of a flat, in the order they were added.</summary>
    public async Task<IReadOnlyList<Person>> OfHouseholdAsync(Guid householdId, CancellationToken ct) =>
        Masked(await database.QueryAsync<Row>($"{Columns} where household_id = @householdId and left_at is null order by id", new { householdId }, ct));

    /// <summary>Persons of a community with that number.</summary>
    public Task<IReadOnlyList<Person>> FindByPhoneAsync(Guid communityId, PhoneNumber phone, CancellationToken ct) =>
        FindAsync("phone_hash", communityId, keys.HashesOf(WholeNumber, phone.Digits), ct);

    /// <summary>Persons of a community whose number ends in these four digits; none when they are not four digits.</summary>
    public async Task<IReadOnlyList<Person>> FindByLastFourAsync(Guid communityId, string lastFour, CancellationToken ct) =>
        lastFour.Length == 4 && lastFour.All(char.IsAsciiDigit)
            ? await FindAsync("phone_last_four_hash", communityId, keys.HashesOf(LastDigits, lastFour), ct) : [];

    /// <summary>Name and number in the clear, or null; whoever asks writes the audit row first.</summary>
    public async Task<PersonalData?> OpenAsync(Guid personId, CancellationToken ct) =>
        await database.FirstAsync<Row>($"{Columns} where id = @personId", new { personId }, ct) is { } row
            ? new PersonalData(names.OpenText(row.Name), row.Phone is null ? null : phones.OpenText(row.Phone)) : null;

    private async Task<IReadOnlyList<Person>> FindAsync(string column, Guid communityId, IReadOnlyList<string> hashes, CancellationToken ct) => Masked(await database.QueryAsync<Row>(
        $"{Columns} where {database.Dialect.In(column, "hashes")} and community_id = @communityId and left_at is null order by id",
        new { communityId, hashes = hashes.ToArray() }, ct));

    private IReadOnlyList<Person> Masked(IReadOnlyList<Row> rows) => [.. rows.Select(row => new Person(row.Id, row.CommunityId, row.HouseholdId,
        MaskName(names.OpenText(row.Name)), row.Phone is null ? null : PhoneNumber.TryParse(phones.OpenText(row.Phone))?.Masked,
        row.Capacity, row.LivesHere, row.Elder, row.Smartphone) { Version = row.Version })];

    /// <summary>Surname and stars: 王**.</summary>
    internal static string MaskName(string name) => name.Length == 0 ? "" : name[..1] + "**";

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required Guid CommunityId { get; init; }

        public required Guid HouseholdId { get; init; }

        public required byte[] Name { get; init; }

        public byte[]? Phone { get; init; }

        public required Capacity Capacity { get; init; }

        public required bool LivesHere { get; init; }

        public required bool Elder { get; init; }

        public required bool Smartphone { get; init; }

        public int Version { get; init; }
    }
}
