using System.Data.Common;
using ResidentAssistant.Policy;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Policy;

public sealed class SourcedSettingsTests
{
    private static readonly DateOnly Today = new(2026, 11, 2);
    private static readonly Guid Colleague = Guid.NewGuid();

    [BothDatabases]
    public async Task Nobody_has_decided_and_the_sentence_says_who_will(Provider provider)
    {
        await using var policy = await OnAsync(provider);

        var visits = (await policy.Settings.FindAsync("visits.count", null, Today, default)).ShouldBeOfType<SourcedSetting.NotSet>();

        visits.DecidedBy.ShouldBe("街道办事处");
        visits.Sentence.ShouldBe("上门沟通的次数：还没有公布，由街道办事处决定。");
    }

    [BothDatabases]
    public async Task A_decision_is_read_back_with_its_source_and_validity(Provider provider)
    {
        await using var policy = await OnAsync(provider);

        (await policy.Settings.SetAsync(Draft("visits.count", " 03 ") with { ValidTo = Today.AddDays(30), DecidedBy = "" }, Today, default)).ShouldBe(1);

        var visits = (await policy.Settings.FindAsync("visits.count", policy.CommunityId, Today, default)).ShouldBeOfType<SourcedSetting.Set>();
        visits.Number.ShouldBe(3);
        (visits.DecidedBy, visits.ValidFrom, visits.ValidTo, visits.Ours).ShouldBe(("街道办事处", Today, Today.AddDays(30), false));
        visits.Sentence.ShouldBe("不同意的人家，工作人员上门沟通3次。（出处：示例街道办公会纪要，2026年10月30日）");
    }

    [BothDatabases]
    public async Task A_decision_holds_from_its_first_day_to_its_last(Provider provider)
    {
        await using var policy = await OnAsync(provider);
        await policy.Settings.SetAsync(Draft("visits.gap", "7") with { ValidFrom = Today.AddDays(2), ValidTo = Today.AddDays(4) }, Today, default);
        async Task<bool> Holds(int days) => await policy.Settings.FindAsync("visits.gap", null, Today.AddDays(days), default) is SourcedSetting.Set;

        (await Holds(1)).ShouldBeFalse();
        (await Holds(2)).ShouldBeTrue();
        (await Holds(4)).ShouldBeTrue();
        (await Holds(5)).ShouldBeFalse();
        (await policy.Settings.FindAsync("visits.gap", null, Today.AddDays(5), default)).Sentence
            .ShouldBe("两次上门隔多久：原来的规定到2026年11月6日为止，新的还没有公布，由街道办事处决定。");
    }

    [BothDatabases]
    public async Task What_a_newer_decision_replaced_does_not_come_back_when_that_one_ends(Provider provider)
    {
        await using var policy = await OnAsync(provider);
        await policy.Settings.SetAsync(Draft("visits.gap", "7"), Today, default);
        await policy.Settings.SetAsync(Draft("visits.gap", "14") with { Seen = 1, ValidFrom = Today.AddDays(5), ValidTo = Today.AddDays(9) }, Today, default);
        async Task<string> On(int days) => await policy.Settings.FindAsync("visits.gap", null, Today.AddDays(days), default) is SourcedSetting.Set set ? set.Value : "not set";

        (await On(4)).ShouldBe("7");
        (await On(5)).ShouldBe("14");
        (await On(10)).ShouldBe("not set");
    }

    [BothDatabases]
    public async Task A_community_goes_before_the_installation(Provider provider)
    {
        await using var policy = await OnAsync(provider);
        await policy.Settings.SetAsync(Draft("notice.entry", "48"), Today, default);
        await policy.Settings.SetAsync(Draft("notice.entry", "72") with { CommunityId = policy.CommunityId }, Today, default);
        async Task<string> In(Guid? community) => (await policy.Settings.FindAsync("notice.entry", community, Today, default)).ShouldBeOfType<SourcedSetting.Set>().Value;

        (await In(null)).ShouldBe("48");
        (await In(Guid.NewGuid())).ShouldBe("48");
        (await In(policy.CommunityId)).ShouldBe("72");

        await policy.Settings.SetAsync(Draft("notice.entry", null) with { CommunityId = policy.CommunityId, Seen = 1 }, Today, default);
        (await In(policy.CommunityId)).ShouldBe("48");
    }

    [BothDatabases]
    public async Task A_withdrawn_decision_is_not_set_and_stays_in_the_history(Provider provider)
    {
        await using var policy = await OnAsync(provider);
        await policy.Settings.SetAsync(Draft("visits.count", "3"), Today, default);
        policy.Clock.Advance(TimeSpan.FromHours(1));
        await policy.Settings.SetAsync(Draft("visits.count", null) with { Seen = 1, Source = "写错了" }, Today, default);

        (await policy.Settings.FindAsync("visits.count", null, Today, default)).ShouldBeOfType<SourcedSetting.NotSet>().EndedOn.ShouldBeNull();
        (await policy.Settings.HistoryAsync(null, default)).Select(r => (r.Revision, r.Value, r.SetByName, r.SetAt)).ShouldBe(
            [(2, null, "李示例", policy.Clock.GetUtcNow()), (1, "3", "李示例", policy.Clock.GetUtcNow() - TimeSpan.FromHours(1))]);
    }

    [BothDatabases]
    public async Task The_history_cannot_be_changed(Provider provider)
    {
        await using var policy = await OnAsync(provider);
        await policy.Settings.SetAsync(Draft("visits.count", "3"), Today, default);

        await Should.ThrowAsync<DbException>(() => policy.Test.Database.ExecuteAsync("update settings set value = '9'", null, default));
        await Should.ThrowAsync<DbException>(() => policy.Test.Database.ExecuteAsync("delete from settings", null, default));
    }

