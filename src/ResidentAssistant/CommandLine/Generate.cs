using System.CommandLine;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.CommandLine;

/// <summary>The verb <c>generate</c>: fills an empty database with the synthetic pilot community.</summary>
internal static class Generate
{
    /// <summary>The command.</summary>
    public static Command Command()
    {
        var command = new Command("generate", "Fill an empty database with the synthetic pilot community (8 buildings, 540 households)");
        command.SetAction(async (_, ct) =>
        {
            await using var app = Application.Build([]);
            await app.Services.GetRequiredService<Migrator>().MigrateAsync(null, ct);
            var filled = await app.Services.GetRequiredService<Pilot>().FillIfEmptyAsync(ct);
            Console.WriteLine(filled ? "The pilot community has been made." : "The database already has a community; nothing was changed.");
            return 0;
        });
        return command;
    }
}
