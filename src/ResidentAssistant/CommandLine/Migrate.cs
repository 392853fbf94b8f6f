using System.CommandLine;
using ResidentAssistant.Storage;

namespace ResidentAssistant.CommandLine;

/// <summary>The verb <c>migrate</c>: brings the schema forward and says what it did.</summary>
internal static class Migrate
{
    /// <summary>The command with its options.</summary>
    public static Command Command()
    {
        var to = new Option<int?>("--to") { Description = "Number of the last script to apply; all when absent" };
        var command = new Command("migrate", "Bring the database schema forward") { to };
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = Application.Build([]);
            var applied = await app.Services.GetRequiredService<Migrator>().MigrateAsync(parsed.GetValue(to), ct);
            Console.WriteLine(applied.Count == 0 ? "The schema is up to date." : $"Applied: {string.Join(", ", applied)}");
            return 0;
        });
        return command;
    }
}
