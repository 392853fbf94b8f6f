using ResidentAssistant.Consent;
using ResidentAssistant.Policy;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Consent;

public sealed class DisclosuresTests
{
    [BothDatabases]
    public async Task What_has_been_decided_is_told_with_its_source_and_changes_the_hash(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        using var keys = new TestKeys();
        var clock = new FakeClock();
        var settings = new SourcedSettings(test.Database, clock);
        var disclosures = new Disclosures(settings, new DisclosureVersions(test.Database, new ResidentAssistant.Consent.Ledger.ConsentLog(test.Database, new ResidentAssistant.Evidence.EvidenceLog(keys.Open()), settings, clock), new ResidentAssistant.Evidence.EvidenceLog(keys.Open()), clock), new Serving(drafts: true));
        var before = (await disclosures.NowAsync(null, clock.GetUtcNow(), default))!;
        before.Body.ShouldContain("还没有公布");

        await settings.SetAsync(new SettingDraft
        {
            Key = "disclosure.scope", Value = "厨房和卫生间的共用立管", Seen = 0, Source = "示例区方案第一条", ValidFrom = new DateOnly(2026, 11, 2), ValidTo = new DateOnly(2026, 11, 3),
            SetBy = Guid.NewGuid(), SetByName = "李示例",
        }, new DateOnly(2026, 11, 2), default);

        var after = (await disclosures.NowAsync(null, clock.GetUtcNow(), default))!;
        after.Body.ShouldContain("厨房和卫生间的共用立管（出处：示例区方案第一条）");
        after.Hash.ShouldNotBe(before.Hash);

        clock.Advance(TimeSpan.FromDays(2));
        (await disclosures.NowAsync(null, clock.GetUtcNow(), default))!.Body.ShouldContain("换什么：原来的规定到2026年11月3日为止，新的还没有公布，由");
    }

    [Fact]
    public void Every_item_of_the_disclosure_is_a_setting() => Disclosure.Items.ShouldAllBe(item => SettingCatalogue.Find(item.Setting) != null);
}
