using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>Two persons of one flat disagree: a colleague is asked to decide, and whoever spoke before hears that it differs; never who said what.</summary>
internal sealed class Disputes(Database database, StaffTurns turns) : IDuty
{
    private const string News = "跟您说一声：换管子的事，您家有两位说的不一样。现在不算同意，也不算不同意。已经请工作人员跟您家核对，不着急。";

    /// <inheritdoc />
    public string Name => "disputes";

    /// <summary>Asks a colleague and notes who must hear of it, with the turn.</summary>
    public static void Open(Turn turn, Guid householdId, string reference, IEnumerable<Guid> conversations)
    {
        Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, "一户里两位说的不一样，请跟这家核对", reference, turn.Now);
        foreach (var conversation in conversations.Distinct())
            turn.Writes.Add("insert into dispute_news (id, household_id, conversation_id, made_at) values ($1, $2, $3, $4)", Guid.CreateVersion7(turn.Now), householdId, conversation, turn.Now);
    }

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        foreach (var news in await database.QueryAsync<Untold>("select id, household_id, conversation_id from dispute_news where told_at is null order by made_at limit 50", null, ct))
        {
            // The row's id is the message's identity in the conversation: two nodes tell it once.
            // Whoever no longer speaks for the flat hears nothing of it.
            await turns.TellAsync(news.ConversationId, news.HouseholdId, News, news.Id.ToString("N"), ct);
            await database.ExecuteAsync("update dispute_news set told_at = @now where id = @Id", new { news.Id, now }, ct);
        }
    }

    private sealed record Untold
    {
        public required Guid Id { get; init; }

        public required Guid HouseholdId { get; init; }

        public required Guid ConversationId { get; init; }
    }
}
