using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Staff;

public sealed class DeskStoreTests
{
    private readonly FakeClock clock = new();

    [BothDatabases]
    public async Task A_colleague_sees_own_communities_and_what_has_no_place_yet(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var seeds = new Seeds(test.Database, clock);
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        await seeds.DeskItemAsync(a, "handover", false, "甲小区的事");
        await seeds.DeskItemAsync(b, "emergency", true, "乙小区的事");
        await seeds.DeskItemAsync(null, "emergency", true, "还不知道哪里的事");

        (await TitlesAsync(test, StaffScope.Of(seesUnplaced: true, a))).ShouldBe(["还不知道哪里的事", "甲小区的事"]);
        (await TitlesAsync(test, StaffScope.Of(seesUnplaced: false, a))).ShouldBe(["甲小区的事"]);
        (await TitlesAsync(test, StaffScope.Of(seesUnplaced: false))).ShouldBeEmpty();
        (await TitlesAsync(test, StaffScope.All(seesUnplaced: false))).ShouldBe(["乙小区的事", "甲小区的事"]);
        (await TitlesAsync(test, StaffScope.All(seesUnplaced: true))).Count.ShouldBe(3);
        (await TitlesAsync(test, StaffScope.All(seesUnplaced: true), urgentOnly: true)).Count.ShouldBe(2);
    }

    [BothDatabases]
    public async Task What_may_still_settle_by_itself_is_not_shown_yet(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var writes = new ResidentAssistant.Storage.Batch();
        ResidentAssistant.Messaging.Desk.Add(writes, "voice", false, null, null, "一段语音", null, clock.GetUtcNow(), TimeSpan.FromMinutes(3));
        await test.Database.RunAsync(writes, CancellationToken.None);

        (await TitlesAsync(test, StaffScope.All(true))).ShouldBeEmpty();
        clock.Advance(TimeSpan.FromMinutes(3));
        (await TitlesAsync(test, StaffScope.All(true))).ShouldBe(["一段语音"]);
    }

    [BothDatabases]
    public async Task Done_stays_with_the_first_who_did_it_and_outside_the_scope_nothing_changes(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var desk = new DeskStore(test.Database, clock);
        var a = Guid.NewGuid();
        var id = await new Seeds(test.Database, clock).DeskItemAsync(a, "emergency", true, "跑水");
        var stranger = Staff(StaffRole.Committee, Guid.NewGuid());
        var (first, second) = (Staff(StaffRole.Committee, a), Staff(StaffRole.Property, a));

        (await desk.DoneAsync(id, stranger, CancellationToken.None)).ShouldBeFalse();
        (await desk.DoneAsync(id, first, CancellationToken.None)).ShouldBeTrue();
        (await desk.DoneAsync(id, second, CancellationToken.None)).ShouldBeTrue();

        (await test.Database.FirstAsync<Guid>("select done_by from desk_items where id = @id", new { id }, CancellationToken.None)).ShouldBe(first.Id);
        (await TitlesAsync(test, StaffScope.All(true))).ShouldBeEmpty();
    }

    private static CurrentStaff Staff(StaffRole role, Guid community) =>
        new(Guid.NewGuid(), "x", "小李", role, StaffScope.Of(Permissions.SeesUnplaced(role), community), false);

    private async Task<List<string>> TitlesAsync(TestDatabase test, StaffScope scope, bool urgentOnly = false) =>
        [.. (await new DeskStore(test.Database, clock).OpenAsync(scope, urgentOnly, CancellationToken.None)).Select(i => i.Title)];
}
