using ResidentAssistant.Conversations;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Notices;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>The flats of the ticket's risers, to be warned one by one from the top: in a conversation where one is open, else by telephone or at the door. Sent is not told.</summary>
internal sealed class Neighbours(Database database, KeyRing keys, StaffTurns turns, TimeProvider clock)
{
    private readonly Sealer people = keys.For("person.phone");

    /// <summary>Makes the list and says the warning wherever a conversation is open; done again, only who has come since is added.</summary>
    public async Task BeginAsync(TicketFile ticket, CancellationToken ct)
    {
        if (ticket.HouseholdId is not { } home) throw new RefusedException("NoPlace", "还不知道是哪一户，列不出同一趟管子的邻居。请先问清楚地方。");
        var now = clock.GetUtcNow();
        var homes = await database.QueryAsync<Guid>("""
            select h.id from households h
             where h.id <> @home and exists (select 1 from riser_households a join riser_households b on b.riser_id = a.riser_id where a.household_id = @home and b.household_id = h.id)
             order by h.floor desc, h.number
            """, new { home }, ct);
        var writes = new Batch();
        for (var i = 0; i < homes.Count; i++) writes.Add("insert into ticket_neighbours (ticket_id, household_id, position) values ($1, $2, $3) on conflict do nothing", ticket.Id, homes[i], i);
        await database.RunAsync(writes, ct);
        if (ticket.Drill) return;
        var open = await database.QueryAsync<Open>("""
            select c.id, c.household_id from proven_conversations c join ticket_neighbours n on n.household_id = c.household_id
             where n.ticket_id = @Id and n.sent_at is null and n.result is null and (c.channel <> 'wecom-kf' or c.said_at > @since) order by n.position, c.id
            """, new { ticket.Id, since = now.AddHours(-NoticeStore.WindowHours) }, ct);
        foreach (var one in open)
            // The same id at every attempt: a colleague who taps twice warns once.
            if (await turns.TellAsync(one.Id, one.HouseholdId, Warning(ticket), $"{ticket.Id:N}near{one.Id:N}", ct) is not null)
                await database.ExecuteAsync("update ticket_neighbours set sent_at = @now where ticket_id = @Id and household_id = @HouseholdId", new { ticket.Id, one.HouseholdId, now }, ct);
    }

    /// <summary>The list from the top, empty before it was made; numbers in the clear only for who may act.</summary>
    public async Task<IReadOnlyList<Neighbour>> ListAsync(Guid ticketId, bool numbers, CancellationToken ct)
    {
        var rows = await database.QueryAsync<Neighbour>("""
            select n.household_id, h.label, h.floor, n.sent_at, n.result, n.staff_name, n.at from ticket_neighbours n join households h on h.id = n.household_id where n.ticket_id = @ticketId order by n.position, h.number
            """, new { ticketId }, ct);
        if (!numbers || rows.Count == 0) return rows;
        var phones = (await database.QueryAsync<Number>($"""
            select p.household_id, p.phone from persons p where p.left_at is null and p.phone is not null and {database.Dialect.In("p.household_id", "homes")} order by p.lives_here desc, p.created_at
            """, new { homes = rows.Select(r => r.HouseholdId).ToArray() }, ct)).ToLookup(p => p.HouseholdId, p => people.OpenText(p.Phone));
        return [.. rows.Select(r => r with { Phones = [.. phones[r.HouseholdId].Distinct(StringComparer.Ordinal).Take(3)] })];
    }

    /// <summary>A colleague spoke with a flat, or found nobody; the newest word stands.</summary>
    public async Task TickAsync(Guid ticketId, Guid householdId, string result, CurrentStaff staff, CancellationToken ct)
    {
        if (result is not ("told" or "nobody")) throw new RefusedException("BadArgument", "请点“告诉了”或者“没有人”。");
        if (await database.ExecuteAsync("update ticket_neighbours set result = @result, staff_id = @by, staff_name = @Name, at = @now where ticket_id = @ticketId and household_id = @householdId",
            new { ticketId, householdId, result, by = staff.Id, staff.Name, now = clock.GetUtcNow() }, ct) == 0) throw new RefusedException("NotFound", "单子上没有这一户。", StatusCodes.Status404NotFound);
    }

    /// <summary>What the neighbours are told, and what can be pasted into a group: no flat, no name.</summary>
    public static string Warning(TicketFile ticket) => ticket.Fault.Family switch
    {
        "drain" => $"急事跟您说一声：{ticket.Entrance}您家这趟下水出事了，脏水在往人家家里返。\n请先别用水，也别冲马桶，等我们告诉您能用了再用。家里返水了，马上告诉我。",
        "water" => $"急事跟您说一声：{ticket.Entrance}您家这趟水管在漏水，可能马上要关总阀。\n先接点水，水龙头都拧上。看看家里顶上、墙上湿不湿。湿了，人离插座、电灯远点，马上告诉我。",
        _ => $"急事跟您说一声：{ticket.Entrance}出了急事（{ticket.Fault.Title}），值班的人正在办。请留在安全的地方，有情况马上告诉我。人有危险打 119、120。",
    };

    private sealed record Open
    {
        public required Guid Id { get; init; }

        public required Guid HouseholdId { get; init; }
    }

    private sealed record Number
    {
        public required Guid HouseholdId { get; init; }

        public required byte[] Phone { get; init; }
    }
}

/// <summary>A flat that is to be warned.</summary>
internal sealed record Neighbour
{
    /// <summary>Flat.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>As a person reads it.</summary>
    public required string Label { get; init; }

    /// <summary>Floor.</summary>
    public required int Floor { get; init; }

    /// <summary>When it was said in a conversation.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>told, nobody, or null.</summary>
    public string? Result { get; init; }

    /// <summary>Who ticked it.</summary>
    public string? StaffName { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Numbers to ring.</summary>
    public IReadOnlyList<string> Phones { get; init; } = [];
}
