using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>Every second, on every node: writes down who took a ticket, and calls the next of the ladder about those whose time has come.</summary>
/// <remarks>
/// What is decided is written with the number of the newest act that was seen: of two writers the second writes nothing. A node that dies has written nothing or all of it, and its claim
/// ends after three seconds.
/// </remarks>
internal sealed partial class EscalationDuty(Database database, TicketLog log, TicketStore store, TicketJoining joining, Policies policies, Calling calling, StaffSender sender, TimeProvider clock, ILogger<EscalationDuty> logger) : IDuty
{
    private const int AtOnce = 4;
    private const int PerClaim = 20;

    // The round that pages goes on in time also in a storm; what is left is claimed a second later, or by another node.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    // A ladder that has nobody on any step is run through at once; more than this is a fault of the ladder.
    private const int MostAtOnce = PolicyText.MostSteps + 2;

    /// <inheritdoc />
    public string Name => "escalation";

    /// <inheritdoc />
    public bool Urgent => true;

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        var called = 0;
        var began = clock.GetTimestamp();
        var standing = new Standing(policies);
        try
        {
            await joining.StraightenAsync(now, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Crooked(fault);
        }

        do
        {
            var claimed = await log.ClaimAsync(now, PerClaim, ct);
            await Parallel.ForEachAsync(claimed, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (id, stop) =>
            {
                try
                {
                    if (await LookAsync(id, standing, now, stop)) Interlocked.Increment(ref called);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    // One ticket that cannot be read is no reason to leave the others.
                    Broken(fault, id);
                }
            });
            if (claimed.Count < PerClaim) break;
        }
        while (clock.GetElapsedTime(began) < Longest);

        if (called > 0 && sender.Ways.Count > 0) await sender.LookAsync(ct);
    }

    private async Task<bool> LookAsync(Guid id, Standing standing, DateTimeOffset now, CancellationToken ct)
    {
        if (await log.OneAsync(database, id, ct) is not { MainId: null } ticket)
        {
            await log.LetGoAsync(id, ct);
            return false;
        }

        var acts = new List<TicketAct>();
        // Who takes the matter at the desk or on a card answers for the ticket; who calls it done there has at least taken it.
        if (await log.TakenAtDeskAsync(id, ct) is { } taken)
            acts.Add(new TicketAct { Id = Guid.CreateVersion7(taken.At), Kind = ActKinds.Acknowledged, At = taken.At, StaffId = taken.StaffId, StaffName = taken.StaffName, Words = taken.Done == 0 ? "" : "在今日待办点了办完" });

        var policy = await standing.OfAsync(ticket, now, ct);
        var calls = await calling.BeginAsync(ticket, policy, now, ct);
        Timeline timeline;
        NextCall? next;
        DateTimeOffset? due;
        while (true)
        {
            timeline = new Timeline(ticket.OpenedAt, [.. ticket.Acts, .. acts]);
            next = Ladder.Next(timeline, policy, now);
            due = next?.At;
            if (next is null || next.At > now || acts.Count >= MostAtOnce) break;
            // After an alarm the silent steps are not written down again and again: it stands until somebody can be called.
            if (next is { Alarm: false, Step: 0 } && timeline.Calls(next.For) is [.., { Kind: ActKinds.Alarm }] && !await calls.AnybodyAsync(ct))
            {
                due = now + policy.Repeat;
                break;
            }

            if (acts.Count == 0 && await calls.IsLeftToDeskAsync(next, timeline, ct))
            {
                await log.LetGoAsync(id, ct);
                return false;
            }

            acts.Add(await calls.CallAsync(next, timeline, ct));
        }

        if (!await WriteAsync(ticket, acts, timeline.State, due, calls.Writes, now, ct))
        {
            // Somebody acted meanwhile: looked at again in a second, on what stands then.
            await log.LetGoAsync(id, ct);
            return false;
        }

        foreach (var act in acts.Where(a => a.Kind is ActKinds.Alarm)) NobodyAtAll(ticket.Reference, act.Id);
        return calls.Writes.Statements.Count > 0;
    }

    private async Task<bool> WriteAsync(TicketFile ticket, IReadOnlyList<TicketAct> acts, TicketState state, DateTimeOffset? due, Batch calls, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await database.BeginAsync(ct);
        if (!await store.ActsAsync(transaction, ticket, acts, state, due, now, ct)) return false;
        await transaction.RunAsync(calls, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "Ticket {TicketId} could not be looked at; it is tried again")]
    private partial void Broken(Exception fault, Guid ticketId);

    [LoggerMessage(LogLevel.Error, "Tickets that follow others could not be put right; it is tried again")]
    private partial void Crooked(Exception fault);

    [LoggerMessage(LogLevel.Critical, "Nobody can be called about ticket {Reference} (act {ActId}): neither a colleague with WeCom nor a number is known on any step")]
    private partial void NobodyAtAll(string reference, Guid actId);

    // The ladders as they stand in one round: a storm asks for the same few.
    private sealed class Standing(Policies policies)
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<(Guid?, string), Lazy<Task<EscalationPolicy>>> known = new();

        public Task<EscalationPolicy> OfAsync(TicketFile ticket, DateTimeOffset now, CancellationToken ct) =>
            known.GetOrAdd((ticket.CommunityId, ticket.Class), _ => new(() => policies.OfAsync(ticket.CommunityId, ticket.Fault, now, ct))).Value;
    }
}
