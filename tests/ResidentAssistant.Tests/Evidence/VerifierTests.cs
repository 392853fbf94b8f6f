using System.Globalization;
using ResidentAssistant.Evidence;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Evidence;

/// <summary>Whoever owns the database may change it; the verifier says what was changed.</summary>
public sealed class VerifierTests
{
    [BothDatabases]
    public async Task What_was_left_alone_verifies_and_erased_words_do_not_matter(Provider provider)
    {
        await using var world = await DaysAsync(provider);

        var verdict = await world.VerifyAsync();

        verdict.Findings.ShouldBeEmpty();
        (verdict.Leaves, verdict.Records, verdict.Heads).ShouldBe((310, 310, 3));
    }

    [BothDatabases]
    public async Task One_flipped_byte_of_a_record_names_the_record(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        await world.TamperAsync("evidence_records", "update evidence_records set body = replace(body, 'agree', 'agref') where number = 17");

        Only(await world.VerifyAsync()).ShouldBe($"{await NameAsync(world, 17)}: its text is not the text that was numbered");
    }

    [BothDatabases]
    public async Task A_changed_column_names_the_record(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        await world.TamperAsync("evidence_records", "update evidence_records set household_id = @household where number = 204", "update evidence_records set kind = 'consent.claim' where number = 205",
            "update evidence_records set at = '2026-11-02T00:00:00Z' where number = 206");

        (await world.VerifyAsync()).Findings.Select(f => f.ToString()).ShouldBe([
            $"{await NameAsync(world, 204)}: the column household_id is not what its text says",
            $"{await NameAsync(world, 205)}: the column kind says consent.claim, its text says test.said",
            $"{await NameAsync(world, 206)}: the column at is not what its text says",
        ]);
    }

    [BothDatabases]
    public async Task A_record_rewritten_with_its_leaf_names_the_head_of_its_day_and_the_records_between(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        var body = (await world.Database.FirstAsync<string>("select body from evidence_records where number = 150", null, default))!.Replace("agree", "refuse", StringComparison.Ordinal);
        var leaf = Convert.ToHexStringLower(MerkleTree.Leaf(System.Text.Encoding.UTF8.GetBytes(body)));
        await world.TamperAsync("evidence_records", $"update evidence_records set body = '{body}', leaf = {Bytes(world, leaf)} where number = 150");

        Only(await world.VerifyAsync()).ShouldBe($"head 2026-11-03 of community {world.Community}: has another root than the records it counts: one of those numbered 100 to 199 was changed, added, removed or moved");
    }

    [BothDatabases]
    public async Task A_removed_row_is_named_by_its_number(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        await world.TamperAsync("evidence_records", "delete from evidence_records where number = 120");

        Only(await world.VerifyAsync()).ShouldBe($"record number 120 of community {world.Community}: is missing");
    }

    [BothDatabases]
    public async Task A_removed_row_whose_gap_was_closed_names_the_head(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        await world.TamperAsync("evidence_records", "delete from evidence_records where number = 120", "update evidence_records set number = -number where number > 120",
            "update evidence_records set number = -number - 1 where number < 0", "update evidence_trees set size = size - 1");

        (await world.VerifyAsync()).Findings[0].Where.ShouldBe($"head 2026-11-03 of community {world.Community}");
    }

    [BothDatabases]
    public async Task Two_swapped_rows_name_the_head(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        await world.TamperAsync("evidence_records", "update evidence_records set number = -1 where number = 30", "update evidence_records set number = 30 where number = 31",
            "update evidence_records set number = 31 where number = -1");

        (await world.VerifyAsync()).Findings[0].Where.ShouldBe($"head 2026-11-02 of community {world.Community}");
    }

    [BothDatabases]
    public async Task A_tail_cut_off_names_the_first_number_and_the_heads_that_counted_more(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        await world.TamperAsync("evidence_records", "delete from evidence_records where number >= 250");

        (await world.VerifyAsync()).Findings.Select(f => f.ToString()).ShouldBe([
            $"head 2026-11-04 of community {world.Community}: counts 300 records, but only 250 are left: the end was cut off from number 250 on",
            $"record number 250 of community {world.Community}: is missing at the end: 310 were numbered",
        ]);
    }

    [BothDatabases]
    public async Task A_tail_cut_off_after_the_last_head_is_seen_too_and_so_is_one_changed_record_there(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        await world.TamperAsync("evidence_records", "delete from evidence_records where number >= 305");

        Only(await world.VerifyAsync()).ShouldBe($"record number 305 of community {world.Community}: is missing at the end: 310 were numbered");
    }

