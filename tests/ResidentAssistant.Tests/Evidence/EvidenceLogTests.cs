using System.Text.Json;
using ResidentAssistant.Evidence;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Evidence;

public sealed class EvidenceLogTests
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 11, 2, 2, 0, 0, 123, TimeSpan.Zero).AddTicks(4567);

    [BothDatabases]
    public async Task A_record_commits_with_what_it_proves_and_holds_personal_words_only_as_salted_hashes(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        using var keys = new TestKeys();
        var log = new EvidenceLog(keys.Open());
        var record = new EvidenceRecord
        {
            Id = Guid.CreateVersion7(At), CommunityId = Guid.CreateVersion7(At), Kind = "application.signed", HouseholdId = Guid.CreateVersion7(At), At = At,
            Fields = new Dictionary<string, object?> { ["reference"] = "A-0137", ["scan"] = null }, Personal = new Dictionary<string, string> { ["signer"] = "王秀英" },
        };

        var writes = new Batch();
        log.Add(writes, record);
        await test.Database.RunAsync(writes, default);

        var row = (await test.Database.FirstAsync<Row>("select id, community_id, household_id, riser_id, kind, at, body, number from evidence", null, default))!;
        row.Id.ShouldBe(record.Id);
        row.HouseholdId.ShouldBe(record.HouseholdId);
        row.RiserId.ShouldBeNull();
        row.Number.ShouldBeNull();
        row.At.ShouldBe(new DateTimeOffset(2026, 11, 2, 2, 0, 0, 123, TimeSpan.Zero));
        row.Body.ShouldNotContain("王");
        var field = (await log.PersonalAsync(test.Database, record.Id, default)).ShouldHaveSingleItem();
        field.Words.ShouldBe("王秀英");
        JsonDocument.Parse(row.Body).RootElement.GetProperty("personal").GetProperty("signer").GetString().ShouldBe(Commitment.Of(field.Salt, "王秀英"));
        row.Body.ShouldBe($$$"""{"at":"2026-11-02T02:00:00.123Z","community":"{{{record.CommunityId}}}","fields":{"reference":"A-0137","scan":null},"household":"{{{record.HouseholdId}}}","id":"{{{record.Id}}}","kind":"application.signed","personal":{"signer":"{{{Commitment.Of(field.Salt, "王秀英")}}}"},"v":1}""");
    }

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required Guid CommunityId { get; init; }

        public Guid? HouseholdId { get; init; }

        public Guid? RiserId { get; init; }

        public required string Kind { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string Body { get; init; }

        public long? Number { get; init; }
    }
}
