using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>Reads tickets with their acts.</summary>
internal sealed class TicketLog(Database database, TicketStore store)
{
    private const string Columns = """
        select t.id, t.reference, t.community_id, t.building_id, t.entrance_id, t.household_id, t.flat, t.conversation_id, t.class, t.state, t.main_id, t.drill, t.number, t.source, t.running, t.alone,
               t.opened_at, t.closed_at, t.due_at, t.looked_at, c.name as community, b.number || '号楼' || e.number || '单元' as entrance,
               (select count(*) from tickets f where f.main_id = t.id) as followers
          from tickets t left join communities c on c.id = t.community_id left join entrances e on e.id = t.entrance_id left join buildings b on b.id = e.building_id
        """;

    /// <summary>A ticket, or null.</summary>
    public async Task<TicketFile?> OneAsync(IReads reads, Guid id, CancellationToken ct) =>
        (await WithActsAsync(reads, await reads.QueryAsync<TicketFile>($"{Columns} where t.id = @id", new { id }, ct), ct)).SingleOrDefault();

    /// <summary>A ticket in scope, or null.</summary>
    public async Task<TicketFile?> FindAsync(Guid id, StaffScope scope, CancellationToken ct) => (await WithActsAsync(database,
        await database.QueryAsync<TicketFile>($"{Columns} where t.id = @id and {scope.Condition(database.Dialect, "t.community_id")}", new { id, communities = scope.Communities }, ct), ct)).SingleOrDefault();

    /// <summary>The ticket of that reference in scope, or null.</summary>
    public Task<Guid?> IdOfAsync(string reference, StaffScope scope, CancellationToken ct) => database.FirstAsync<Guid?>(
        $"select t.id from tickets t where t.reference = @reference and {scope.Condition(database.Dialect, "t.community_id")}", new { reference, communities = scope.Communities }, ct);

    /// <summary>Tickets in scope that are not closed and follow no other, as the board shows them; at most 300.</summary>
    public async Task<IReadOnlyList<TicketFile>> OpenAsync(StaffScope scope, CancellationToken ct) => await WithActsAsync(database, await database.QueryAsync<TicketFile>(
        $"{Columns} where t.closed_at is null and t.main_id is null and {scope.Condition(database.Dialect, "t.community_id")} order by t.opened_at limit 300", new { communities = scope.Communities }, ct), ct);

    /// <summary>Tickets in scope that were closed lately, newest first; at most twenty.</summary>
    public async Task<IReadOnlyList<TicketFile>> ClosedAsync(StaffScope scope, CancellationToken ct) => await WithActsAsync(database, await database.QueryAsync<TicketFile>(
        $"{Columns} where t.closed_at is not null and t.main_id is null and {scope.Condition(database.Dialect, "t.community_id")} order by t.closed_at desc limit 20", new { communities = scope.Communities }, ct), ct);

