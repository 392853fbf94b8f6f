using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs.Transcripts;
using ResidentAssistant.Language;

namespace ResidentAssistant.CommandLine.Transcripts;

/// <summary>Plays golden conversations, each on a database of its own in a temporary folder, and says what failed and which steps none reached.</summary>
internal static class TranscriptFolder
{
    /// <summary>Monday morning in Beijing; every golden conversation begins here.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    /// <summary>Runs the files (all of <c>dialogs/transcripts</c> when none is named); 0 when every one holds.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> paths, bool update, CancellationToken ct)
    {
        var files = paths.Count > 0 ? paths : [.. Directory.EnumerateFiles(DefaultFolder(), "*.chat", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var coverage = new StepCoverage();
        var failed = 0;
        Dialogue? dialogue = null;
        Understanding? understanding = null;
        foreach (var file in files)
        {
            var script = ChatFile.Load(file);
            var folder = Directory.CreateTempSubdirectory("transcript-");
            try
            {
                var clock = new JumpingClock(Start);
                await using var app = Application.Build(["--environment=Development"], builder =>
                {
                    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
                    {
                        ["Storage:Provider"] = "sqlite", ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder.FullName, "transcript.db")};Pooling=False", ["Keys:Path"] = Path.Combine(folder.FullName, "keys"),
                    });
                    builder.Logging.ClearProviders();
                    builder.Services.AddSingleton<TimeProvider>(clock);
                    // Learned by the first, it serves them all.
                    if (understanding is not null) builder.Services.AddSingleton(understanding);
                });
                await Application.PrepareAsync(app, ct);
                understanding ??= app.Services.GetRequiredService<Understanding>();
                dialogue ??= app.Services.GetRequiredService<Dialogue>();
                app.Services.GetRequiredService<DialogSteps>().Watch = coverage.Add;
                var result = await new TranscriptRun(app.Services, clock.Advance).RunAsync(script, ct);
                if (update) await File.WriteAllTextAsync(file, ChatFile.Rewrite(script, result.Replies), ct);
                foreach (var fault in result.Faults) Console.WriteLine(fault);
                if (result.Faults.Count > 0) failed++;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        var all = dialogue?.Library.All ?? [];
        foreach (var missing in coverage.Missing(all)) Console.WriteLine(missing);
        var (visited, steps) = coverage.Count(all);
        Console.WriteLine($"{files.Count - failed} of {files.Count} conversations hold; {visited} of {steps} steps are reached.");
        return failed == 0 ? 0 : 1;
    }

    // In a clone the files that are edited, otherwise those that were installed.
    private static string DefaultFolder() =>
        Directory.Exists("dialogs/transcripts") ? "dialogs/transcripts" : Path.Combine(AppContext.BaseDirectory, "dialogs", "transcripts");
}
