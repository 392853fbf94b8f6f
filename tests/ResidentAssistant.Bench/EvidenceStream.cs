using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResidentAssistant.Evidence;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Bench;

/// <summary>Writes evidence at a steady rate into the database of a server that runs, and tells how far that server's linking is behind when the writing ends.</summary>
internal static class EvidenceStream
{
    private const int Most = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Writes for so long; the result is one line of JSON.</summary>
    public static async Task<string> WriteAsync(string connection, int rate, TimeSpan length)
    {
        await using var app = Application.Build(["--environment=Development", "--Storage:Provider=postgres", $"--Storage:ConnectionString={connection}"], b => b.Logging.ClearProviders());
        var (database, log) = (app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<EvidenceLog>());
        var community = await database.FirstAsync<Guid>("select id from communities order by id limit 1", null, default);
        var (random, begun, written) = (new Random(20261123), Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(begun) is var passed && passed < length)
        {
            var due = Math.Min((int)(passed.TotalSeconds * rate) - written, Most);
            if (due < rate / 20)
            {
                await Task.Delay(5);
                continue;
            }

            var writes = new Batch();
            for (var i = 0; i < due; i++) log.Add(writes, Record(community, random));
            await database.RunAsync(writes, default);
            written += due;
        }

        var (took, ended) = (Stopwatch.GetElapsedTime(begun), Stopwatch.GetTimestamp());
        var behind = await WaitingAsync(database);
        for (var left = behind; left > 0 && Stopwatch.GetElapsedTime(ended) < Patience; left = await WaitingAsync(database)) await Task.Delay(50);
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{"written":{{written}},"written_s":{{written / took.TotalSeconds:F0}},"behind":{{behind}},"behind_s":{{Stopwatch.GetElapsedTime(ended).TotalSeconds:F1}},"left":{{await WaitingAsync(database)}}}""");
    }

    private static Task<long> WaitingAsync(Database database) => database.FirstAsync<long>("select count(*) from evidence_unlinked", null, default);

    private static EvidenceRecord Record(Guid community, Random random) => new()
    {
        Id = Guid.CreateVersion7(), CommunityId = community, Kind = "dialog.ended", At = TimeProvider.System.GetUtcNow(),
        Fields = new Dictionary<string, object?>
        {
            ["channel"] = "bench", ["conversation"] = Guid.CreateVersion7(), ["dialog"] = "consent.intend", ["from"] = 1, ["to"] = random.Next(2, 20), ["proven"] = true,
            ["result"] = "recorded", ["transcript"] = $"{random.NextInt64():x16}{random.NextInt64():x16}{random.NextInt64():x16}{random.NextInt64():x16}", ["version"] = "5d3f1c9a7b2e4d60",
        },
    };
}
