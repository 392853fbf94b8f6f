using ResidentAssistant.CommandLine.Transcripts;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Transcripts;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Conversations;

/// <summary>The golden conversations of dialogs/transcripts through the real application; <c>dialogs test --update</c> writes their replies anew, to be reviewed as a diff.</summary>
public sealed class TranscriptTests
{
    [BothDatabases]
    public async Task Every_conversation_goes_as_written_and_no_step_is_left_out(Provider provider)
    {
        var faults = new List<DialogFault>();
        var coverage = new StepCoverage();
        IReadOnlyList<Dialog> dialogs = [];
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "dialogs", "transcripts"), "*.chat").Order(StringComparer.Ordinal))
        {
            await using var app = await Chat.WithPilotAsync(provider);
            app.Get<DialogSteps>().Watch = coverage.Add;
            dialogs = app.Get<Dialogue>().Library.All;
            faults.AddRange((await new TranscriptRun(app.Host.Services, app.Clock.Advance).RunAsync(ChatFile.Load(file), CancellationToken.None)).Faults);
        }

        faults.ShouldBeEmpty();
        coverage.Missing(dialogs).ShouldBeEmpty();
    }
}
