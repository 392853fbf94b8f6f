using System.Collections.Concurrent;
using System.Diagnostics;
using ResidentAssistant.Tests.Infrastructure;
using Xunit.Abstractions;

namespace ResidentAssistant.Tests.WeCom;

/// <summary>WeCom waits: two hundred callbacks a second are each answered within one.</summary>
public sealed class CallbackRateTests(ITestOutputHelper output)
{
    private const int PerSecond = 200;

    [LongFact]
    public Task Two_hundred_callbacks_a_second_are_answered_within_one_on_SQLite() => AnswersAsync(Provider.Sqlite);

    [LongFact]
    public Task Two_hundred_callbacks_a_second_are_answered_within_one_on_PostgreSQL() => AnswersAsync(Provider.Postgres);

    private async Task AnswersAsync(Provider provider)
    {
        await using var database = await TestDatabase.EmptyOnAsync(provider);
        using var keys = new TestKeys();
        using var app = new AppProcess(new(CallbackHost.Settings)
        {
            ["Storage:Provider"] = database.Settings.Provider, ["Storage:ConnectionString"] = database.Settings.ConnectionString, ["Keys:Path"] = keys.Folder.FullName, ["Logging:LogLevel:Default"] = "Error",
        });
        await app.StartAsync();
        using var vendor = new CallbackSender(app.Address, TimeProvider.System);
        for (var i = 0; i < 50; i++) await vendor.DeliverAsync(CallbackSender.Message("先热一热", i));

        var took = new ConcurrentBag<TimeSpan>();
        var began = Stopwatch.GetTimestamp();
        var all = new List<Task>();
        // Sent when their time has come, whether or not the ones before are answered.
        for (var i = 0; i < 20 * PerSecond; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.FromMilliseconds(1)) await Task.Delay(due);
            all.Add(OneAsync(i));
        }

        await Task.WhenAll(all);
        var sorted = took.Order().ToList();
        output.WriteLine($"{provider}: median {sorted[sorted.Count / 2].TotalMilliseconds:0} ms, p99 {sorted[sorted.Count * 99 / 100].TotalMilliseconds:0} ms, longest {sorted[^1].TotalMilliseconds:0} ms");
        sorted[^1].ShouldBeLessThan(TimeSpan.FromSeconds(1));

        async Task OneAsync(int number)
        {
            var sent = Stopwatch.GetTimestamp();
            (await vendor.DeliverAsync(CallbackSender.Message("3号楼漏水", number))).Status.ShouldBe(200);
            took.Add(Stopwatch.GetElapsedTime(sent));
        }
    }
}
