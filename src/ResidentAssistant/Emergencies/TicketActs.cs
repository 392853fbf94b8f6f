using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>What colleagues do about a ticket. Each act names the newest one it was decided on; who comes second is told and has written nothing.</summary>
internal sealed class TicketActs(Database database, TicketLog log, TicketStore store, TicketJoining joining, Policies policies, TimeProvider clock)
{
    /// <summary>Longest words, in characters.</summary>
    public const int Longest = 300;

    /// <summary>Most minutes that an act may lie in the past when it is written down.</summary>
    public const int MostAgo = 24 * 60;

    /// <summary>Acts that a ticket takes as it stands, in the order of the buttons.</summary>
    public static IReadOnlyList<string> Allowed(TicketFile ticket) => [.. ActKinds.OfStaff.Where(kind => Allows(ticket, kind))];

    /// <summary>Records an act. Refuses what is not possible as the ticket stands, and an act without the reason it needs.</summary>
    /// <param name="minutesAgo">How long ago it happened, in minutes; 0: just now.</param>
    /// <param name="main">For a duplicate: reference of the ticket it belongs to.</param>
    public async Task<TicketOutcome> ActAsync(Guid id, int seen, string kind, string words, int minutesAgo, string? main, CurrentStaff staff, CancellationToken ct)
    {
        // A call that the ladder writes down at this instant is no reason to send anybody away: it is tried on what stands then.
        for (var i = 0; i < 3; i++)
            if (await TryAsync(id, seen, kind, words, minutesAgo, main, staff, ct) is { } outcome) return outcome;
        return TicketOutcome.Changed;
    }

    private async Task<TicketOutcome?> TryAsync(Guid id, int seen, string kind, string words, int minutesAgo, string? main, CurrentStaff staff, CancellationToken ct)
    {
        if (await log.FindAsync(id, staff.Scope, ct) is not { } ticket) throw new RefusedException("NotFound", "没有找到这张报修单，可能不在您负责的小区。", StatusCodes.Status404NotFound);
        if (ActKinds.NeedsWords(kind) && words.Length < 2) throw new RefusedException("BadArgument", kind == ActKinds.CannotRepair ? "请写为什么修不了。" : "请写一句：为什么，或者听谁说的。");
        if (words.Length > Longest) throw new RefusedException("BadArgument", $"最多 {Longest} 个字。");
        if (minutesAgo is < 0 or > MostAgo) throw new RefusedException("BadArgument", "多少分钟以前，请写 0 到 1440。");
        if (ticket.Acts.Any(a => a.Number > seen && !ActKinds.IsCall(a.Kind))) return TicketOutcome.Changed;
        if (!Allows(ticket, kind)) return TicketOutcome.NotNow;
        var now = clock.GetUtcNow();
        var leading = kind != ActKinds.Duplicate ? null : main is null ? null : await log.IdOfAsync(main.Trim().ToUpperInvariant(), staff.Scope, ct);
        if (kind == ActKinds.Duplicate && (leading is null || leading == id || await log.OneAsync(database, leading.Value, ct) is not { MainId: null, ClosedAt: null, Drill: false, State: not TicketState.Repaired }))
            throw new RefusedException("BadArgument", "并到哪张单子？请写还没修好的那一张的编号，比如 E-0042。");
        // What happened before the report, or before it began anew, is no act of what stands now.
        var (said, earliest) = (now - TimeSpan.FromMinutes(minutesAgo), ticket.Timeline.Earliest(ticket.ClosedAt));
        var at = said < earliest ? earliest : said;
        var act = new TicketAct
        {
            Id = Guid.CreateVersion7(now), Kind = kind, At = at, Words = words, StaffId = staff.Id, StaffName = staff.Name, Value = kind == ActKinds.Duplicate ? main!.Trim().ToUpperInvariant() : null,
        };
        var timeline = new Timeline(ticket.OpenedAt, [.. ticket.Acts, act]);
        var next = Ladder.Next(timeline, await policies.OfAsync(ticket.CommunityId, ticket.Fault, now, ct), now);
        await using var transaction = await database.BeginAsync(ct);
        if (!await store.ActsAsync(transaction, ticket, [act], timeline.State, next?.At, now, ct)) return null;
        var writes = new Batch();
        if (timeline.State.IsOver())
        {
            // What waits at the desk about it is done with it.
            writes.Add("update desk_items set seen_at = coalesce(seen_at, $2), seen_by = coalesce(seen_by, $3), done_at = $2, done_by = $3 where reference = $1 and done_at is null", ticket.Reference, now, staff.Id);
            writes.Add("update ticket_calls set ended_at = $2 where ticket_id = $1 and ended_at is null", id, now);
        }
        else
        {
            writes.Add("update desk_items set seen_at = coalesce(seen_at, $2), seen_by = coalesce(seen_by, $3), taken_at = coalesce(taken_at, $2), taken_by = coalesce(taken_by, $3) where reference = $1 and kind = 'emergency' and done_at is null", ticket.Reference, now, staff.Id);
        }

        if (leading is { } lead)
        {
            writes.Add("update tickets set main_id = $2 where id = $1", id, lead);
            if (await joining.RaiseAsync(transaction, writes, lead, ticket.Fault, null, now, ct) is { } raised) Desk.Add(writes, "emergency", ticket.Fault.Pages, ticket.CommunityId, null, ticket.Fault.Title, raised, now);
        }

        if (kind is ActKinds.CannotRepair or ActKinds.NotRepaired)
            Desk.Add(writes, "emergency", urgent: true, ticket.CommunityId, ticket.ConversationId, kind == ActKinds.CannotRepair ? $"修不了，要街道找人：{ticket.Title}" : $"住户说没修好：{ticket.Title}", ticket.Reference, now);
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return TicketOutcome.Done;
    }

