using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Faults;

/// <summary>The program is killed in the middle of 200 conversations and started again; nothing that was acknowledged may be lost or done twice.</summary>
public sealed class KillTests
{
    private static readonly string[] Script = ["/bench", "3号楼2单元501", "同意", "13800000000"];

    private static int Rounds => Environment.GetEnvironmentVariable("RESIDENT_LONG") == "1" ? 20 : 1;

    [BothDatabases]
    public async Task Kill_in_the_middle_of_200_conversations_loses_nothing_and_does_nothing_twice(Provider provider)
    {
        await using var database = await TestDatabase.EmptyOnAsync(provider);
        using var keys = new TestKeys();
        await using var client = await BotClient.StartAsync();
        using var app = new AppProcess(new()
        {
            ["Storage:Provider"] = database.Settings.Provider, ["Storage:ConnectionString"] = database.Settings.ConnectionString, ["Keys:Path"] = keys.Folder.FullName,
            ["Dialogs:Also"] = Path.Combine(AppContext.BaseDirectory, "bench"), ["Logging:LogLevel:Default"] = "Warning",
        });
        await app.StartAsync();
        var random = new Random(20261122);
        var acknowledged = 0;
        var conversations = Enumerable.Range(0, 200).Select(k => $"kill-{k}").ToList();
        var talks = conversations.Select(c => TalkAsync(c)).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            // Kills fall while messages are in flight: after a random share of them has been acknowledged.
            var goal = Volatile.Read(ref acknowledged) + random.Next(20, Math.Max(21, 700 / Rounds));
            while (Volatile.Read(ref acknowledged) < goal && !talks.TrueForAll(t => t.IsCompleted)) await Task.Delay(5);
            if (talks.TrueForAll(t => t.IsCompleted)) break;
            await app.KillAsync();
            await app.StartAsync();
        }

        await Task.WhenAll(talks).WaitAsync(TimeSpan.FromMinutes(4));
        await RepliesSettleAsync();
        await app.KillAsync();

        var transcript = new Transcript(database.Database, keys.Open());
        foreach (var conversation in conversations)
        {
            var turns = await transcript.AfterAsync("botframework", $"emulator/{conversation}", 0, 100, CancellationToken.None);
            turns.Select(t => t.Turn).ShouldBe(Enumerable.Range(1, Script.Length), conversation);
            turns.Select(t => t.Entries[0].Text!).ShouldBe(Script, conversation);
            var said = turns.SelectMany(t => t.Entries.Where(e => e.From == Speaker.Assistant).Select(e => e.Text!)).ToList();
            // A reply may be sent again after a lost answer, with the same id; each must have arrived, in order.
            client.Of(conversation).DistinctBy(r => r.Id).Select(r => r.Text).ShouldBe(said, conversation);
        }

        (await database.Database.FirstAsync<long>("select count(*) from outcomes where dialog = 'bench' and result = 'completed'", null, CancellationToken.None)).ShouldBe(200);
        (await database.Database.FirstAsync<long>("select count(*) from claims", null, CancellationToken.None)).ShouldBe(200);
        (await database.Database.FirstAsync<long>("select count(*) from outbox where state <> 'Sent'", null, CancellationToken.None)).ShouldBe(0);

        async Task TalkAsync(string conversation)
        {
            for (var i = 0; i < Script.Length; i++)
            {
                var id = $"m{i}";
                while (true)
                {
                    try
                    {
                        if (await client.PostAsync(app.Address, conversation, id, Script[i]) == 200) break;
                    }
                    catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                    {
                        // The program is down: a channel posts the same message again.
                    }

                    await Task.Delay(50);
                }

                Interlocked.Increment(ref acknowledged);
            }
        }

        async Task RepliesSettleAsync()
        {
            // A lease of a killed node ends after thirty seconds on PostgreSQL; on SQLite the restart releases it.
            for (var i = 0; i < 900; i++)
            {
                if (await database.Database.FirstAsync<long>("select count(*) from outbox where state <> 'Sent'", null, CancellationToken.None) == 0) return;
                await Task.Delay(100);
            }
        }
    }
}
