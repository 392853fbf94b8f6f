using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Conversations;

/// <summary>Whoever writes from a proven flat is reachable: a colleague's finding that nobody can be reached ends by itself, with the reason.</summary>
/// <remarks>It is looked for here and not in each turn: hardly any flat is ever not reachable, and nearly every turn would ask in vain.</remarks>
internal sealed class HeardAgain(Database database, Transcript transcript, Register register, Reachability reachability) : IDuty
{
    // What was told without an answer stands behind the person's last word.
    private const int Looked = 10;

    private static readonly Editor Assistant = new(null, "居民助手");

    /// <inheritdoc />
    public string Name => "heard-again";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        var talks = await database.QueryAsync<Talk>($"""
            select h.id as household_id, h.not_reachable_since as since, c.id, c.version
              from households h join conversations c on c.household_id = h.id
             where h.not_reachable_since is not null and c.proven and {Proofs.Hold} and c.last_at > h.not_reachable_since limit 50
            """, null, ct);
        foreach (var talk in talks)
            if (await SpokeAsync(talk, ct) && await register.HouseholdAsync(talk.HouseholdId, ct) is { } household) await reachability.ReachableAsync(household, "认过门的住户在聊天里说话了", Assistant, ct);
    }

    private async Task<bool> SpokeAsync(Talk talk, CancellationToken ct)
    {
        for (var turn = talk.Version; turn > 0 && turn > talk.Version - Looked; turn--)
            if (await transcript.TurnAsync(talk.Id, turn, ct) is { } said && said.Entries.Any(e => e.From is Speaker.Resident && e.At > talk.Since)) return true;
        return false;
    }

    private sealed record Talk
    {
        public required Guid HouseholdId { get; init; }

        public required DateTimeOffset Since { get; init; }

        public required Guid Id { get; init; }

        public required int Version { get; init; }
    }
}
