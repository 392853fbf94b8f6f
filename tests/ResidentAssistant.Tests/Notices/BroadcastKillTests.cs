using FakeWeCom;
using FakeWeCom.Phones;
using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Messaging.ToGroups;
using ResidentAssistant.Notices;
using ResidentAssistant.Notices.Groups;
using ResidentAssistant.Policy;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Web;
using Microsoft.Extensions.Configuration;
using Xunit.Abstractions;

namespace ResidentAssistant.Tests.Notices;

/// <summary>The program is killed in the middle of broadcasts; after the start everybody has been told once, and the ledger says what WeCom's log says.</summary>
public sealed class BroadcastKillTests(ITestOutputHelper output)
{
    private const int People = 40;

    private static readonly CurrentStaff Colleague = new(Guid.NewGuid(), "li", "居委会小李", StaffRole.Committee, StaffScope.All(true), false);

    private static int Rounds => Environment.GetEnvironmentVariable("RESIDENT_LONG") == "1" ? 20 : 1;

    [BothDatabases]
    public async Task Kill_in_the_middle_of_a_broadcast_skips_nobody_and_tells_nobody_twice(Provider provider)
    {
        await using var database = await TestDatabase.EmptyOnAsync(provider);
        using var keys = new TestKeys();
        await using var fake = await FakeWeComHost.StartAsync(new FakeWeComOptions { Seed = 5, Limits = { SyncWithoutToken = 1000 } });
        using var app = new AppProcess(new()
        {
            ["Storage:Provider"] = database.Settings.Provider, ["Storage:ConnectionString"] = database.Settings.ConnectionString, ["Keys:Path"] = keys.Folder.FullName, ["Logging:LogLevel:Default"] = "Warning",
            ["WeCom:ApiBaseUrl"] = fake.Address.ToString(), ["WeCom:CorpId"] = fake.Options.CorpId, ["WeCom:Assistant:AgentId"] = "1000002", ["WeCom:Assistant:Secret"] = fake.App.Secret,
            ["WeCom:Assistant:Token"] = fake.App.Token, ["WeCom:Assistant:EncodingAesKey"] = fake.App.EncodingAesKey, [$"WeCom:Kf:Accounts:{fake.Options.KfAccounts[0].OpenKfId}"] = "东风社区",
        });
        fake.CallbackTo(new Uri(app.Address, "/wecom/callback").ToString());
        await app.StartAsync();
        var random = new Random(20261123);
        var people = Enumerable.Range(0, People).Select(i => fake.Resident($"wmTold{i:00}")).ToList();
        await SayAsync(fake, people, "你好");
        await ProveAsync(database.Database, people);

        var killedAfter = new List<int>();
        for (var round = 1; round <= Rounds; round++)
        {
            // Whoever writes may be written to again.
            await SayAsync(fake, people, "谢谢");
            await PublishAsync(database.Database, keys, Title(round));
            var goal = random.Next(0, People);
            await fake.UntilAsync(() => people.Count(p => Heard(p, round) > 0) >= goal, "some are told", TimeSpan.FromMinutes(2));
            await app.KillAsync();
            killedAfter.Add(people.Count(p => Heard(p, round) > 0));
            await app.StartAsync();
        }

        for (var i = 0; i < 900 && await WaitingAsync(database.Database) > 0; i++) await Task.Delay(100);
        await app.KillAsync();

        output.WriteLine($"{provider}: killed after {string.Join(", ", killedAfter)} of {People} were told");
        foreach (var person in people)
            Enumerable.Range(1, Rounds).Select(r => Heard(person, r)).ShouldAllBe(times => times == 1, person.ExternalUserId);
        (await database.Database.QueryAsync<string>("select distinct state from notice_reach where way = 'Chat'", null, default)).ShouldBe([nameof(ReachState.Sent)]);
        (await database.Database.FirstAsync<long>("select count(*) from notice_reach where way = 'Chat'", null, default)).ShouldBe(Rounds * People);
        foreach (var version in await database.Database.QueryAsync<Published>("select id, notice_id from notice_versions", null, default))
            (await new ReachLedger(database.Database, new("test"), new EvidenceLog(keys.Open()), TimeProvider.System).CountsAsync(version.NoticeId, version.Id, default))!.Told.ShouldBe(0, "sent is not told");
    }

