using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ResidentAssistant.Channels.BotFramework;
using ResidentAssistant.Channels.DirectLine;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels;

/// <summary>The ways into a conversation: Direct Line for pages and apps, the Bot Framework protocol for other channels.</summary>
internal static class ChannelsFeature
{
    private const string CorsPolicy = "directline";

    /// <summary>Adds the channels. They need <see cref="TakeTurn"/>, the database and the key ring; settings are checked at once.</summary>
    public static IServiceCollection AddChannels(this IServiceCollection services, IConfiguration configuration)
    {
        var directLine = (configuration.GetSection("DirectLine").Get<DirectLineSettings>() ?? new DirectLineSettings()).Checked();
        var botFramework = (configuration.GetSection("BotFramework").Get<BotFrameworkSettings>() ?? new BotFrameworkSettings()).Checked();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TurnSignal>();
        services.TryAddSingleton<Transcript>();
        services.TryAddSingleton<Standings>();
        services.TryAddSingleton<Attachments>();
        services.TryAddSingleton<Deliveries>();
        services.AddHostedService(p => p.GetRequiredService<Deliveries>());
        services.AddCors(cors => cors.AddPolicy(CorsPolicy, AnyPage));
        return services
            .AddSingleton(directLine).AddSingleton<ConversationIds>().AddSingleton<DirectLineTokens>().AddSingleton<DirectLineAccess>()
            .AddSingleton<ActivityPages>().AddSingleton<DirectLineApi>().AddSingleton<StreamHub>().AddHostedService(p => p.GetRequiredService<StreamHub>())
            .AddSingleton<IChannel, DirectLineChannel>()
            .AddSingleton(botFramework).AddSingleton<TrustedServices>().AddSingleton<BotHttp>().AddSingleton<IncomingTokens>().AddSingleton<OutgoingTokens>()
            .AddSingleton<BotFiles>().AddSingleton<BotEndpoint>()
            .AddSingleton<IChannel, BotChannel>();
    }

    /// <summary>Maps <c>/v3/directline</c> and <c>/api/messages</c>, with the WebSocket and CORS middleware they need.</summary>
    public static WebApplication MapChannels(this WebApplication app)
    {
        app.UseWebSockets();
        app.UseCors();
        MapDirectLine(app.MapGroup("/v3/directline").AllowAnonymous().RequireCors(CorsPolicy), app.Services);
        var bot = app.Services.GetRequiredService<BotEndpoint>();
        app.MapPost("/api/messages", Answers.Guarded(bot.PostAsync)).AllowAnonymous();
        app.MapMethods("/api/messages", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"], context => Answers.ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, "MethodNotAllowed", "Activities are sent with POST.")).AllowAnonymous();
        return app;
    }

    private static void MapDirectLine(RouteGroupBuilder routes, IServiceProvider services)
    {
        var api = services.GetRequiredService<DirectLineApi>();
        var streams = services.GetRequiredService<StreamHub>();
        routes.MapPost("/tokens/generate", Answers.Guarded(api.GenerateAsync));
        routes.MapPost("/tokens/refresh", Answers.Guarded(api.RefreshAsync));
        routes.MapPost("/conversations", Answers.Guarded(api.OpenAsync));
        routes.MapGet("/conversations/{id}", Answers.Guarded(api.ReconnectAsync));
        routes.MapGet("/conversations/{id}/activities", Answers.Guarded(api.PollAsync));
        routes.MapPost("/conversations/{id}/activities", Answers.Guarded(api.PostAsync));
        routes.MapPost("/conversations/{id}/upload", Answers.Guarded(api.UploadAsync)).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(Uploads.Limit));
        routes.MapGet("/conversations/{id}/stream", Answers.Guarded(streams.AcceptAsync));
        routes.MapGet("/attachments/{id}", Answers.Guarded(api.FileAsync));
        routes.Map("/{**rest}", context => Answers.ErrorAsync(context, StatusCodes.Status404NotFound, "BadArgument", "There is no such address."));
    }

    // Tokens, not cookies, say who calls; so a page of any origin that was given one may use it.
    private static void AnyPage(CorsPolicyBuilder policy) => policy
        .AllowAnyOrigin()
        .WithMethods("GET", "POST")
        .WithHeaders("Authorization", "Content-Type", "x-ms-bot-agent", "x-requested-with")
        .SetPreflightMaxAge(TimeSpan.FromHours(1));
}
