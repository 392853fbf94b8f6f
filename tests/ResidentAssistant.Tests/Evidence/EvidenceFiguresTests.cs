using System.Diagnostics;
using System.Globalization;
using ResidentAssistant.Evidence;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using Xunit.Abstractions;

namespace ResidentAssistant.Tests.Evidence;

/// <summary>How quickly a million records are numbered, proven and verified; the long round only.</summary>
public sealed class EvidenceFiguresTests(ITestOutputHelper output)
{
    private const int Records = 1_000_000;

    [LongFact]
    public Task A_million_records_on_postgresql_are_numbered_at_2000_a_second_and_verified_within_a_minute() => MeasureAsync(Provider.Postgres);

    [LongFact]
    public Task A_million_records_on_sqlite_are_numbered_at_2000_a_second_and_verified_within_a_minute() => MeasureAsync(Provider.Sqlite);

    private async Task MeasureAsync(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        var random = new Random(5);
        var (writing, linking) = (new Stopwatch(), new Stopwatch());
        for (var written = 0; written < Records; written += 20_000)
        {
            writing.Start();
            for (var i = 0; i < 20; i++) await world.Database.RunAsync(Records1000(world, random), default);
            writing.Stop();
            linking.Start();
            await world.LinkAsync();
            linking.Stop();
            if (written % 200_000 == 0)
            {
                world.Clock.Advance(TimeSpan.FromDays(1));
                await world.Heads.SignDayAsync(world.Clock.GetUtcNow(), default);
            }
        }

        var proving = Stopwatch.StartNew();
        var ids = await world.Database.QueryAsync<Guid>("select id from evidence_records where number % 9973 = 17 order by number", null, default);
        proving.Restart();
        var receipts = new List<(string, string)>();
        foreach (var id in ids) receipts.Add((id.ToString(), (await world.Receipts.OfAsync(id, default))!.Text));
        proving.Stop();
        await world.Database.ExecuteAsync("""
            insert into outcomes (id, conversation_id, community_id, household_id, proven, channel, dialog, version, result, slots, path, last_step, turns, started_at, ended_at)
            select id, id, community_id, household_id, true, 'kf', 'consent.intend', '5d3f1c9a7b2e4d60', 'recorded', '{}', '[]', 'end', 3, at, at from evidence_records
            """, null, default);
        var verifying = Stopwatch.StartNew();
        var verdict = await world.VerifyAsync([.. receipts]);
        verifying.Stop();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{provider}: written {Records / writing.Elapsed.TotalSeconds:0}/s, numbered {Records / linking.Elapsed.TotalSeconds:0}/s, a receipt {proving.Elapsed.TotalMilliseconds / ids.Count:0.0} ms and {receipts[^1].Item2.Length} characters, verified in {verifying.Elapsed.TotalSeconds:0.0} s"));
        verdict.Findings.ShouldBeEmpty();
        verdict.Leaves.ShouldBe(Records);
        verifying.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        (Records / linking.Elapsed.TotalSeconds).ShouldBeGreaterThan(2000);
    }

    private static Batch Records1000(EvidenceWorld world, Random random)
    {
        var writes = new Batch();
        for (var i = 0; i < 1000; i++)
        {
            world.Clock.Advance(TimeSpan.FromMilliseconds(30));
            world.Log.Add(writes, new EvidenceRecord
            {
                Id = Guid.CreateVersion7(world.Clock.GetUtcNow()), CommunityId = world.Community, Kind = "dialog.ended", HouseholdId = world.Households[i % 4], At = world.Clock.GetUtcNow(),
                Fields = new Dictionary<string, object?>
                {
                    ["channel"] = "kf", ["conversation"] = Guid.CreateVersion7(world.Clock.GetUtcNow()), ["dialog"] = "consent.intend", ["from"] = 1, ["to"] = random.Next(2, 20), ["proven"] = true,
                    ["result"] = "recorded", ["transcript"] = $"{random.NextInt64():x16}{random.NextInt64():x16}{random.NextInt64():x16}{random.NextInt64():x16}", ["version"] = "5d3f1c9a7b2e4d60",
                },
            });
        }

        return writes;
    }
}
