using FakeWeCom;
using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.CustomerService;

/// <summary>The program is killed while residents write to it over WeChat; after the start every message is answered once, and nobody hears anything twice.</summary>
public sealed class KfKillTests
{
    private static readonly string[] Script = ["你好", "换管子", "3号楼2单元501"];

    private static int Rounds => Environment.GetEnvironmentVariable("RESIDENT_LONG") == "1" ? 20 : 1;

    [BothDatabases]
    public async Task Kill_in_the_middle_of_sixty_conversations_loses_nothing_and_says_nothing_twice(Provider provider)
    {
        await using var database = await TestDatabase.EmptyOnAsync(provider);
        using var keys = new TestKeys();
        await using var fake = await FakeWeComHost.StartAsync(new FakeWeComOptions { Seed = 5, Limits = { SyncWithoutToken = 1000 } });
        var account = fake.Options.KfAccounts[0].OpenKfId;
        using var app = new AppProcess(new()
        {
            ["Storage:Provider"] = database.Settings.Provider, ["Storage:ConnectionString"] = database.Settings.ConnectionString, ["Keys:Path"] = keys.Folder.FullName, ["Logging:LogLevel:Default"] = "Warning",
            ["WeCom:ApiBaseUrl"] = fake.Address.ToString(), ["WeCom:CorpId"] = fake.Options.CorpId, ["WeCom:Assistant:AgentId"] = "1000002", ["WeCom:Assistant:Secret"] = fake.App.Secret,
            ["WeCom:Assistant:Token"] = fake.App.Token, ["WeCom:Assistant:EncodingAesKey"] = fake.App.EncodingAesKey, [$"WeCom:Kf:Accounts:{account}"] = "东风社区",
        });
        fake.CallbackTo(new Uri(app.Address, "/wecom/callback").ToString());
        await app.StartAsync();
        var random = new Random(20261124);
        var people = Enumerable.Range(0, 60).Select(i => fake.Resident($"wmKill{i}")).ToList();
        var writing = people.Select(WriteAsync).ToList();
        for (var round = 0; round < Rounds && !writing.TrueForAll(w => w.IsCompleted); round++)
        {
            var goal = people.Sum(p => p.Received.Count) + random.Next(10, Math.Max(11, 150 / Rounds));
            await fake.UntilAsync(() => people.Sum(p => p.Received.Count) >= goal || writing.TrueForAll(w => w.IsCompleted), "some are answered", TimeSpan.FromMinutes(2));
            await app.KillAsync();
            await app.StartAsync();
        }

        await Task.WhenAll(writing);
        for (var i = 0; i < 900 && await database.Database.FirstAsync<long>("""
            select (select count(*) from outbox where state in ('Pending', 'Sending')) + (select count(*) from kf_messages where state = 'waiting')
            """, null, CancellationToken.None) > 0; i++) await Task.Delay(100);
        await app.KillAsync();

        var transcript = new Transcript(database.Database, keys.Open());
        foreach (var person in people)
        {
            var entries = (await transcript.AfterAsync("wecom-kf", $"{account}/{person.ExternalUserId}", 0, 100, CancellationToken.None)).SelectMany(t => t.Entries).ToList();
            entries.Where(e => e.From == Speaker.Resident).Select(e => e.Text).ShouldBe(Script, person.ExternalUserId);
            Bare(person.Received.Select(l => $"{l.Content["content"]}{l.Content["head_content"]}")).ShouldBe(Bare(entries.Where(e => e.From == Speaker.Assistant).Select(e => e.Text!)), person.ExternalUserId);
        }

        (await database.Database.QueryAsync<string>("select distinct state from outbox", null, CancellationToken.None)).ShouldBeSubsetOf(["Sent", "Unconfirmed"]);

        // Each writes on when he has been answered, as people do.
        async Task WriteAsync(FakeWeCom.Phones.ResidentPhone person)
        {
            foreach (var words in Script)
            {
                var before = person.Received.Count;
                person.Say(words);
                await fake.UntilAsync(() => person.Received.Count > before, $"{person.ExternalUserId} is answered", TimeSpan.FromMinutes(3));
            }
        }
    }

    private static string Bare(IEnumerable<string> texts) => string.Concat(string.Concat(texts).Where(c => !char.IsWhiteSpace(c)));
}