    private static string Title(int round) => $"停水通知，第{round}份";

    private static int Heard(ResidentPhone person, int round) => person.Received.Count(l => l.Text.Contains($"【{Title(round)}】", StringComparison.Ordinal));

    private static async Task SayAsync(FakeWeComHost fake, IReadOnlyList<ResidentPhone> people, string words)
    {
        var before = people.Select(p => p.Received.Count).ToList();
        foreach (var person in people) person.Say(words);
        await fake.UntilAsync(() => people.Zip(before).All(p => p.First.Received.Count > p.Second), "everybody is answered", TimeSpan.FromMinutes(3));
    }

    // Each has shown the letter of his flat; when there are more people than flats, some live together.
    internal static async Task ProveAsync(Database database, IReadOnlyList<ResidentPhone> people)
    {
        var now = DateTimeOffset.UtcNow;
        var homes = await database.QueryAsync<Guid>("select id from households where community_id = @CommunityId order by id limit @Count", new { Pilot.CommunityId, people.Count }, default);
        var (writes, letters) = (new Batch(), new Dictionary<Guid, Guid>());
        foreach (var (person, home) in people.Select((p, i) => (p, homes[i % homes.Count])))
        {
            var conversation = await database.FirstAsync<Guid>("select id from conversations where user_id = @ExternalUserId", new { person.ExternalUserId }, default);
            // One letter a flat.
            var letter = letters.TryGetValue(home, out var known) ? known : letters[home] = await database.FirstAsync<Guid?>("select id from letters where household_id = @home and revoked_at is null", new { home }, default) ?? Guid.CreateVersion7(now);
            writes.Add("insert into letters (id, household_id, code, code_hash, issued_at) values ($1, $2, $3, $4, $5) on conflict do nothing", letter, home, letter.ToByteArray(), letter.ToString("N"), now);
            Proofs.Add(writes, conversation, home, letter, now);
            writes.Add("update conversations set community_id = $2, household_id = $3, proven = $4 where id = $1", conversation, Pilot.CommunityId, home, true);
        }

        await database.RunAsync(writes, default);
    }

    private static async Task PublishAsync(Database database, TestKeys keys, string title)
    {
        var drafts = new NoticeDrafts(database, TimeProvider.System);
        var draft = new NoticeDraft { Id = Guid.Empty, CommunityId = Pilot.CommunityId, Template = "outage", Audience = new Audience { Everybody = true }, Filled = new Dictionary<string, string>() };
        var begun = (await drafts.FindAsync(await drafts.BeginAsync(draft, Colleague, default), default))!;
        await new NoticeStore(database, new EvidenceLog(keys.Open()), Groups(database, keys), TimeProvider.System).PublishAsync(begun, title, "12月1日（星期二）8点到18点，厨房停水。", "全小区", TimeProvider.System.GetUtcNow(), urgent: false, Colleague, default);
    }

    private static NoticeGroups Groups(Database database, TestKeys keys) => new(database, new CustomerGroups(database, TimeProvider.System), new SourcedSettings(database, TimeProvider.System),
        new NoticeLinks(new ResidentLink(keys.Open(), TimeProvider.System), new ConfigurationBuilder().Build(), TimeProvider.System), TimeProvider.System);

    private static Task<long> WaitingAsync(Database database) => database.FirstAsync<long>("""
        select (select count(*) from outbox where state in ('Pending', 'Sending')) + (select count(*) from kf_messages where state = 'waiting') + (select count(*) from notice_reach where state in ('Queued', 'Sending'))
        """, null, default);

    private sealed record Published
    {
        public required Guid Id { get; init; }

        public required Guid NoticeId { get; init; }
    }
}
