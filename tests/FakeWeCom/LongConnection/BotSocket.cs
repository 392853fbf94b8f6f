using System.Net.WebSockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using FakeWeCom.World;

namespace FakeWeCom.LongConnection;

/// <summary>One WebSocket of an aibot: JSON text frames, an ack for each.</summary>
internal sealed class BotSocket(Corp corp, WebSocket socket) : IDisposable
{
    private const int LongestFrame = 16 << 20;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Channel<string?> outbound = Channel.CreateUnbounded<string?>();
    private readonly CancellationTokenSource broken = new();
    private bool over;

    /// <summary>The bot, once it has subscribed.</summary>
    public AiBot? Bot { get; set; }

    /// <summary>Sends a frame after all that were sent before.</summary>
    public void Send(JsonObject frame) => outbound.Writer.TryWrite(frame.ToJsonString(Plain));

    /// <summary>Closes properly after what was sent.</summary>
    public void Close() => outbound.Writer.TryWrite(null);

    /// <summary>Breaks off without a word.</summary>
    public void Break()
    {
        if (!over) broken.Cancel();
    }

    public void Dispose() => broken.Dispose();

    /// <summary>Until one of both leaves.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct, broken.Token);
        var sending = SendAllAsync(ends.Token);
        try
        {
            while (await ReceiveAsync(ends.Token) is { } text) BotCommands.Take(corp, this, text);
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException)
        {
            // Gone; what counts is below.
        }
        finally
        {
            lock (corp.Sync)
            {
                over = true;
                if (Bot?.Connection == this) Bot.Connection = null;
            }

            outbound.Writer.TryComplete();
            await ends.CancelAsync();
            await sending;
            corp.Changes.Tell();
        }
    }

    private async Task<string?> ReceiveAsync(CancellationToken ct)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, ct);
            if (part.MessageType == WebSocketMessageType.Close || text.Length > LongestFrame) return null;
            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return Encoding.UTF8.GetString(text.ToArray());
        }
    }

    private async Task SendAllAsync(CancellationToken ct)
    {
        try
        {
            await foreach (var text in outbound.Reader.ReadAllAsync(ct))
            {
                if (text is null)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
                    return;
                }

                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, ct);
            }
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side left.
        }
    }
}
