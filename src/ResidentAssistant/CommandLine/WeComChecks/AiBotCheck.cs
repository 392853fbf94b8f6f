using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.WeCom;
using ResidentAssistant.WeCom.AiBot;

namespace ResidentAssistant.CommandLine.WeComChecks;

/// <summary>The smart robot: subscribes once, which ends the connection that the running program has.</summary>
internal sealed class AiBotCheck(WeComSettings settings, TimeProvider clock)
{
    /// <summary>Connects and leaves again; without <paramref name="connect"/> it only says that it did not.</summary>
    public async Task<Finding> RunAsync(bool connect, CancellationToken ct)
    {
        if (!settings.HasAiBot) return Finding.Off("智能机器人：WeCom:AiBot 没有填");
        if (!connect) return Finding.Note("智能机器人：填好了，没有试连", "试连会把正在用的连接挤掉，过十分钟才会自己再连。要试，用 wecom check --aibot，试完重启程序。");
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var line = new AiBotConnection(new AiBotApp(settings.AiBot.BotId, settings.AiBot.Secret), settings.AiBotAddress, (_, _) => Task.CompletedTask, clock)
        {
            Changed = (state, fault) =>
            {
                if (state == AiBotState.Subscribed) ended.TrySetResult(null);
                else if (state != AiBotState.Connecting) ended.TrySetResult(fault ?? new IOException("closed"));
            },
        };
        var running = line.RunAsync(enough.Token);
        var fault = await ended.Task.WaitAsync(ct);
        await enough.CancelAsync();
        await running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return fault switch
        {
            null => Finding.Well("智能机器人：连上了，BotId 和 Secret 是对的。正在运行的程序被挤掉了连接，请把它重启"),
            WeComException { Code: not 0 and not WeComErrors.TooOften and not -1 } refusal => Finding.Wrong($"智能机器人：企业微信不让连（错误码 {refusal.Code}）",
                "到管理后台这个智能机器人的页面，选“API模式”里的长连接，把 BotId 和 Secret 填进 WeCom:AiBot。"),
            WeComException refusal => RefusalWords.Finding("智能机器人", refusal, settings),
            _ => Finding.Wrong("智能机器人：连不上", $"看这台机器能不能连 {settings.AiBotAddress.Host}（WebSocket，wss）。"),
        };
    }
}
