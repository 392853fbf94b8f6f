using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResidentAssistant.Channels.DirectLine.Page;

namespace ResidentAssistant.Tests.Browser;

/// <summary>The chat page on a free port, over whatever serves Direct Line; without a choice, over the stand-in.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private ChatHost(WebApplication app, Faults faults)
    {
        this.app = app;
        Faults = faults;
    }

    /// <summary>Where the page is.</summary>
    public string Address => app.Urls.Single();

    public Faults Faults { get; }

    public static async Task<ChatHost> StartAsync(Action<WebApplication>? mapDirectLine = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "ResidentAssistant",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Development",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddConsole();
        var faults = new Faults();
        builder.Services.AddSingleton<StoreAnswers>(_ => Task.FromResult(!faults.IsDown));
        builder.Services.AddChatPage().AddRazorPages(options => options.RootDirectory = "/");

        var app = builder.Build();
        app.Use((context, next) =>
        {
            // What the staff layout's headers will ask of every page.
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
            return next(context);
        });
        app.UseWebSockets();
        faults.Use(app);
        app.MapStaticAssets();
        app.MapRazorPages().WithStaticAssets();
        app.MapGet("/health/ready", () => TypedResults.Ok());
        (mapDirectLine ?? (host => new StandInDirectLine().Map(host)))(app);
        await app.StartAsync();
        return new ChatHost(app, faults);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
