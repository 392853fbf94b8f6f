using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Messaging.ToStaff;

public sealed class PacingTests
{
    private static readonly Pace Minute = new("robot-minute", "duty", 20, TimeSpan.FromMinutes(1));
    private readonly FakeClock clock = new();

    [BothDatabases]
    public async Task Two_nodes_that_ask_at_once_never_pass_the_limit_together(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        await using var second = Database.For(test.Settings);
        var nodes = new[] { new Pacing(test.Database, clock), new Pacing(second, clock) };
        var other = new Pace("app-day", "1", 100, TimeSpan.FromDays(1));

        var grants = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() =>
            nodes[i % 2].TakeAsync(i % 4 < 2 ? [Minute, other] : [other, Minute], 1, joinable: false, urgent: true, CancellationToken.None))));

        grants.Sum(g => g.Calls).ShouldBe(20);
        grants.Where(g => g.Calls == 0).ShouldAllBe(g => g.Rule == "robot-minute" && g.NextAt > clock.GetUtcNow());
    }

    [BothDatabases]
    public async Task What_is_used_up_is_remembered_over_a_restart_and_forgotten_after_its_time(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);

        (await TakeAsync(test, 20)).Calls.ShouldBe(20);
        var refused = await TakeAsync(test, 1);
        refused.Calls.ShouldBe(0);
        clock.AdvanceTo(refused.NextAt);
        (await TakeAsync(test, 1)).Calls.ShouldBe(1);
    }

    [BothDatabases]
    public async Task When_the_provider_says_no_nothing_goes_until_its_time(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var until = clock.GetUtcNow().AddMinutes(1);

        await new Pacing(test.Database, clock).BlockAsync(Minute, until, CancellationToken.None);

        (await TakeAsync(test, 1)).ShouldBe(new Grant(0, until, "robot-minute"));
        clock.AdvanceTo(until);
        (await TakeAsync(test, 1)).Calls.ShouldBe(1);
    }

    private Task<Grant> TakeAsync(TestDatabase test, int wanted) =>
        new Pacing(test.Database, clock).TakeAsync([Minute], wanted, joinable: false, urgent: true, CancellationToken.None);
}