    /// <summary>Records what came of ringing a number: done only with the name of who answered, and then the firm has taken it.</summary>
    public async Task<TicketOutcome> RangAsync(Guid callId, Guid ticketId, string? answeredBy, CurrentStaff staff, CancellationToken ct)
    {
        if (await log.FindAsync(ticketId, staff.Scope, ct) is not { } ticket) throw new RefusedException("NotFound", "没有找到这张报修单，可能不在您负责的小区。", StatusCodes.Status404NotFound);
        var name = answeredBy?.Trim() ?? "";
        if (name.Length > 40) throw new RefusedException("BadArgument", "接电话的人，最多写 40 个字。");
        if (await database.FirstAsync<TicketCall>("select id, party, name, phone, made_at, ended_at from ticket_calls where id = @callId and ticket_id = @ticketId", new { callId, ticketId }, ct) is not { } call)
            throw new RefusedException("NotFound", "没有找到这个要打的电话。", StatusCodes.Status404NotFound);
        if (call.EndedAt is not null) return TicketOutcome.Changed;
        var now = clock.GetUtcNow();
        var answered = name.Length > 0;
        var act = new TicketAct { Id = Guid.CreateVersion7(now), Kind = ActKinds.Acknowledged, At = now, StaffId = staff.Id, StaffName = staff.Name, Words = $"电话里，{Targets.Names[call.Party]}的{name}接的" };
        TicketAct[] acts = answered && !ticket.State.IsOver() ? [act] : [];
        var timeline = new Timeline(ticket.OpenedAt, [.. ticket.Acts, .. acts]);
        // Nobody answered: the next of the ladder is called at its time, or now when the number was the last hope.
        var next = Ladder.Next(timeline, await policies.OfAsync(ticket.CommunityId, ticket.Fault, now, ct), now);
        await using var transaction = await database.BeginAsync(ct);
        if (!await store.ActsAsync(transaction, ticket, acts, timeline.State, next?.At, now, ct)) return TicketOutcome.Changed;
        await transaction.RunAsync(new Batch()
            .Add("update ticket_calls set ended_at = $2, outcome = $3, answered_by = $4, staff_name = $5 where id = $1", callId, now, answered ? "answered" : "nobody", Null.Or(answered ? name : null), staff.Name)
            .Add("update desk_items set seen_at = coalesce(seen_at, $2), seen_by = coalesce(seen_by, $3), done_at = $2, done_by = $3 where id = $1 and done_at is null", callId, now, staff.Id), ct);
        await transaction.CommitAsync(ct);
        return TicketOutcome.Done;
    }

    /// <summary>Numbers that were to be rung about a ticket, oldest first.</summary>
    public Task<IReadOnlyList<TicketCall>> CallsAsync(Guid ticketId, CancellationToken ct) => database.QueryAsync<TicketCall>(
        "select id, party, name, phone, made_at, ended_at, outcome, answered_by, staff_name from ticket_calls where ticket_id = @ticketId order by made_at, id", new { ticketId }, ct);

    private static bool Allows(TicketFile ticket, string kind) => ticket.MainId is null && (kind switch
    {
        ActKinds.Acknowledged => ticket.State is TicketState.Reported or TicketState.CannotRepair or TicketState.Acknowledged or TicketState.OnTheWay or TicketState.OnSite or TicketState.WaterOff,
        ActKinds.OnTheWay => ticket.State is TicketState.Reported or TicketState.CannotRepair or TicketState.Acknowledged,
        ActKinds.OnSite => ticket.State is TicketState.Reported or TicketState.CannotRepair or TicketState.Acknowledged or TicketState.OnTheWay,
        ActKinds.WaterOff => ticket.Fault.Code is not ("gas" or "person") && ticket.State is TicketState.Reported or TicketState.CannotRepair or TicketState.Acknowledged or TicketState.OnTheWay or TicketState.OnSite,
        ActKinds.Repaired => !ticket.State.IsOver() && ticket.State is not TicketState.Repaired,
        ActKinds.Confirmed => ticket.State is TicketState.Repaired,
        ActKinds.NotRepaired => ticket.State is TicketState.Repaired or TicketState.Confirmed or TicketState.Closed,
        ActKinds.CannotRepair => !ticket.State.IsOver() && ticket.State is not (TicketState.Repaired or TicketState.CannotRepair),
        ActKinds.Closed => !ticket.State.IsOver() || ticket.State is TicketState.Confirmed,
        ActKinds.Duplicate => ticket.State is TicketState.Reported or TicketState.Acknowledged && ticket.Followers == 0 && !ticket.Drill,
        _ => false,
    });
}

/// <summary>What became of an act.</summary>
internal enum TicketOutcome
{
    /// <summary>Recorded.</summary>
    Done,

    /// <summary>Something else happened since the form was made; nothing was written.</summary>
    Changed,

    /// <summary>The ticket does not stand so that this could be recorded.</summary>
    NotNow,
}

/// <summary>A number a colleague rings.</summary>
internal sealed record TicketCall
{
    /// <summary>Id; that of the matter on the desk too.</summary>
    public required Guid Id { get; init; }

    /// <summary>Party.</summary>
    public required string Party { get; init; }

    /// <summary>Whom.</summary>
    public required string Name { get; init; }

    /// <summary>Number.</summary>
    public required string Phone { get; init; }

    /// <summary>Since when it waits.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When it was rung.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>answered or nobody; null with an end: the ticket ended first.</summary>
    public string? Outcome { get; init; }

    /// <summary>Who answered.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>Who rang.</summary>
    public string? StaffName { get; init; }
}