    [BothDatabases]
    public async Task A_tail_cut_off_with_its_head_and_the_tree_set_back_is_shown_by_whoever_holds_a_paper_of_it(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        var printed = (await world.Heads.OfAsync(world.Community, default))[^1];
        var receipt = (await world.Receipts.OfAsync(await world.Database.FirstAsync<Guid>("select id from evidence_records where number = 280", null, default), default))!;
        var tree = new Frontier();
        foreach (var leaf in await world.Database.QueryAsync<byte[]>("select leaf from evidence_records where number < 250 order by number", null, default)) tree.Add(leaf);
        await world.TamperAsync("evidence_heads", "delete from evidence_heads where day = '2026-11-04'");
        await world.TamperAsync("evidence_records", "delete from evidence_records where number >= 250", $"update evidence_trees set size = 250, root = {Bytes(world, Convert.ToHexStringLower(tree.Root))}");

        (await world.VerifyAsync()).Findings.ShouldBeEmpty("what only the database knows cannot show what the database lost");
        Only(await world.VerifyAsync(("board.txt", printed.Text))).ShouldBe("head board.txt: counts 300 records, but only 250 are left: the end was cut off from number 250 on");
        (await world.VerifyAsync(("Y-0280", receipt.Text))).Findings.ShouldHaveSingleItem().Where.ShouldBe("receipt Y-0280");
    }

    [BothDatabases]
    public async Task A_tree_without_its_heads_is_named_once_its_records_stand_for_two_days(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        await world.TamperAsync("evidence_heads", "delete from evidence_heads where day = '2026-11-04'");
        (await world.VerifyAsync()).Findings.ShouldBeEmpty();
        await world.TamperAsync("evidence_heads", "delete from evidence_heads");

        Only(await world.VerifyAsync()).ShouldBe($"tree of community {world.Community}: has records from number 0 on that no head with a right signature counts, although they stand for more than 2 days");
    }

    [BothDatabases]
    public async Task What_is_numbered_while_it_is_verified_is_no_fault_and_what_the_linker_did_not_number_is(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        (await new Verifier(world.PublicKeys).RunAsync(new Growing(new DatabaseArchive(world.Database), () => world.DayAsync(5)), [], default)).Findings.ShouldBeEmpty();

        await world.Database.ExecuteAsync("""
            insert into evidence_records (community_id, number, id, kind, household_id, riser_id, at, body, leaf)
            select community_id, number + 1, @id, kind, household_id, riser_id, at, body, leaf from evidence_records order by number desc limit 1
            """, new { id = Guid.CreateVersion7() }, default);
        var size = await world.Database.FirstAsync<long>("select size from evidence_trees", null, default);
        Only(await world.VerifyAsync()).ShouldBe($"record number {size} of community {world.Community}: was added past the linker, which has numbered {size}");
    }

    [BothDatabases]
    public async Task A_row_without_its_record_and_a_record_without_its_row_are_named(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        var (proven, forged, changed, lost) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var now = world.Clock.GetUtcNow();
        var writes = new Batch();
        foreach (var id in new[] { proven, changed, lost })
            world.Log.Add(writes, new EvidenceRecord { Id = id, CommunityId = world.Community, Kind = "disclosure.shown", At = now });
        foreach (var (id, happened) in new[] { (proven, "shown"), (forged, "shown"), (changed, "acknowledged") })
        {
            writes.Add("insert into disclosures_shown (id, event, hash, community_id, household_id, proven, conversation_id, turn, channel, message_id, recorded_at) values ($1, $2, 'h', $3, null, true, $1, 1, 'web', 'm', $4)",
                id, happened, world.Community, now);
        }

        await world.Database.RunAsync(writes, default);
        await world.LinkAsync();

        (await world.VerifyAsync()).Findings.Select(f => f.ToString()).ShouldBe([
            $"row {forged} of disclosures_shown: has no record that says the same", $"row {changed} of disclosures_shown: has no record that says the same",
            $"record {lost}: proves a row of disclosures_shown that is not there",
        ], ignoreOrder: true);
    }

    [BothDatabases]
    public async Task A_head_that_was_changed_or_signed_by_another_is_named(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        using var other = new TestKeys();
        var stranger = other.Open();
        var last = (await world.Heads.OfAsync(world.Community, default))[^1].Head;
        var (key, signature) = stranger.TreeHeads.Sign(last.Bytes);
        await world.TamperAsync("evidence_heads", "update evidence_heads set size = size - 1 where day = '2026-11-02'",
            $"update evidence_heads set key = '{key}', signature = {Bytes(world, Convert.ToHexStringLower(signature))} where day = '2026-11-04'");

        var findings = (await world.VerifyAsync()).Findings.Select(f => f.ToString()).ToList();
        findings.ShouldContain($"head 2026-11-02 of community {world.Community}: has a wrong signature");
        findings.ShouldContain($"head 2026-11-04 of community {world.Community}: is signed with the key {key}, which is not among the public keys");
    }

