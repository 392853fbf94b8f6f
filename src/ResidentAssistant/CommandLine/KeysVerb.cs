using System.CommandLine;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using ResidentAssistant.Storage;

namespace ResidentAssistant.CommandLine;

/// <summary>The verb <c>keys rotate</c>: adds new keys to the ring; the old ones stay, because they open and find what was written under them.</summary>
internal static class KeysVerb
{
    // As long as a key lives that Data Protection makes by itself.
    private static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <summary>The command.</summary>
    public static Command Command()
    {
        var rotate = new Command("rotate", "Add a sealing key, a hash key and a key for tree heads; nodes use them from their next start");
        rotate.SetAction(async (_, _) =>
        {
            await using var app = Application.Build([]);
            var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
            app.Services.GetRequiredService<IKeyManager>().CreateNewKey(now, now + Life);
            app.Services.GetRequiredService<KeyRing>().Rotate();
            Console.WriteLine("A new sealing key, a new hash key and a new key for tree heads are in the ring. Start every node anew, and back up the ring.");
            return 0;
        });
        return new Command("keys", "The key ring") { rotate };
    }
}
