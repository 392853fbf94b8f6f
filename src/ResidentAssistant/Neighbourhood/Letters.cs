using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>The printed letters: their codes prove a flat, can be replaced and revoked, and cannot be guessed by trying.</summary>
internal sealed class Letters(Database database, Register register, KeyRing keys, TimeProvider clock)
{
    /// <summary>Wrong codes a conversation may type in an hour.</summary>
    public const int TriesPerConversation = 5;

    /// <summary>Wrong codes that may be typed for one claimed flat in an hour, over all conversations.</summary>
    public const int TriesPerHousehold = 10;

    /// <summary>Wrong codes in an hour in the whole installation after which a code proves only the flat that was named with it: guessing is spread over conversations and flats too, and must not keep everybody else out.</summary>
    public const int TriesEverywhere = 60;

    private const string Purpose = "letter.code";
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Sealer sealer = keys.For(Purpose);

    /// <summary>Checks a code; a wrong one is counted by the turn's own writes, so it counts exactly when the answer was given.</summary>
    public async Task<LetterProof> ProveAsync(LetterAttempt attempt, Batch writes, CancellationToken ct)
    {
        if (LetterCode.TryParse(attempt.Text) is not { } code) return new LetterProof.NotACode();
        var wrong = (await database.FirstAsync<Wrong>("""
            select cast(sum(case when conversation_id = @ConversationId then 1 else 0 end) as integer) as here,
                   cast(sum(case when household_id = @ClaimedHouseholdId then 1 else 0 end) as integer) as flat,
                   cast(count(*) as integer) as everywhere,
                   min(case when conversation_id = @ConversationId or household_id = @ClaimedHouseholdId then at end) as first,
                   min(at) as first_everywhere
              from letter_attempts where at > @since
            """, new { attempt.ConversationId, attempt.ClaimedHouseholdId, since = attempt.At - Window }, ct))!;
        if (wrong.Here >= TriesPerConversation || wrong.Flat >= TriesPerHousehold)
            return new LetterProof.Refused((wrong.First ?? attempt.At) + Window);
        var guessed = wrong.Everywhere >= TriesEverywhere;
        if (guessed && attempt.ClaimedHouseholdId is null) return new LetterProof.Refused((wrong.FirstEverywhere ?? attempt.At) + Window) { Guessed = true };

        var found = await database.QueryAsync<Letter>($"""
            select l.id, l.household_id, l.revoked_at from letters l join households h on h.id = l.household_id
             where {database.Dialect.In("l.code_hash", "hashes")} and h.community_id = coalesce(@CommunityId, h.community_id)
            """, new { hashes = keys.HashesOf(Purpose, code.Digits).ToArray(), attempt.CommunityId }, ct);
        // After a rotation of keys two flats could share a code: then it proves neither.
        if (found.Where(l => l.RevokedAt is null).ToList() is [var valid] && (!guessed || valid.HouseholdId == attempt.ClaimedHouseholdId) && await register.HouseholdAsync(valid.HouseholdId, ct) is { } household)
            return new LetterProof.Proven(household, valid.Id) { Guessed = guessed };

        writes.Add("insert into letter_attempts (id, conversation_id, household_id, at) values ($1, $2, $3, $4)",
            Guid.CreateVersion7(attempt.At), attempt.ConversationId, attempt.ClaimedHouseholdId, attempt.At);
        var left = Math.Min(TriesPerConversation - wrong.Here, TriesPerHousehold - wrong.Flat) - 1;
        return found.Count > 0 && found.All(l => l.RevokedAt is not null) ? new LetterProof.Revoked(left) { Guessed = guessed } : new LetterProof.Wrong(left) { Guessed = guessed };
    }

    /// <summary>Issues a new letter for a flat; the former one no longer proves anything.</summary>
    public async Task<LetterCode> IssueAsync(Guid householdId, Guid? staffId, CancellationToken ct)
    {
        while (true)
        {
            var code = LetterCode.Random();
            if (await IsTakenAsync(code, ct)) continue;
            var writes = new Batch();
            Revoke(writes, householdId, staffId);
            Add(writes, householdId, code, staffId);
            await database.RunAsync(writes, ct);
            return code;
        }
    }

