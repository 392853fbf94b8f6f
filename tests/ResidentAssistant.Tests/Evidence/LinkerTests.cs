using ResidentAssistant.Evidence;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Evidence;

public sealed class LinkerTests
{
    [BothDatabases]
    public async Task Nodes_that_link_at_once_number_every_record_once_and_without_a_gap(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        var written = await world.WriteAsync(2300);
        var nodes = Enumerable.Range(0, 4).Select(_ => new Linker(new EvidenceTrees(world.Database))).ToArray();

        await Task.WhenAll(nodes.Select(async node =>
        {
            while ((await world.Trees.WaitingAsync(default)).Count > 0) await node.RunAsync(world.Clock.GetUtcNow(), default);
        }));

        (await world.Database.QueryAsync<long>("select number from evidence_records order by number", null, default)).ShouldBe(Enumerable.Range(0, 2300).Select(i => (long)i));
        (await world.Database.QueryAsync<Guid>("select id from evidence_records", null, default)).ShouldBe(written, ignoreOrder: true);
        (await world.Database.FirstAsync<long>("select count(*) from evidence_unlinked", null, default)).ShouldBe(0);
        (await world.VerifyAsync()).Findings.ShouldBeEmpty();
    }

    [BothDatabases]
    public async Task A_node_that_lost_its_lease_numbers_nothing_more(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        await world.WriteAsync(10);
        var slow = (await world.Trees.TakeAsync(world.Community, default))!;
        var other = new EvidenceTrees(world.Database);
        (await other.TakeAsync(world.Community, default)).ShouldBeNull();

        await world.Database.ExecuteAsync("update evidence_trees set leased_until = @past", new { past = DateTimeOffset.UnixEpoch }, default);
        var taken = (await other.TakeAsync(world.Community, default))!;
        (await world.Trees.LinkAsync(slow, world.Clock.GetUtcNow(), default)).ShouldBeNull();
        (await world.Database.FirstAsync<long>("select count(*) from evidence_records", null, default)).ShouldBe(0);
        (await other.LinkAsync(taken, world.Clock.GetUtcNow(), default)).ShouldBe(10);
        (await world.VerifyAsync()).Leaves.ShouldBe(10);
    }

    [BothDatabases]
    public async Task A_receipt_of_any_record_is_proven_by_stored_subtrees_and_survives_its_compact_text(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        var ids = await world.WriteAsync(1300);
        (await world.Receipts.OfAsync(ids[0], default)).ShouldBeNull();
        await world.LinkAsync();
        await world.WriteAsync(7);
        await world.LinkAsync();

        foreach (var place in new[] { 0, 255, 256, 1023, 1299 })
        {
            var receipt = (await world.Receipts.OfAsync(ids[place], default))!;
            receipt.Number.ShouldBe(place);
            receipt.Head.Head.Size.ShouldBe(1307);
            Proofs.RootOf(receipt.Leaf, receipt.Number, receipt.Head.Head.Size, receipt.Proof).ShouldBe(receipt.Head.Head.Root);
            var read = Receipt.Read(receipt.Text)!;
            read.Text.ShouldBe(receipt.Text);
            read.Head.Head.Text.ShouldBe(receipt.Head.Head.Text);
            world.PublicKeys.Fault(read.Head).ShouldBeNull();
            // The largest QR code that a telephone still reads from paper holds about 1200 characters.
            receipt.Text.Length.ShouldBeLessThan(1200);
        }
    }
}
