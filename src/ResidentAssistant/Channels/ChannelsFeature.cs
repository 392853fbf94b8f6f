using Microsoft.AspNetCore.Cors.Infrastructure;
using ResidentAssistant.Channels.BotFramework;
using ResidentAssistant.Channels.DirectLine;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels;

/// <summary>The ways into a conversation: Direct Line for pages and apps, the Bot Framework protocol for other channels, WeCom for residents in WeChat and for staff.</summary>
internal static class ChannelsFeature
{
    private const string CorsPolicy = "directline";

    /// <summary>Adds the channels. They need <see cref="TakeTurn"/>, messaging and the key ring; settings are checked at once.</summary>
    public static IServiceCollection AddChannels(this IServiceCollection services, IConfiguration configuration)
    {
        var directLine = DirectLineSettings.Read(configuration);
        var botFramework = BotFrameworkSettings.Read(configuration);
        services.AddCors(cors => cors.AddPolicy(CorsPolicy, AnyPage));
        return services
            .AddSingleton(directLine).AddSingleton<ConversationIds>().AddSingleton<DirectLineTokens>().AddSingleton<DirectLineAccess>()
            .AddSingleton<ActivityPages>().AddSingleton<DirectLineApi>().AddSingleton<StreamHub>().AddHostedService(p => p.GetRequiredService<StreamHub>())
            .AddSingleton<IChannel, DirectLineChannel>()
            .AddSingleton(botFramework).AddSingleton<TrustedServices>().AddSingleton<BotHttp>().AddSingleton<IncomingTokens>().AddSingleton<OutgoingTokens>()
            .AddSingleton<BotFiles>().AddSingleton<BotEndpoint>()
            .AddSingleton<IChannel, BotChannel>()
            .AddWeCom(configuration);
    }

    /// <summary>Maps <c>/v3/directline</c> and <c>/api/messages</c>, with the WebSocket and CORS middleware they need; errors are told by Web, which must stand before.</summary>
    public static WebApplication MapChannels(this WebApplication app)
    {
        app.UseWebSockets();
        app.UseCors();
        MapDirectLine(app.MapGroup("/v3/directline").AllowAnonymous().RequireCors(CorsPolicy), app.Services);
        var bot = app.Services.GetRequiredService<BotEndpoint>();
        app.MapPost("/api/messages", bot.PostAsync).AllowAnonymous();
        app.MapWeCom();
        return app;
    }

    private static void MapDirectLine(RouteGroupBuilder routes, IServiceProvider services)
    {
        var api = services.GetRequiredService<DirectLineApi>();
        var streams = services.GetRequiredService<StreamHub>();
        routes.MapPost("/tokens/generate", api.GenerateAsync);
        routes.MapPost("/tokens/refresh", api.RefreshAsync);
        routes.MapPost("/conversations", api.OpenAsync);
        routes.MapGet("/conversations/{id}", api.ReconnectAsync);
        routes.MapGet("/conversations/{id}/activities", api.PollAsync);
        routes.MapPost("/conversations/{id}/activities", api.PostAsync);
        routes.MapPost("/conversations/{id}/upload", api.UploadAsync).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(Uploads.Limit));
        routes.MapGet("/conversations/{id}/stream", streams.AcceptAsync);
        routes.MapGet("/attachments/{id}", api.FileAsync);
    }

    // Tokens, not cookies, say who calls; so a page of any origin that was given one may use it.
    private static void AnyPage(CorsPolicyBuilder policy) => policy
        .AllowAnyOrigin()
        .WithMethods("GET", "POST")
        .WithHeaders("Authorization", "Content-Type", "x-ms-bot-agent", "x-requested-with")
        .SetPreflightMaxAge(TimeSpan.FromHours(1));
}
