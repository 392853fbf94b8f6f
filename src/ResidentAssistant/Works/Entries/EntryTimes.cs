using System.Globalization;
using ResidentAssistant.Conversations;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works.Entries;

/// <summary>Other times for a visit: those that keep the riser whole, offered and taken under the number of the community's plan, so that no place is given twice.</summary>
internal sealed class EntryTimes(EntryLog log, SourcedSettings settings)
{
    /// <summary>Sourced setting: flats a team can visit in one stretch. Not set: nothing is offered, a person decides.</summary>
    public const string MostPerStretch = "entry.most";

    /// <summary>Stretches that a household can have by itself, from tomorrow on.</summary>
    public async Task<IReadOnlyList<WorkSlot>> OfferedAsync(IReads reads, EntryTime time, DateTimeOffset now, CancellationToken ct)
    {
        // What is asked for today is a matter for the telephone.
        if (time.Day <= SiteClock.Day(now)) return [];
        if (await settings.On(reads as Transaction).FindAsync(MostPerStretch, time.CommunityId, SiteClock.Day(now), ct) is not SourcedSetting.Set { Value: var most }) return [];
        return await FreeAsync(reads, time, now, int.Parse(most, CultureInfo.InvariantCulture), ct);
    }

    /// <summary>Stretches that a colleague can give it, however many flats are there already.</summary>
    public Task<IReadOnlyList<WorkSlot>> GivenAsync(IReads reads, EntryTime time, DateTimeOffset now, CancellationToken ct) => FreeAsync(reads, time, now, int.MaxValue, ct);

    /// <summary>The step needs every flat of the riser at once, so no household can have another time alone.</summary>
    public static async Task<bool> NeedsEveryFlatAsync(IReads reads, EntryTime time, CancellationToken ct) =>
        (await PlanBook.OfRiserAsync(reads, time.RiserId, ct)).FirstOrDefault(p => p.Id == time.PlanId)?.Planned.Steps.FirstOrDefault(s => s.Step.Name == time.Step) is { Step.EveryFlat: true };

    /// <summary>Nobody plans or moves anything in the community until the transaction ends.</summary>
    public static async Task LockAsync(Transaction transaction, Guid communityId, CancellationToken ct)
    {
        await transaction.ExecuteAsync("insert into works_numbers (community_id, number) values (@communityId, 0) on conflict (community_id) do nothing", new { communityId }, ct);
        await transaction.ExecuteAsync("update works_numbers set number = number + 1 where community_id = @communityId", new { communityId }, ct);
    }

    /// <summary>Adds the visit's new time to the caller's writes, which hold the lock; the old one is kept as replaced.</summary>
    public void Move(Batch writes, FlatWork work, EntryTime time, WorkSlot slot, int number, Turn? turn, CurrentStaff? staff, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var (begins, ends) = (SiteClock.Instant(slot.Begins), SiteClock.Instant(slot.Ends));
        writes.Add("update entries set replaced_at = $2 where id = $1 and replaced_at is null", time.Id, now);
        writes.Add("insert into entries (id, plan_id, community_id, riser_id, household_id, step, begins_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            id, time.PlanId, time.CommunityId, time.RiserId, time.HouseholdId, time.Step, begins, ends);
        log.Add(writes, new EntryAct
        {
            Id = Guid.CreateVersion7(now), CommunityId = work.CommunityId, RiserId = work.RiserId, HouseholdId = work.HouseholdId, Number = number, EntryId = id, Kind = EntryKinds.Moved,
            Facts = new Dictionary<string, string> { ["step"] = time.Step, ["from"] = time.Slot.Words, ["to"] = slot.Words }, ConversationId = turn?.Conversation.Id, StaffId = staff?.Id, StaffName = staff?.Name, At = now,
        });
    }

    private async Task<IReadOnlyList<WorkSlot>> FreeAsync(IReads reads, EntryTime time, DateTimeOffset now, int most, CancellationToken ct)
    {
        if (await PlanBook.OfRiserAsync(reads, time.RiserId, ct) is not [{ Stands: true } plan, ..] || plan.Id != time.PlanId) return [];
        var taken = (await log.OfRiserAsync(reads, time.RiserId, ct)).SelectMany(f => f.Times).Select(t => new Entry(t.HouseholdId, t.Step, t.Slot)).ToList();
        var tonight = SiteClock.Day(now).ToDateTime(TimeOnly.MaxValue);
        return Offers.Of(plan.Planned, time.Step, taken, time.HouseholdId, tonight, most);
    }
}