    /// <summary>Revokes a flat's letter without a new one; false when it had none.</summary>
    public async Task<bool> RevokeAsync(Guid householdId, Guid? staffId, CancellationToken ct)
    {
        var writes = new Batch();
        Revoke(writes, householdId, staffId);
        return (await database.RunAsync(writes, ct))[0] > 0;
    }

    /// <summary>The valid code of a flat for printing, or null.</summary>
    public async Task<LetterCode?> CodeOfAsync(Guid householdId, CancellationToken ct) =>
        await database.FirstAsync<byte[]>("select code from letters where household_id = @householdId and revoked_at is null", new { householdId }, ct)
            is { } code ? LetterCode.TryParse(sealer.OpenText(code)) : null;

    /// <summary>Codes that no letter has or ever had.</summary>
    public async Task<IReadOnlyList<LetterCode>> FreshAsync(int count, CancellationToken ct)
    {
        var fresh = new Dictionary<string, LetterCode>();
        while (fresh.Count < count)
        {
            var drawn = Enumerable.Range(0, Math.Min(500, count - fresh.Count)).Select(_ => LetterCode.Random()).DistinctBy(c => c.Digits).Where(c => !fresh.ContainsKey(c.Digits)).ToList();
            var hashes = drawn.SelectMany(c => keys.HashesOf(Purpose, c.Digits).Select(hash => (hash, c.Digits))).ToLookup(h => h.hash, h => h.Digits);
            var taken = (await database.QueryAsync<string>($"select code_hash from letters where {database.Dialect.In("code_hash", "hashes")}", new { hashes = hashes.Select(h => h.Key).ToArray() }, ct))
                .SelectMany(hash => hashes[hash]).ToHashSet();
            foreach (var code in drawn.Where(c => !taken.Contains(c.Digits))) fresh[code.Digits] = code;
        }

        return [.. fresh.Values];
    }

    /// <summary>A sealed code in the clear.</summary>
    public LetterCode Open(byte[] code) => LetterCode.TryParse(sealer.OpenText(code))!;

    /// <summary>Adds a letter with a given code; the caller has seen to it that the flat has none.</summary>
    public void Add(Batch writes, Guid householdId, LetterCode code, Guid? staffId)
    {
        var now = clock.GetUtcNow();
        writes.Add("insert into letters (id, household_id, code, code_hash, issued_at, issued_by) values ($1, $2, $3, $4, $5, $6)",
            Guid.CreateVersion7(now), householdId, sealer.SealText(code.Digits), keys.HashOf(Purpose, code.Digits), now, staffId);
    }

    private void Revoke(Batch writes, Guid householdId, Guid? staffId) => writes.Add(
        "update letters set revoked_at = $2, revoked_by = $3 where household_id = $1 and revoked_at is null", householdId, clock.GetUtcNow(), staffId);

    private async Task<bool> IsTakenAsync(LetterCode code, CancellationToken ct) => await database.FirstAsync<int>(
        $"select count(*) from letters where {database.Dialect.In("code_hash", "hashes")}", new { hashes = keys.HashesOf(Purpose, code.Digits).ToArray() }, ct) > 0;

    private sealed record Letter
    {
        public required Guid Id { get; init; }

        public required Guid HouseholdId { get; init; }

        public DateTimeOffset? RevokedAt { get; init; }
    }

    private sealed record Wrong
    {
        public int Here { get; init; }

        public int Flat { get; init; }

        public int Everywhere { get; init; }

        public DateTimeOffset? First { get; init; }

        public DateTimeOffset? FirstEverywhere { get; init; }
    }
}

/// <summary>Somebody typed a code, or opened the chat by the letter's QR.</summary>
internal sealed record LetterAttempt
{
    /// <summary>What was typed.</summary>
    public required string Text { get; init; }

    /// <summary>Conversation it was typed in.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>The instant of the turn.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Community the channel is tied to, when it is.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Flat the person said they live in, when they did.</summary>
    public Guid? ClaimedHouseholdId { get; init; }
}
