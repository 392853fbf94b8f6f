using System.Collections.Concurrent;
using System.Globalization;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels.DirectLine;

/// <summary>The open streams of this node. Turns of this node wake them at once; those of others are found by one query a second for all streams together.</summary>
internal sealed partial class StreamHub(DirectLineTokens tokens, DirectLineAccess access, ActivityPages pages, Deliveries deliveries, Transcript transcript, Standings standings,
    TurnSignal signal, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<StreamHub> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<StreamConnection, bool> open = new();

    /// <summary><c>GET conversations/{id}/stream</c>: takes the WebSocket of a client that holds a pass.</summary>
    public async Task AcceptAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest) throw new RefusedException("BadArgument", "This address is for WebSockets.");
        var grant = await tokens.ReadStreamAsync(context.Request.Query["t"].ToString());
        if (grant.Conversation != (string)context.Request.RouteValues["id"]!) throw new RefusedException("BadArgument", "The pass is for another conversation.", StatusCodes.Status403Forbidden);
        if (!int.TryParse(context.Request.Query["watermark"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var watermark))
            throw new RefusedException("BadArgument", "The watermark is not one of ours.");
        var origin = access.BaseOf(context.Request);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var user = grant.User ?? (await standings.OfAsync(DirectLineChannel.ChannelName, grant.Conversation, context.RequestAborted))?.UserId ?? "";
        using var connection = new StreamConnection(socket, grant.Conversation, user, origin, watermark, pages, deliveries, transcript, logger);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        open.TryAdd(connection, true);
        try
        {
            using var listening = signal.Listen(DirectLineChannel.ChannelName, grant.Conversation, connection.Wake);
            await connection.RunAsync(stop.Token);
        }
        finally
        {
            open.TryRemove(connection, out _);
        }
    }

    /// <summary>Wakes the streams whose conversation has gone on at another node.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        if (open.IsEmpty) return;
        var streams = open.Keys.ToLookup(s => s.Conversation, StringComparer.Ordinal);
        foreach (var standing in await standings.OfAsync(DirectLineChannel.ChannelName, [.. streams.Select(s => s.Key)], ct))
            foreach (var stream in streams[standing.ConversationKey])
                if (stream.Watermark < standing.Version) stream.Wake();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    LookFailed(fault);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Turns of other nodes could not be looked up")]
    private partial void LookFailed(Exception fault);
}
