using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Tests.Consent.Ledger;

/// <summary>Rows of the log, written straight into the tables.</summary>
internal sealed class LedgerSeeds(Database database, TimeProvider clock)
{
    private int turn;

    public Task<int> SayAsync(Household home, Guid riser, string answer, string? reason = null) => database.ExecuteAsync("""
        insert into intents (id, reference, community_id, riser_id, household_id, answer, reason, disclosure_hash, dialog, dialog_version, asked, asked_hash, conversation_id, turn, channel, recorded_at)
        values (@id, 'Y-0001', @CommunityId, @riser, @household, @answer, @reason, 'd', 'consent.intend', 'v', '', '', @conversation, @turn, 'test', @now)
        """, new
    {
        id = Guid.CreateVersion7(clock.GetUtcNow()), home.CommunityId, riser, household = home.Id, answer, reason, conversation = Guid.NewGuid(), turn = ++turn, now = clock.GetUtcNow(),
    }, default);

    public static ConsentAct Act(Household home, Guid riser, string kind, Guid after, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), CommunityId = home.CommunityId, RiserId = riser, HouseholdId = home.Id, Kind = kind, After = after, StaffId = Guid.NewGuid(), StaffName = "居委会小李", At = at,
    };
}
