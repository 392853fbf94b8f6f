using ResidentAssistant.Conversations;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Conversations;

public sealed class OutcomeStoreTests
{
    private static readonly StaffScope Everything = StaffScope.All(seesUnplaced: true);
    private readonly FakeClock clock = new();

    [BothDatabases]
    public async Task A_colleague_of_one_community_sees_nothing_of_another(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var seeds = new Seeds(test.Database, clock);
        var (a, b) = (await seeds.CommunityAsync("甲小区"), await seeds.CommunityAsync("乙小区"));
        await seeds.OutcomeAsync(a, "consent", "completed", """["a"]""", "a");
        await seeds.OutcomeAsync(b, "leak", "completed", """["a"]""", "a");
        var store = new OutcomeStore(test.Database);
        var scope = StaffScope.Of(seesUnplaced: true, a);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().Date);

        (await store.ListAsync(scope, new OutcomeFilter(), CancellationToken.None)).ShouldHaveSingleItem().Community.ShouldBe("甲小区");
        (await store.ListAsync(scope, new OutcomeFilter(Community: b), CancellationToken.None)).ShouldBeEmpty();
        (await store.WaysAsync(scope, today, today, CancellationToken.None)).ShouldHaveSingleItem().Dialog.ShouldBe("consent");
        (await store.DialogsAsync(scope, CancellationToken.None)).ShouldBe(["consent"]);
        (await store.CommunitiesAsync(scope, CancellationToken.None)).Select(c => c.Name).ShouldBe(["甲小区"]);
    }

    [BothDatabases]
    public async Task Pages_follow_one_another_without_gap_or_repetition(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var seeds = new Seeds(test.Database, clock);
        var made = new List<Guid>();
        for (var i = 0; i < 70; i++) made.Add(await seeds.OutcomeAsync(null, "consent", "completed", "[]", "a", clock.GetUtcNow().AddSeconds(i / 5)));
        var store = new OutcomeStore(test.Database);

        var seen = new List<Guid>();
        OutcomeKey? before = null;
        do
        {
            var lines = await store.ListAsync(Everything, new OutcomeFilter(Before: before), CancellationToken.None);
            seen.AddRange(lines.Take(OutcomeStore.PageSize).Select(l => l.Id));
            before = lines.Count > OutcomeStore.PageSize ? OutcomeKey.TryParse(new OutcomeKey(lines[OutcomeStore.PageSize - 1].EndedAt, lines[OutcomeStore.PageSize - 1].Id).ToString()) : null;
        }
        while (before is not null);

        seen.Count.ShouldBe(70);
        seen.ShouldBe(made, ignoreOrder: true);
    }

    [BothDatabases]
    public async Task Filters_narrow_by_dialog_kind_of_end_and_day_at_the_site(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var seeds = new Seeds(test.Database, clock);
        await seeds.OutcomeAsync(null, "consent", "recorded", "[]", "a");
        await seeds.OutcomeAsync(null, "consent", "expired", "[]", "a");
        // 00:30 on the third in Beijing is still the second in UTC.
        await seeds.OutcomeAsync(null, "leak", "handed-over", "[]", "a", new DateTimeOffset(2026, 11, 2, 16, 30, 0, TimeSpan.Zero));
        var store = new OutcomeStore(test.Database);

        (await ResultsAsync(store, new OutcomeFilter(Dialog: "leak"))).ShouldBe(["handed-over"]);
        (await ResultsAsync(store, new OutcomeFilter(End: OutcomeEnd.Completed))).ShouldBe(["recorded"]);
        (await ResultsAsync(store, new OutcomeFilter(End: OutcomeEnd.Handover))).ShouldBe(["handed-over"]);
        (await ResultsAsync(store, new OutcomeFilter(From: new DateOnly(2026, 11, 3), To: new DateOnly(2026, 11, 3)))).ShouldBe(["handed-over"]);
        (await store.DialogsAsync(Everything, CancellationToken.None)).ShouldBe(["consent", "leak"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x~y")]
    [InlineData("99999999999999999999~00000000000000000000000000000000")]
    [InlineData("1~nothex")]
    public void A_made_up_page_key_is_ignored(string text) => OutcomeKey.TryParse(text).ShouldBeNull();

    private static async Task<List<string>> ResultsAsync(OutcomeStore store, OutcomeFilter filter) =>
        [.. (await store.ListAsync(Everything, filter, CancellationToken.None)).Select(l => l.Result)];
}
