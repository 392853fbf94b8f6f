using System.CommandLine;
using ResidentAssistant.CommandLine.Transcripts;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Check;
using ResidentAssistant.Dialogs.Drawing;
using ResidentAssistant.Knowledge;
using ResidentAssistant.Language;

namespace ResidentAssistant.CommandLine;

/// <summary>The verbs <c>dialogs check</c>, <c>dialogs draw</c> and <c>dialogs test</c>, for those who write the dialogs.</summary>
internal static class DialogsVerb
{
    // Reads files only: what an installation must have set is not needed here.
    private static readonly string[] Offline = ["--environment=Development"];

    /// <summary>The command with its three verbs.</summary>
    public static Command Command() => new("dialogs", "Check, draw and test the dialogs") { Check(), Draw(), Test() };

    private static Command Check()
    {
        var check = new Command("check", "Find what is wrong in the dialogs, with file, line and column");
        check.SetAction(async (_, _) =>
        {
            await using var app = Application.Build(Offline);
            var library = app.Services.GetRequiredService<Dialogue>().Library;
            var bank = app.Services.GetRequiredService<KnowledgeBank>();
            IReadOnlyList<DialogFault> faults =
            [
                .. DialogCheck.Run(library, app.Services.GetRequiredService<ActionCatalogue>().Signatures, Understanding.Starts), .. bank.ReadFiles(), .. app.Services.GetRequiredService<Understanding>().Check(),
            ];
            foreach (var fault in faults) Console.WriteLine(fault);
            Console.WriteLine(faults.Count == 0 ? $"{library.All.Count} dialogs and {bank.All.Count} answers, no fault." : $"{faults.Count} faults.");
            return faults.Count == 0 ? 0 : 1;
        });
        return check;
    }

    private static Command Draw()
    {
        var id = new Argument<string?>("dialog") { Description = "Id of a dialog; all when absent", Arity = ArgumentArity.ZeroOrOne };
        var draw = new Command("draw", "Draw dialogs as Mermaid diagrams") { id };
        draw.SetAction(async (parsed, _) =>
        {
            await using var app = Application.Build(Offline);
            var library = app.Services.GetRequiredService<Dialogue>().Library;
            if (parsed.GetValue(id) is { } wanted)
                Console.WriteLine(DialogDiagram.Mermaid(library.Find(wanted) ?? throw new RefusedException("NoDialog", $"There is no dialog \"{wanted}\".")));
            else
                foreach (var dialog in library.All) Console.WriteLine($"%% {dialog.Id} {dialog.Title}\n{DialogDiagram.Mermaid(dialog)}");
            return 0;
        });
        return draw;
    }

    private static Command Test()
    {
        var paths = new Argument<string[]>("files") { Description = "Golden conversations; every .chat file of dialogs/transcripts when absent", Arity = ArgumentArity.ZeroOrMore };
        var update = new Option<bool>("--update") { Description = "Write the replies that really came into the files" };
        var test = new Command("test", "Play the golden conversations and report the steps none of them reaches") { paths, update };
        test.SetAction((parsed, ct) => TranscriptFolder.RunAsync(parsed.GetValue(paths) ?? [], parsed.GetValue(update), ct));
        return test;
    }
}
