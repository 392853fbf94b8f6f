using System.Net.WebSockets;
using System.Security.Cryptography;
using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom.AiBot;

/// <summary>The smart robot's long connection: one per robot, kept alive, opened again with growing pauses, given up when a newer one takes its place.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/101463</remarks>
public sealed partial class AiBotConnection(AiBotApp app, Uri address, Func<AiBotCallback, CancellationToken, Task> take, TimeProvider clock)
{
    /// <summary>Where the vendor answers.</summary>
    public static readonly Uri VendorAddress = new("wss://openws.work.weixin.qq.com");

    private const int SecretTries = 5;
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly HashSet<Task> taking = [];
    private volatile AiBotLine? current;

    /// <summary>True while the robot is subscribed.</summary>
    public bool Subscribed => current is not null;

    /// <summary>Called with every change; the fault says why a connection was lost.</summary>
    public Action<AiBotState, Exception?>? Changed { get; init; }

    /// <summary>Called when taking a callback failed; the connection stays.</summary>
    public Action<AiBotCallback, Exception>? TakingFailed { get; init; }

    /// <summary>Connects and stays connected until cancelled (throws), replaced by a newer connection, or refused for good.</summary>
    public async Task<AiBotState> RunAsync(CancellationToken ct)
    {
        var (losses, refusals) = (0, 0);
        try
        {
            while (true)
            {
                Changed?.Invoke(AiBotState.Connecting, null);
                var subscribed = false;
                try
                {
                    if (await StayAsync(() => subscribed = true, ct))
                    {
                        Changed?.Invoke(AiBotState.Replaced, null);
                        return AiBotState.Replaced;
                    }

                    Changed?.Invoke(AiBotState.Lost, null);
                }
                catch (Exception fault) when (!ct.IsCancellationRequested && fault is WeComException or WebSocketException or HttpRequestException or IOException or OperationCanceledException)
                {
                    if (fault is WeComException { Class: ErrorClass.Auth or ErrorClass.Permission or ErrorClass.Data } && !subscribed && ++refusals == SecretTries)
                    {
                        Changed?.Invoke(AiBotState.Refused, fault);
                        return AiBotState.Refused;
                    }

                    Changed?.Invoke(AiBotState.Lost, fault);
                }

                if (subscribed) (losses, refusals) = (0, 0);
                var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, losses++)));
                await Task.Delay(pause * (1 + RandomNumberGenerator.GetInt32(0, 200) / 1000.0), clock, ct);
            }
        }
        finally
        {
            Task[] rest;
            lock (gate) rest = [.. taking];
            await Task.WhenAll(rest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One connection from its opening to its end; true when a newer one took its place.</summary>
    private async Task<bool> StayAsync(Action subscribed, CancellationToken ct)
    {
        using var socket = new ClientWebSocket();
        if (address.IsLoopback) socket.Options.Proxy = null;
        using (var soon = CancellationTokenSource.CreateLinkedTokenSource(ct))
        {
            soon.CancelAfter(TimeSpan.FromSeconds(10));
            await socket.ConnectAsync(address, soon.Token);
        }

        using var line = new AiBotLine(socket);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = ReadAsync(line, ct, stop.Token);
        var beating = BeatAsync(line, () =>
        {
            current = line;
            subscribed();
            Changed?.Invoke(AiBotState.Subscribed, null);
        }, stop.Token);
        await Task.WhenAny(reading, beating);
        current = null;
        var told = reading.IsCompletedSuccessfully && reading.Result;
        await stop.CancelAsync();
        line.Dispose();
        await Task.WhenAll(reading, beating).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        if (told) return true;
        // A refusal may come together with the end of the connection, and says more.
        if (beating.Exception?.InnerException is WeComException refusal && (refusal.Code != 0 || !reading.IsCompletedSuccessfully)) throw refusal;
        return await reading;
    }

    private async Task BeatAsync(AiBotLine line, Action subscribed, CancellationToken ct)
    {
        await line.CallAsync("aibot_subscribe", NewId("aibot_subscribe"), new AiBotBody { BotId = app.BotId, Secret = app.Secret }, ct);
        subscribed();
        var missed = 0;
        using var every = new PeriodicTimer(PingEvery, clock);
        while (await every.WaitForNextTickAsync(ct))
        {
            try
            {
                await line.CallAsync("ping", NewId("ping"), null, ct);
                missed = 0;
            }
            catch (WeComException) when (++missed < 2)
            {
                // One lost answer is no lost connection.
            }
        }
    }

    private async Task<bool> ReadAsync(AiBotLine line, CancellationToken ct, CancellationToken stop)
    {
        while (await line.NextAsync(stop) is { } frame)
        {
            if (frame.Cmd is not ("aibot_msg_callback" or "aibot_event_callback")) continue;
            if (AiBotReading.EventIn(frame.Body) == "disconnected_event") return true;
            if (AiBotReading.Callback(frame.Headers?.ReqId ?? "", frame.Body) is not { } callback) continue;
            var one = TakeAsync(callback, ct);
            lock (gate) taking.Add(one);
            _ = one.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return false;
    }

    private void Forget(Task one)
    {
        lock (gate) taking.Remove(one);
    }

    // Not awaited by the reader: an answer to this callback needs the reader for its acknowledgement.
    private async Task TakeAsync(AiBotCallback callback, CancellationToken ct)
    {
        await Task.Yield();
        try
        {
            await take(callback, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
        catch (Exception fault)
        {
            TakingFailed?.Invoke(callback, fault);
        }
    }

    private static string NewId(string of) => $"{of}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}";
}