    [BothDatabases]
    public async Task Two_colleagues_at_once_cannot_overwrite_each_other(Provider provider)
    {
        await using var policy = await OnAsync(provider);
        await policy.Settings.SetAsync(Draft("visits.count", "3"), Today, default);

        var late = await Should.ThrowAsync<RefusedException>(() => policy.Settings.SetAsync(Draft("visits.count", "5"), Today, default));
        late.Code.ShouldBe("ChangedSince");

        var race = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            try
            {
                await policy.Settings.SetAsync(Draft("visits.count", "6") with { Seen = 1 }, Today, default);
                return true;
            }
            catch (RefusedException refused) when (refused.Code == "ChangedSince")
            {
                return false;
            }
        })));
        race.Count(won => won).ShouldBe(1);
    }

    [BothDatabases]
    public async Task The_emergency_deadlines_are_never_not_set(Provider provider)
    {
        await using var policy = await OnAsync(provider);

        (await policy.Settings.DurationAsync("danger.acknowledge", null, Today, default)).ShouldBe(TimeSpan.FromMinutes(5));
        (await policy.Settings.DurationAsync("danger.on-site", null, Today, default)).ShouldBe(TimeSpan.FromMinutes(30));
        (await policy.Settings.DurationAsync("danger.water-off", null, Today, default)).ShouldBe(TimeSpan.FromMinutes(60));
        var ours = (await policy.Settings.FindAsync("danger.on-site", null, Today, default)).ShouldBeOfType<SourcedSetting.Set>();
        ours.Ours.ShouldBeTrue();
        ours.Sentence.ShouldEndWith("（这是居民助手自己定的安全时限，不是政府的规定。）");

        await policy.Settings.SetAsync(Draft("danger.on-site", "20") with { ValidTo = Today }, Today, default);

        (await policy.Settings.FindAsync("danger.on-site", null, Today, default)).ShouldBeOfType<SourcedSetting.Set>().ShouldSatisfyAllConditions(s => s.Number.ShouldBe(20), s => s.Ours.ShouldBeFalse());
        (await policy.Settings.DurationAsync("danger.on-site", null, Today.AddDays(1), default)).ShouldBe(TimeSpan.FromMinutes(30));
    }

    [BothDatabases]
    public async Task All_settings_come_in_the_order_of_the_catalogue(Provider provider)
    {
        await using var policy = await OnAsync(provider);
        await policy.Settings.SetAsync(Draft("disclosure.scope", "厨房和卫生间的共用立管"), Today, default);

        var all = await policy.Settings.AllAsync(policy.CommunityId, Today, default);

        all.Select(s => s.Definition).ShouldBe(SettingCatalogue.All);
        all.OfType<SourcedSetting.Set>().Select(s => s.Definition.Key).ShouldBe(
            ["disclosure.scope", "notice.outage", "notice.quiet", "notice.group-limit", "danger.acknowledge", "danger.on-site", "danger.water-off", "phone.fire", "phone.ambulance", "phone.police", "phone.water", "phone.citizen"]);
    }

    [BothDatabases]
    public async Task The_funding_sentence_ended_with_2025(Provider provider)
    {
        await using var policy = await OnAsync(provider);

        (await policy.Settings.FindAsync("funding.after-refusal", null, new DateOnly(2025, 12, 31), default)).ShouldBeOfType<SourcedSetting.Set>().Source.ShouldContain("征求意见稿");
        (await policy.Settings.FindAsync("funding.after-refusal", null, new DateOnly(2026, 1, 1), default)).ShouldBeOfType<SourcedSetting.NotSet>().Sentence.ShouldContain("2025年12月31日");
    }

    [BothDatabases]
    public async Task Less_than_the_law_asks_for_is_refused(Provider provider)
    {
        await using var policy = await OnAsync(provider);

        (await policy.Settings.FindAsync("notice.outage", null, Today, default)).ShouldBeOfType<SourcedSetting.Set>().ShouldSatisfyAllConditions(s => s.Number.ShouldBe(24), s => s.Source.ShouldBe("《城市供水条例》第二十二条"));
        var refused = await Should.ThrowAsync<RefusedException>(() => policy.Settings.SetAsync(Draft("notice.outage", "12"), Today, default));
        refused.Message.ShouldBe("不能少于24小时：《城市供水条例》第二十二条。");
        await policy.Settings.SetAsync(Draft("notice.outage", "48"), Today, default);
    }

    internal static SettingDraft Draft(string key, string? value) => new()
    {
        Key = key, Value = value, Seen = 0, Source = "示例街道办公会纪要，2026年10月30日", ValidFrom = Today, SetBy = Colleague, SetByName = "李示例",
    };

    private static async Task<OnePolicy> OnAsync(Provider provider)
    {
        var policy = new OnePolicy(await TestDatabase.OnAsync(provider));
        await policy.Test.Database.ExecuteAsync("insert into communities (id, name, street, committee, created_at) values (@CommunityId, 'a', 'b', 'c', @now)",
            new { policy.CommunityId, now = policy.Clock.GetUtcNow() }, default);
        return policy;
    }

    private sealed class OnePolicy(TestDatabase test) : IAsyncDisposable
    {
        public TestDatabase Test { get; } = test;

        public FakeClock Clock { get; } = new();

        public Guid CommunityId { get; } = Guid.NewGuid();

        public SourcedSettings Settings => new(Test.Database, Clock);

        public ValueTask DisposeAsync() => Test.DisposeAsync();
    }
}
