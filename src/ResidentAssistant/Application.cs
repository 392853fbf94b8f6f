using ResidentAssistant.Channels;
using ResidentAssistant.Channels.DirectLine.Page;
using ResidentAssistant.Consent;
using ResidentAssistant.Conversations;
using ResidentAssistant.Emergencies;
using ResidentAssistant.Evidence;
using ResidentAssistant.Knowledge;
using ResidentAssistant.Language;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Notices;
using ResidentAssistant.Operations;
using ResidentAssistant.Plans;
using ResidentAssistant.Plans.Materials;
using ResidentAssistant.Plans.Upgrades;
using ResidentAssistant.Policy;
using ResidentAssistant.Registry;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;
using ResidentAssistant.Works;
using ResidentAssistant.Works.Entries;

namespace ResidentAssistant;

/// <summary>The installation, put together: the table of contents of this program.</summary>
internal static class Application
{
    /// <summary>Builds the application without starting it; throws <see cref="SettingException"/> on a bad setting.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Named, so that pages and their files are found also when another program hosts this one.
            Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(Application).Assembly.GetName().Name,
        });
        builder.Logging.ForThisInstallation(builder.Environment);
        adjust?.Invoke(builder);
        // Run from a build and not from a published folder, the files of wwwroot lie with the sources, in every environment.
        builder.WebHost.UseStaticWebAssets();
        StartCheck.Settings(builder.Configuration, builder.Environment);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 45 * 1024 * 1024;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));

        builder.Services
            .AddStorage(builder.Configuration)
            .AddScheduling()
            .AddOperations(builder.Configuration)
            .AddWeb()
            .AddEvidence()
            .AddMessaging()
            .AddNeighbourhood()
            .AddPolicy(builder.Environment)
            .AddStaff(builder.Configuration)
            .AddRegistry()
            .AddLanguage(Dialogue.Folders(builder.Configuration)[0])
            .AddConversations(builder.Configuration)
            .AddConsent()
            .AddPlans()
            .AddWorks()
            .AddNotices(builder.Configuration)
            .AddEmergencies()
            .AddKnowledge(builder.Configuration)
            .AddChannels(builder.Configuration)
            .AddChatPage()
            .AddSingleton<IChannel, CommandLine.Terminal>()
            .AddSingleton<Reloading>()
            .AddHostedService(p => p.GetRequiredService<Reloading>());

        var app = builder.Build();
        app.UseWeb();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
        app.MapHealth();
        app.MapStaff();
        app.MapStaffConversations();
        app.MapConsent();
        app.MapUpgrades();
        app.MapEntries();
        app.MapMaterials();
        app.MapEmergencies();
        app.MapKnowledge();
        app.MapChannels();
        return app;
    }

    /// <summary>What must be true before the first request: the schema, the dialogs, and in Development somebody to talk with.</summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken ct)
    {
        // Learning takes longest, so it goes on beside all else.
        var learning = Task.Run(app.Services.GetRequiredService<Understanding>().Learn, ct);
        app.Services.GetRequiredService<KeyRing>().Open();
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(null, ct);
        app.Services.GetRequiredService<Dialogue>();
        await app.Services.GetRequiredService<KnowledgeBank>().OpenAsync(ct);
        if (app.Environment.IsDevelopment()) await app.Services.GetRequiredService<Pilot>().FillIfEmptyAsync(ct);
        await learning;
    }
}
