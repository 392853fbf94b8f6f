using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>An exercise: a burst that is none, with the real ladder and the real clock. Nobody but colleagues hears of it, and it counts in no figure.</summary>
internal sealed class Drill(Database database, Register register, TicketStore store, TimeProvider clock)
{
    /// <summary>Begins one in a community and returns its ticket; refuses while another runs there.</summary>
    public async Task<Guid> BeginAsync(Guid communityId, CurrentStaff staff, CancellationToken ct)
    {
        if (!staff.Scope.Sees(communityId) || await register.CommunityAsync(communityId, ct) is null) throw new RefusedException("NotFound", "没有找到这个小区，可能不在您负责的范围。", StatusCodes.Status404NotFound);
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        if (await transaction.FirstAsync<string>("select reference from tickets where community_id = @communityId and drill = @yes and closed_at is null", new { communityId, yes = true }, ct) is { } running)
            throw new RefusedException("DrillRuns", $"这个小区的演练 {running} 还没结。请先把它办完，再开始下一回。", StatusCodes.Status409Conflict);
        var (id, fault) = (Guid.CreateVersion7(now), FaultClass.Find("burst")!);
        var reference = await References.NextAsync(transaction, 'E', ct);
        var writes = new Batch();
        // It was reported in no conversation: its own id stands for one, and nobody is ever told there.
        store.Open(writes, id, reference, fault, null, communityId, id, 0, null, now);
        writes.Add("update tickets set drill = $2 where id = $1", id, true);
        Desk.Add(writes, "emergency", urgent: true, communityId, null, $"【演练】{fault.Title}", reference, now);
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return id;
    }
}