    [BothDatabases]
    public async Task A_day_rewritten_whole_with_tree_and_subtrees_names_its_head(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        var bodies = await world.Database.QueryAsync<string>("select body from evidence_records order by number", null, default);
        var tree = new Frontier();
        var statements = new List<string> { "delete from evidence_subtrees" };
        await world.TamperAsync("evidence_subtrees");
        foreach (var (number, body) in bodies.Index())
        {
            var text = number is >= 100 and < 200 ? body.Replace("agree", "refuse", StringComparison.Ordinal) : body;
            var leaf = MerkleTree.Leaf(System.Text.Encoding.UTF8.GetBytes(text));
            tree.Add(leaf);
            if (text != body) statements.Add(string.Create(CultureInfo.InvariantCulture, $"update evidence_records set body = '{text}', leaf = {Bytes(world, Convert.ToHexStringLower(leaf))} where number = {number}"));
        }

        statements.Add($"update evidence_trees set root = {Bytes(world, Convert.ToHexStringLower(tree.Root))}");
        await world.TamperAsync("evidence_records", [.. statements]);

        Only(await world.VerifyAsync()).ShouldStartWith($"head 2026-11-03 of community {world.Community}: has another root than the records it counts: one of those numbered 100 to 199");
    }

    [BothDatabases]
    public async Task A_receipt_outlives_what_was_rewritten_after_it_was_given(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        var ids = await world.WriteAsync(40);
        await world.LinkAsync();
        var receipt = (await world.Receipts.OfAsync(ids[12], default))!;
        await world.WriteAsync(40);
        await world.LinkAsync();
        (await world.VerifyAsync(("Y-0012", receipt.Text))).Findings.ShouldBeEmpty();
        (await world.VerifyAsync(("Y-0012", receipt.Text[..^8] + "AAAAAAAA"))).Findings.ShouldHaveSingleItem().Where.ShouldBe("receipt Y-0012");
        (await world.VerifyAsync(("note", "RA1.hello"))).Findings.ShouldHaveSingleItem().What.ShouldBe("is neither a receipt nor a head, or its proof does not fit");

        await world.TamperAsync("evidence_records", "update evidence_records set number = -1 where number = 12", "update evidence_records set number = 12 where number = 13",
            "update evidence_records set number = 13 where number = -1");
        (await world.VerifyAsync(("Y-0012", receipt.Text))).Findings[0].ToString().ShouldBe("receipt Y-0012: is for another record than the one numbered 12");

        await world.TamperAsync("evidence_records", "delete from evidence_records", "delete from evidence_trees");
        (await world.VerifyAsync(("Y-0012", receipt.Text))).Findings.ShouldHaveSingleItem().Where.ShouldBe("receipt Y-0012");
    }

    [BothDatabases]
    public async Task A_head_from_the_notice_board_shows_a_database_rewritten_with_the_keys_at_hand(Provider provider)
    {
        await using var world = await DaysAsync(provider);
        var printed = (await world.Heads.OfAsync(world.Community, default))[1];
        (await world.VerifyAsync(("board.txt", printed.Text))).Findings.ShouldBeEmpty();

        // Everything is wiped and other records are written, linked and signed in its place.
        await world.TamperAsync("evidence_records", "delete from evidence_records", "delete from evidence_trees");
        await world.TamperAsync("evidence_heads", "delete from evidence_heads");
        await world.TamperAsync("evidence_subtrees", "delete from evidence_subtrees");
        await world.DayAsync(250);

        (await world.VerifyAsync()).Findings.ShouldBeEmpty();
        Only(await world.VerifyAsync(("board.txt", printed.Text))).ShouldStartWith("head board.txt: has another root than the records it counts");
    }

    // Three days with heads of 100 records each, and ten records after them.
    private static async Task<EvidenceWorld> DaysAsync(Provider provider)
    {
        var world = await EvidenceWorld.OnAsync(provider);
        for (var day = 0; day < 3; day++) await world.DayAsync(100);
        await world.WriteAsync(10);
        await world.LinkAsync();
        return world;
    }

    private static string Only(Verdict verdict) => verdict.Findings.ShouldHaveSingleItem().ToString();

    private static async Task<string> NameAsync(EvidenceWorld world, long number) =>
        $"record {await world.Database.FirstAsync<Guid>("select id from evidence_records where number = @number", new { number }, default)} (number {number} of community {world.Community})";

    private static string Bytes(EvidenceWorld world, string hex) => world.Database.Dialect is Dialect.Sqlite ? $"x'{hex}'" : $"'\\x{hex}'::bytea";

    // Grows while it is read, as a running installation does.
    private sealed class Growing(IArchive archive, Func<Task> meanwhile) : IArchive
    {
        public TimeSpan? Unsigned => archive.Unsigned;

        public Task<IReadOnlyList<Guid>> CommunitiesAsync(CancellationToken ct) => archive.CommunitiesAsync(ct);

        public async IAsyncEnumerable<ArchivedLeaf> LeavesAsync(Guid communityId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            await meanwhile();
            await foreach (var leaf in archive.LeavesAsync(communityId, ct)) yield return leaf;
        }

        public async Task<IReadOnlyList<SignedHead>> HeadsAsync(Guid communityId, CancellationToken ct)
        {
            var heads = await archive.HeadsAsync(communityId, ct);
            await meanwhile();
            return heads;
        }

        public Task<(long Size, byte[] Root)> TreeAsync(Guid communityId, CancellationToken ct) => archive.TreeAsync(communityId, ct);

        public Task<IReadOnlyList<Finding>> OwnFindingsAsync(CancellationToken ct) => archive.OwnFindingsAsync(ct);
    }
}
