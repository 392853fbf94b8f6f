using System.Buffers;
using System.Net.WebSockets;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels.DirectLine;

/// <summary>One open WebSocket: sends the turns after its watermark, whole and in order, and keeps the line alive.</summary>
internal sealed partial class StreamConnection(WebSocket socket, string conversation, string user, string origin, int watermark, ActivityPages pages, Deliveries deliveries,
    Transcript transcript, ILogger logger) : IDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim woken = new(1, 1);
    private readonly ArrayBufferWriter<byte> frame = new(4096);
    private volatile int watermark = watermark;

    /// <summary>The conversation.</summary>
    public string Conversation { get; } = conversation;

    /// <summary>Last turn that was sent.</summary>
    public int Watermark => watermark;

    /// <summary>Says that there may be a new turn; returns at once.</summary>
    public void Wake()
    {
        try
        {
            if (woken.CurrentCount == 0) woken.Release();
        }
        catch (Exception fault) when (fault is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else has just woken it, or the client has just gone.
        }
    }

    /// <summary>Serves the client until it leaves, falls behind, or the program stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var left = new CancellationTokenSource();
        using var end = new CancellationTokenSource();
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(stop, left.Token);
        // Reading has an end of its own: cancelling it cuts the line, and a client that is told goodbye should hear it.
        var reading = ReadAsync(left, end.Token);
        try
        {
            await WriteAsync(writing.Token);
        }
        catch (OperationCanceledException)
        {
            // Left, slow, or stopping.
        }
        catch (Exception fault) when (fault is WebSocketException or IOException)
        {
            Broken(Conversation, fault.GetType().Name);
        }

        await CloseAsync();
        end.CancelAfter(Goodbye);
        await reading;
    }

    /// <inheritdoc />
    public void Dispose() => woken.Dispose();

    private async Task WriteAsync(CancellationToken ct)
    {
        // The first frame goes out even when nothing was said: from it the client learns a watermark to come back with.
        var first = true;
        while (true)
        {
            if (!await woken.WaitAsync(KeepAlive, ct))
            {
                await SendAsync(ReadOnlyMemory<byte>.Empty, ct);
                continue;
            }

            while (await TurnsAsync(ct) is { } turns && (turns.Count > 0 || first))
            {
                first = false;
                frame.ResetWrittenCount();
                pages.Write(frame, Conversation, user, origin, turns, watermark);
                await SendAsync(frame.WrittenMemory, ct);
                if (turns.Count == 0) break;
                watermark = turns[^1].Turn;
                deliveries.Reached(DirectLineChannel.ChannelName, Conversation, watermark);
                if (turns.Count < ActivityPages.Turns) break;
            }
        }
    }

    private async Task<IReadOnlyList<TurnRecord>?> TurnsAsync(CancellationToken ct)
    {
        try
        {
            return await transcript.AfterAsync(DirectLineChannel.ChannelName, Conversation, watermark, ActivityPages.Turns, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The store is away; the hub wakes the stream again when there is something.
            Unread(fault, Conversation);
            return null;
        }
    }

    // A client that does not read within the limit is cut off; it comes back with its watermark and misses nothing.
    private async Task SendAsync(ReadOnlyMemory<byte> text, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(SendLimit);
        await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, limit.Token);
    }

    // What the client says here is only that it is alive.
    private async Task ReadAsync(CancellationTokenSource left, CancellationToken end)
    {
        var buffer = new byte[1024];
        try
        {
            while (true)
            {
                var got = await socket.ReceiveAsync(buffer.AsMemory(), end);
                if (got.MessageType == WebSocketMessageType.Close) break;
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // Gone without a word.
        }

        await left.CancelAsync();
    }

    private async Task CloseAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(Goodbye);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, limit.Token);
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // Nobody there to say goodbye to.
        }
    }

    [LoggerMessage(LogLevel.Debug, "Stream of {Conversation} broke: {Fault}")]
    private partial void Broken(string conversation, string fault);

    [LoggerMessage(LogLevel.Warning, "Stream of {Conversation} could not read new turns")]
    private partial void Unread(Exception fault, string conversation);
}
