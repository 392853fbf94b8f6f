using System.Net.WebSockets;
using System.Text.Json;
using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom.AiBot;

/// <summary>One open WebSocket: frames out with their acknowledgements, frames in.</summary>
internal sealed class AiBotLine(ClientWebSocket socket) : IDisposable
{
    private const int LongestFrame = 4 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim writing = new(1);
    private readonly Lock gate = new();
    private readonly Dictionary<string, TaskCompletionSource<AiBotFrame>> waiting = new(StringComparer.Ordinal);
    private bool closed;

    /// <summary>Sends a frame and awaits its acknowledgement; replies to one request go out one after the other.</summary>
    public async Task<AiBotFrame> CallAsync(string cmd, string requestId, AiBotBody? body, CancellationToken ct)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct);
        both.CancelAfter(Patience);
        var sent = false;
        try
        {
            var mine = await EnterAsync(cmd, requestId, both.Token);
            try
            {
                sent = true;
                await WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new AiBotOut(cmd, new(requestId), body), WireJson.Default.AiBotOut), both.Token);
                var answer = await mine.Task.WaitAsync(both.Token);
                return answer.Errcode is { } code and not 0 ? throw new WeComException(cmd, code, answer.Errmsg) : answer;
            }
            finally
            {
                Leave(requestId, mine);
                // Wakes the next who has something to say on this request.
                mine.TrySetCanceled(CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new WeComException(cmd, $"no answer within {Patience.TotalSeconds:0} s", answerLost: sent);
        }
        catch (Exception fault) when (fault is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw new WeComException(cmd, "the connection broke off", answerLost: sent);
        }
    }

    /// <summary>The next frame that is no acknowledgement, or null when the other side has closed.</summary>
    public async Task<AiBotFrame?> NextAsync(CancellationToken ct)
    {
        while (await ReadAsync(ct) is { } bytes)
        {
            AiBotFrame? frame = null;
            try
            {
                frame = JsonSerializer.Deserialize(bytes, WireJson.Default.AiBotFrame);
            }
            catch (JsonException)
            {
                // Not of the protocol; the next may be.
            }

            if (frame is null) continue;
            if (frame.Cmd is { Length: > 0 }) return frame;
            TaskCompletionSource<AiBotFrame>? caller = null;
            lock (gate)
                if (frame.Headers?.ReqId is { } id) waiting.Remove(id, out caller);
            caller?.TrySetResult(frame);
        }

        return null;
    }

    /// <summary>Whoever still awaits an acknowledgement learns that none will come.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            foreach (var caller in waiting.Values) caller.TrySetException(new ObjectDisposedException(nameof(AiBotLine)));
            waiting.Clear();
        }

        socket.Dispose();
    }

    private async Task<TaskCompletionSource<AiBotFrame>> EnterAsync(string cmd, string requestId, CancellationToken ct)
    {
        while (true)
        {
            Task before;
            lock (gate)
            {
                if (closed) throw new WeComException(cmd, "not connected", answerLost: false);
                if (!waiting.TryGetValue(requestId, out var other))
                {
                    var mine = new TaskCompletionSource<AiBotFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
                    waiting.Add(requestId, mine);
                    return mine;
                }

                before = other.Task;
            }

            await before.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ct.ThrowIfCancellationRequested();
        }
    }

    private void Leave(string requestId, TaskCompletionSource<AiBotFrame> mine)
    {
        lock (gate)
            if (waiting.TryGetValue(requestId, out var now) && now == mine) waiting.Remove(requestId);
    }

    private async Task WriteAsync(byte[] frame, CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, ct);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task<byte[]?> ReadAsync(CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), ct);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            if (bytes.Length + part.Count > LongestFrame) throw new WebSocketException(WebSocketError.HeaderError, "a frame is too long");
            bytes.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return bytes.ToArray();
        }
    }
}
