using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Channels;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Faults;

/// <summary>The program is asked to stop while a channel is slow to take a reply.</summary>
public sealed class StopTests
{
    [BothDatabases]
    public async Task A_graceful_stop_finishes_what_is_in_hand_and_loses_nothing(Provider provider)
    {
        await using var database = await TestDatabase.EmptyOnAsync(provider);
        using var keys = new TestKeys();
        await using var service = await BotService.StartAsync();
        using var arrived = new SemaphoreSlim(0);
        using var hold = new ManualResetEventSlim(false);
        service.Answer = _ =>
        {
            arrived.Release();
            hold.Wait(TimeSpan.FromSeconds(20));
            return (200, """{"id":"given"}""");
        };
        using var app = new AppProcess(new()
        {
            ["Storage:Provider"] = database.Settings.Provider, ["Storage:ConnectionString"] = database.Settings.ConnectionString, ["Keys:Path"] = keys.Folder.FullName, ["Logging:LogLevel:Default"] = "Warning",
        });
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = app.Address };
        using (var answer = await client.PostAsync("/api/messages", Body("m1"))) answer.IsSuccessStatusCode.ShouldBeTrue();
        await arrived.WaitAsync();

        // The reply is held by the channel, and a second message is on its way, when the stop comes.
        var second = client.PostAsync("/api/messages", Body("m2"));
        var stopping = app.StopAsync();
        await Task.WhenAny(stopping, Task.Delay(500));
        hold.Set();
        (await stopping).ShouldBe(0, app.Output);
        var taken = await SucceededAsync(second);

        await app.StartAsync();
        using (var answer = await client.PostAsync("/api/messages", Body("m2"))) answer.IsSuccessStatusCode.ShouldBeTrue();
        await SettledAsync();
        var turns = await new Transcript(database.Database, keys.Open()).AfterAsync(Channel, "emulator/stop", 0, 100, CancellationToken.None);
        turns.Select(t => t.Entries[0].Text).ShouldBe(["m1", "m2"], $"second answered: {taken}");
        var said = turns.SelectMany(t => t.Entries.Where(e => e.From == Speaker.Assistant).Select(e => e.Text!));
        // A reply whose answer was cut off comes again under the same id.
        service.Posted.Select(p => p.Body).DistinctBy(b => b["id"]!.GetValue<string>()).Select(b => b["text"]!.GetValue<string>()).ShouldBe(said);

        StringContent Body(string id)
        {
            JsonObject activity = service.Activity("stop", id, id);
            return new StringContent(activity.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        }

        async Task SettledAsync()
        {
            // A lease of a stopped node ends after thirty seconds on PostgreSQL; on SQLite the restart releases it.
            for (var i = 0; i < 450; i++)
            {
                if (await database.Database.FirstAsync<long>("select count(*) from outbox where state <> 'Sent'", null, CancellationToken.None) == 0) return;
                await Task.Delay(100);
            }
        }
    }

    private const string Channel = ResidentAssistant.Channels.BotFramework.BotChannel.ChannelName;

    private static async Task<bool> SucceededAsync(Task<HttpResponseMessage> sent)
    {
        try
        {
            using var answer = await sent;
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
