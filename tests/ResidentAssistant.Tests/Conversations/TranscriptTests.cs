using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs.Transcripts;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Conversations;

/// <summary>The golden conversations of dialogs/transcripts; with <c>TRANSCRIPTS=rewrite</c> their replies are written anew, to be reviewed as a diff.</summary>
public sealed class TranscriptTests
{
    private static readonly string Folder = Path.Combine(SourceRoot(), "dialogs", "transcripts");

    // The dialogs of the foundation: every step of theirs is gone through.
    private static readonly string[] Covered = ["household", "consent.intend", "consent.change", "contact", "emergency.report", "welcome", "fallback", "handover"];

    // Cannot be talked into: a flat without risers, a text that changes within a conversation, a second hand that takes the answer back. ConsentTests go there.
    private static readonly string[] Elsewhere = ["no-riser", "no-riser-person", "disclosure-changed", "disclose-again", "gone-already", "no-riser-end", "gone-already-end"];

    [BothDatabases]
    public async Task Every_conversation_goes_as_written_and_no_step_is_left_out(Provider provider)
    {
        var faults = new List<string>();
        var passed = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<string>? steps = null;
        foreach (var file in Directory.GetFiles(Folder, "*.chat").Order(StringComparer.Ordinal))
        {
            var script = ChatFile.Load(file);
            await using var app = await Chat.WithPilotAsync(provider);
            var run = new TranscriptRun(app, script);
            await run.RunAsync();
            faults.AddRange(run.Faults);
            passed.UnionWith(await run.PassedAsync());
            steps ??= [.. app.Get<Dialogue>().Library.All.Where(d => Covered.Contains(d.Id)).SelectMany(d => d.Steps.Select(s => $"{d.Id}/{s.Name}"))];
            if (Environment.GetEnvironmentVariable("TRANSCRIPTS") == "rewrite") await File.WriteAllTextAsync(file, ChatFile.Rewrite(script, run.Replies));
        }

        faults.ShouldBeEmpty(string.Join('\n', faults));
        steps!.Where(s => !passed.Contains(s) && !Elsewhere.Contains(s[(s.IndexOf('/', StringComparison.Ordinal) + 1)..])).ShouldBeEmpty();
    }

    private static string SourceRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ResidentAssistant.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
