using System.CommandLine;
using ResidentAssistant.Knowledge;

namespace ResidentAssistant.CommandLine;

/// <summary>The verb <c>knowledge export</c>: answers edited in the console, back as files.</summary>
internal static class KnowledgeVerb
{
    /// <summary>The command with its verb.</summary>
    public static Command Command()
    {
        var folder = new Argument<string>("folder") { Description = "Folder to write into, such as dialogs/knowledge" };
        var export = new Command("export", "Write the answers edited in the console back as files") { folder };
        export.SetAction(async (parsed, ct) =>
        {
            await using var app = Application.Build([]);
            var written = await app.Services.GetRequiredService<EntryExport>().WriteAsync(parsed.GetValue(folder)!, ct);
            foreach (var file in written) Console.WriteLine(file);
            Console.WriteLine(written.Count == 0 ? "No answer has been edited in the console." : $"{written.Count} answers written.");
            return 0;
        });
        return new Command("knowledge", "Work with the answers of the assistant") { export };
    }
}
