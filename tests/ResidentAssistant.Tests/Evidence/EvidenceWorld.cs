using System.Globalization;
using ResidentAssistant.Evidence;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Evidence;

/// <summary>A database with evidence in it, and everything that writes, signs and verifies it.</summary>
internal sealed class EvidenceWorld : IAsyncDisposable
{
    private readonly TestDatabase test;
    private readonly TestKeys keys = new();
    private int written;

    private EvidenceWorld(TestDatabase test)
    {
        this.test = test;
        Ring = keys.Open();
        Log = new EvidenceLog(Ring);
        Trees = new EvidenceTrees(test.Database);
        Heads = new Heads(test.Database, Trees, Ring, Clock);
        Receipts = new Receipts(test.Database, Trees, Heads);
    }

    public Guid Community { get; } = Guid.Parse("0193b5c8-7a00-7000-8000-00000000000c");

    public Guid[] Households { get; } = [.. Enumerable.Range(1, 4).Select(i => Guid.Parse($"0193b5c8-7a00-7000-8000-0000000001{i:00}"))];

    public FakeClock Clock { get; } = new();

    public KeyRing Ring { get; }

    public EvidenceLog Log { get; }

    public EvidenceTrees Trees { get; }

    public Heads Heads { get; }

    public Receipts Receipts { get; }

    public Database Database => test.Database;

    public StorageSettings Settings => test.Settings;

    public DirectoryInfo KeyFolder => keys.Folder;

    public PublicKeys PublicKeys => new(Ring.TreeHeads.PublicKeys.Select(k => k.PublicKey));

    public static async Task<EvidenceWorld> OnAsync(Provider provider)
    {
        var world = new EvidenceWorld(await TestDatabase.OnAsync(provider));
        await world.Database.ExecuteAsync("insert into communities (id, name, street, committee, created_at) values (@Community, '春江里', '春江街道', '春江里居委会', @now)",
            new { world.Community, now = world.Clock.GetUtcNow() }, default);
        return world;
    }

    /// <summary>Writes that many records, a second apart, without numbering them.</summary>
    public async Task<IReadOnlyList<Guid>> WriteAsync(int count)
    {
        var ids = new List<Guid>();
        for (var left = count; left > 0; left -= 500)
        {
            var writes = new Batch();
            for (var i = 0; i < Math.Min(left, 500); i++)
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                var id = Guid.CreateVersion7(Clock.GetUtcNow());
                ids.Add(id);
                Log.Add(writes, new EvidenceRecord
                {
                    Id = id, CommunityId = Community, Kind = "test.said", HouseholdId = Households[written % 4], RiserId = null, At = Clock.GetUtcNow(),
                    Fields = new Dictionary<string, object?> { ["answer"] = "agree", ["reference"] = string.Create(CultureInfo.InvariantCulture, $"Y-{written++:0000}") },
                    Personal = i % 50 == 0 ? new Dictionary<string, string> { ["said"] = "同意，别太吵" } : [],
                });
            }

            await Database.RunAsync(writes, default);
        }

        return ids;
    }

    /// <summary>Runs the linker until nothing waits.</summary>
    public async Task LinkAsync()
    {
        var linker = new Linker(Trees);
        while ((await Trees.WaitingAsync(default)).Count > 0) await linker.RunAsync(Clock.GetUtcNow(), default);
    }

    /// <summary>That many records, numbered, and the day's head in the night after.</summary>
    public async Task<IReadOnlyList<Guid>> DayAsync(int count)
    {
        var ids = await WriteAsync(count);
        await LinkAsync();
        Clock.Advance(TimeSpan.FromDays(1));
        (await Heads.SignDayAsync(Clock.GetUtcNow(), default)).ShouldBe(1);
        return ids;
    }

    /// <summary>Changes what must not be changed, as somebody who owns the database can.</summary>
    public async Task TamperAsync(string table, params string[] statements)
    {
        foreach (var trigger in new[] { "keeps_rows", "loses_none" })
            await Database.ExecuteAsync(Database.Dialect is Dialect.Sqlite ? $"drop trigger if exists {table}_{trigger}" : $"drop trigger if exists {table}_{trigger} on {table}", null, default);
        foreach (var statement in statements) await Database.ExecuteAsync(statement, new { Community, household = Households[3] }, default);
    }

    public Task<Verdict> VerifyAsync(params (string Name, string Text)[] receipts) => new Verifier(PublicKeys).RunAsync(new DatabaseArchive(Database), receipts, default);

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        keys.Dispose();
    }
}
