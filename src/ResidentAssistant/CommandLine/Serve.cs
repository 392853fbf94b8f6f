using System.Net;
using System.Net.Sockets;
using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.CommandLine;

/// <summary>The verb <c>serve</c>: prepares and runs the installation until it is asked to stop.</summary>
internal static class Serve
{
    /// <summary>Runs until SIGTERM or Ctrl+C; turns in hand are finished first.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        await using var app = Application.Build(args, builder => builder.Services.AddHostedService<Rehearsal>());
        await Application.PrepareAsync(app, CancellationToken.None);
        // On SQLite this process is the installation: what a killed one had in hand is sent again at once.
        if (app.Services.GetRequiredService<Database>().Dialect is Dialect.Sqlite) await app.Services.GetRequiredService<Outbox>().ReleaseAllAsync(CancellationToken.None);
        var seeded = await app.Services.GetRequiredService<StaffSeed>().EnsureAsync(CancellationToken.None);
        if (seeded is null && !await app.Services.GetRequiredService<StaffAccounts>().HasAdministratorAsync(CancellationToken.None))
            throw new SettingException("There is no administrator of all communities yet. Make one with: ResidentAssistant staff add --login NAME --role administrator");
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            Greeting.Print(app, seeded);
            Memory.GiveBack();
        });
        TryListening(app.Configuration["Urls"]);
        await app.RunAsync();
        return 0;
    }

    // Asked before the host starts, because the host writes a stack trace of its own.
    private static void TryListening(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingAddress.Parse(url);
            var host = IPAddress.TryParse(address.Host.Trim('[', ']'), out var given) ? given : address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Any;
            try
            {
                using var listener = new TcpListener(host, address.Port);
                listener.Start();
            }
            catch (SocketException e)
            {
                throw new SettingException($"Cannot listen on {url} (Urls): {e.Message}.");
            }
        }
    }
}
