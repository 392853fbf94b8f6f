using System.CommandLine;

namespace ResidentAssistant.CommandLine;

/// <summary>The program's verbs; without one it serves.</summary>
internal static class Verbs
{
    /// <summary>Runs the verb; 0 is success, 1 a refusal said in one sentence, 2 bad usage.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        // Settings such as --Urls belong to the host, not to the verbs.
        var serve = args.Length == 0 || args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version") || args[0] == "serve";
        try
        {
            return serve ? await Serve.RunAsync(args is ["serve", .. var rest] ? rest : args) : await Root().Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is SettingException or RefusedException or Storage.MigrationRefusedException or Dialogs.DialogFormatException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (InvalidDataException e) when (e.InnerException is { } reason)
        {
            // A settings file that is no JSON.
            await Console.Error.WriteLineAsync($"{e.Message} {reason.Message}");
            return 1;
        }
    }

    private static RootCommand Root() => new("居民助手 ResidentAssistant: a chatbot and messaging service for the replacement of shared risers")
    {
        new Command("serve", "Serve the chat, the console and the channels (default)"),
        Chat.Command(),
        DialogsVerb.Command(),
        Generate.Command(),
        Import.Command(),
        KeysVerb.Command(),
        KnowledgeVerb.Command(),
        Migrate.Command(),
        StaffVerb.Command(),
        Understand.Command(),
        WeComVerb.Command(),
    };
}