    /// <summary>Tickets in scope that were opened in a span, exercises and followers left out; at most 5,000.</summary>
    public async Task<IReadOnlyList<TicketFile>> BetweenAsync(StaffScope scope, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => await WithActsAsync(database, await database.QueryAsync<TicketFile>(
        $"{Columns} where t.opened_at >= @from and t.opened_at < @to and t.drill = @no and t.main_id is null and {scope.Condition(database.Dialect, "t.community_id")} order by t.opened_at, t.id limit 5000",
        new { from, to, no = false, communities = scope.Communities }, ct), ct);

    /// <summary>Tickets that follow one, oldest first.</summary>
    public Task<IReadOnlyList<TicketFile>> FollowersAsync(Guid id, CancellationToken ct) =>
        database.QueryAsync<TicketFile>($"{Columns} where t.main_id = @id order by t.opened_at, t.id limit 200", new { id }, ct);

    /// <summary>Claims for three seconds what has to be looked at now: its time has come, a colleague took it at the desk, or the clock went back. The gravest and the oldest first.</summary>
    public async Task<IReadOnlyList<Guid>> ClaimAsync(DateTimeOffset now, int most, CancellationToken ct)
    {
        var free = $"(claimed_until is null or claimed_until < {database.Dialect.Now})";
        return await database.WriteAsync<Guid>($"""
            update tickets set claimed_until = {database.Dialect.NowPlus(3)}
             where {free} and id in (
                   select t.id from tickets t
                    where t.closed_at is null and t.main_id is null and (t.claimed_until is null or t.claimed_until < {database.Dialect.Now})
                      and ((t.due_at is not null and (t.due_at <= @now or t.looked_at > @ahead))
                        or (t.looked_at is not null and (exists (select 1 from desk_items d where d.reference = t.reference and {Taken} )
                            or exists (select 1 from tickets f join desk_items d on d.reference = f.reference where f.main_id = t.id and {Taken}))))
                    order by case t.severity when 'danger' then 0 when 'urgent' then 1 else 2 end, t.due_at, t.id limit @most {database.Dialect.SkipLocked})
            returning id
            """, new { now, ahead = now.AddSeconds(2), most }, ct);
    }

    /// <summary>Who took a ticket, or one that follows it, at the desk or on a card, where that is not among its acts yet; null when nobody did.</summary>
    public Task<DeskTaken?> TakenAtDeskAsync(Guid id, CancellationToken ct) => database.FirstAsync<DeskTaken>($"""
        with items as (
            select d.* from tickets o join desk_items d on d.reference = o.reference where (o.id = @id or o.main_id = @id) and d.kind = 'emergency')
        select x.at, x.staff_id, s.name as staff_name, x.done from (
            select d.retaken_at as at, d.retaken_by as staff_id, 0 as done from items d join tickets t on t.id = @id where {NotRecorded("d.retaken_at")}
            union all select d.done_at, d.done_by, 1 from items d join tickets t on t.id = @id where {NotRecorded("d.done_at")}) x
          join staff_accounts s on s.id = x.staff_id order by x.at limit 1
        """, new { id }, ct);

    // An errand about a ticket, like a number to ring, is not the ticket: who takes it answers for the errand.
    private static string Taken => $"d.kind = 'emergency' and ({NotRecorded("d.retaken_at")} or (d.done_by is not null and {NotRecorded("d.done_at")}))";

    // Not by comparing with the time of the last look: a tap may be stored a moment after a look that began later. What was taken before the deadlines began anew counts no more.
    private static string NotRecorded(string at) => $"""
        ({at} is not null
         and {at} >= coalesce((select max(b.at) from ticket_acts b where b.ticket_id = t.id and b.kind in ('reported', 'graver', 'not-repaired', 'cannot-repair', 'parted')), t.opened_at)
         and not exists (select 1 from ticket_acts a where a.ticket_id = t.id and a.kind = 'acknowledged' and a.at = {at}))
        """;

    /// <summary>Lets go of a ticket about which nothing was written.</summary>
    public Task LetGoAsync(Guid id, CancellationToken ct) => database.ExecuteAsync("update tickets set claimed_until = null where id = @id", new { id }, ct);

    private async Task<IReadOnlyList<TicketFile>> WithActsAsync(IReads reads, IReadOnlyList<TicketFile> tickets, CancellationToken ct)
    {
        if (tickets.Count == 0) return [];
        var acts = (await reads.QueryAsync<ActRow>($"select a.id, a.ticket_id, a.number, a.kind, a.value, a.step, a.words, a.staff_id, a.staff_name, a.conversation_id, a.at from ticket_acts a where {reads.Dialect.In("a.ticket_id", "ids")} order by a.number",
            new { ids = tickets.Select(t => t.Id).ToArray() }, ct)).ToLookup(a => a.TicketId);
        return [.. tickets.Select(t => t with
        {
            Acts = [.. acts[t.Id].Select(a => new TicketAct
            {
                Id = a.Id, Number = a.Number, Kind = a.Kind, Value = a.Value, Step = a.Step, Words = store.WordsOf(a.Words), StaffId = a.StaffId, StaffName = a.StaffName, ConversationId = a.ConversationId, At = a.At,
            })],
        })];
    }

    /// <summary>Somebody who took it at the desk.</summary>
    internal sealed record DeskTaken
    {
        /// <summary>When.</summary>
        public required DateTimeOffset At { get; init; }

        /// <summary>Who.</summary>
        public required Guid StaffId { get; init; }

        /// <summary>His name.</summary>
        public required string StaffName { get; init; }

        /// <summary>1: he called it done there.</summary>
        public required long Done { get; init; }
    }

    private sealed record ActRow
    {
        public required Guid Id { get; init; }

        public required Guid TicketId { get; init; }

        public required int Number { get; init; }

        public required string Kind { get; init; }

        public string? Value { get; init; }

        public int? Step { get; init; }

        public byte[]? Words { get; init; }

        public Guid? StaffId { get; init; }

        public string? StaffName { get; init; }

        public Guid? ConversationId { get; init; }

        public required DateTimeOffset At { get; init; }
    }
}
