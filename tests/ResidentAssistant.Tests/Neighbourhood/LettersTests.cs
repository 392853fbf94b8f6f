using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Neighbourhood;

public sealed class LettersTests
{
    private readonly Guid conversation = Guid.NewGuid();

    [BothDatabases]
    public async Task A_code_proves_its_flat_however_it_is_written(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);

        foreach (var text in new[] { "82417730", "8241-7730", "８２４１－７７３０", "8241 7730", "码是82417730", "八二四一七七三零" })
            (await TryAsync(pilot, text)).ShouldBeOfType<LetterProof.Proven>(text).Household.ShortForm.ShouldBe("3-2-501");
    }

    [BothDatabases]
    public async Task Without_eight_digits_nothing_is_counted(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);

        foreach (var text in new[] { "我没收到信", "8241", "13800000001", "138 0000 0001", "3-2-501", "" })
            (await TryAsync(pilot, text)).ShouldBeOfType<LetterProof.NotACode>(text);

        (await pilot.Database.FirstAsync<int>("select count(*) from letter_attempts", null, default)).ShouldBe(0);
    }

    [BothDatabases]
    public async Task After_five_wrong_codes_even_the_right_one_waits_an_hour(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var first = pilot.Clock.GetUtcNow();
        for (var left = 4; left >= 0; left--)
        {
            (await TryAsync(pilot, "00000000")).ShouldBe(new LetterProof.Wrong(left));
            pilot.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        (await TryAsync(pilot, "8241-7730")).ShouldBe(new LetterProof.Refused(first + TimeSpan.FromHours(1)));
        (await TryAsync(pilot, "8241-7730", Guid.NewGuid())).ShouldBeOfType<LetterProof.Proven>();

        pilot.Clock.AdvanceTo(first + TimeSpan.FromHours(1));
        (await TryAsync(pilot, "8241-7730")).ShouldBeOfType<LetterProof.Proven>();
    }

    [BothDatabases]
    public async Task Many_conversations_cannot_guess_at_one_flat_together(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var claimed = (await pilot.HouseholdAsync("1-1-101")).Id;

        for (var i = 0; i < Letters.TriesPerHousehold; i++) (await TryAsync(pilot, "00000000", Guid.NewGuid(), claimed)).ShouldBeOfType<LetterProof.Wrong>();

        (await TryAsync(pilot, "00000000", Guid.NewGuid(), claimed)).ShouldBeOfType<LetterProof.Refused>();
    }

    [BothDatabases]
    public async Task While_codes_are_guessed_all_over_a_code_proves_only_the_flat_named_with_it(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var first = pilot.Clock.GetUtcNow();
        for (var i = 0; i < Letters.TriesEverywhere; i++) (await TryAsync(pilot, "00000000", Guid.NewGuid(), Guid.NewGuid())).ShouldBeOfType<LetterProof.Wrong>();

        (await TryAsync(pilot, "8241-7730")).ShouldBe(new LetterProof.Refused(first + TimeSpan.FromHours(1)) { Guessed = true });
        (await TryAsync(pilot, "8241-7730", Guid.NewGuid(), (await pilot.HouseholdAsync("3-2-502")).Id)).ShouldBeOfType<LetterProof.Wrong>();
        (await TryAsync(pilot, "8241-7730", Guid.NewGuid(), (await pilot.HouseholdAsync("3-2-501")).Id)).ShouldBeOfType<LetterProof.Proven>();

        pilot.Clock.AdvanceTo(first + TimeSpan.FromHours(1));
        (await TryAsync(pilot, "8241-7730")).ShouldBeOfType<LetterProof.Proven>();
    }

    [BothDatabases]
    public async Task A_wrong_code_counts_only_when_its_turn_commits(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);

        await pilot.Letters.ProveAsync(new LetterAttempt { Text = "00000000", ConversationId = conversation, At = pilot.Clock.GetUtcNow() }, new Batch(), default);

        (await TryAsync(pilot, "00000000")).ShouldBe(new LetterProof.Wrong(4));
    }

    [BothDatabases]
    public async Task A_new_letter_replaces_the_old_one(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var home = await pilot.HouseholdAsync("3-2-501");

        var code = await pilot.Letters.IssueAsync(home.Id, Guid.NewGuid(), default);

        (await TryAsync(pilot, code.Shown)).ShouldBeOfType<LetterProof.Proven>().Household.ShouldBe(home);
        (await TryAsync(pilot, "8241-7730")).ShouldBe(new LetterProof.Revoked(4));
        (await pilot.Letters.CodeOfAsync(home.Id, default)).ShouldBe(code);
    }

    [BothDatabases]
    public async Task A_revoked_letter_proves_nothing(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var home = await pilot.HouseholdAsync("3-2-501");

        (await pilot.Letters.RevokeAsync(home.Id, null, default)).ShouldBeTrue();
        (await pilot.Letters.RevokeAsync(home.Id, null, default)).ShouldBeFalse();

        (await TryAsync(pilot, "8241-7730")).ShouldBeOfType<LetterProof.Revoked>();
        (await pilot.Letters.CodeOfAsync(home.Id, default)).ShouldBeNull();
    }

    [BothDatabases]
    public async Task A_channel_of_one_community_takes_only_its_own_letters(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        LetterAttempt In(Guid community) => new() { Text = "82417730", ConversationId = conversation, At = pilot.Clock.GetUtcNow(), CommunityId = community };

        (await pilot.Letters.ProveAsync(In(Guid.NewGuid()), new Batch(), default)).ShouldBeOfType<LetterProof.Wrong>();
        (await pilot.Letters.ProveAsync(In(Pilot.CommunityId), new Batch(), default)).ShouldBeOfType<LetterProof.Proven>();
    }

    [BothDatabases]
    public async Task Letters_printed_before_a_rotation_of_keys_still_prove(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        pilot.Keys.Rotate();
        var rotated = new Letters(pilot.Database, pilot.Register, pilot.ReopenKeys(), pilot.Clock);

        var proof = await rotated.ProveAsync(new LetterAttempt { Text = "82417730", ConversationId = conversation, At = pilot.Clock.GetUtcNow() }, new Batch(), default);

        proof.ShouldBeOfType<LetterProof.Proven>();
    }

    [BothDatabases]
    public async Task No_code_stands_in_the_database_in_the_clear(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);

        (await pilot.Database.QueryAsync<string>("select code_hash from letters", null, default)).ShouldAllBe(hash => hash.Length == 24);
        (await pilot.Database.QueryAsync<byte[]>("select code from letters", null, default))
            .ShouldAllBe(code => !System.Text.Encoding.Latin1.GetString(code).Contains("82417730", StringComparison.Ordinal));
    }

    private async Task<LetterProof> TryAsync(PilotCommunity pilot, string text, Guid? from = null, Guid? claimed = null)
    {
        var writes = new Batch();
        var attempt = new LetterAttempt { Text = text, ConversationId = from ?? conversation, At = pilot.Clock.GetUtcNow(), ClaimedHouseholdId = claimed };
        var proof = await pilot.Letters.ProveAsync(attempt, writes, default);
        if (writes.Statements.Count > 0) await pilot.Database.RunAsync(writes, default);
        return proof;
    }
}
