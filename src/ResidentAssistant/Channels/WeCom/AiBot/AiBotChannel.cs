using ResidentAssistant.Messaging;
using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Storage;
using ResidentAssistant.WeCom;
using ResidentAssistant.WeCom.AiBot;

namespace ResidentAssistant.Channels.WeCom.AiBot;

/// <summary>The smart robot in staff groups: “@助手 3号楼还差几户”. One node holds its long connection.</summary>
internal sealed partial class AiBotChannel(WeComSettings settings, Leases leases, Database database, StaffLedger ledger, IServiceProvider services, AnswerColleague answer, TimeProvider clock, ILogger<AiBotChannel> log)
    : BackgroundService, IStaffWay
{
    private const string Lease = "aibot";
    private const string MinuteQuota = "aibot-minute";
    private const string Greeting = "您好，我是居民助手。楼里的管道改造，您可以问我数字。";

    // A stream must end within six minutes of the question.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5.5);
    private static readonly TimeSpan LookForLease = TimeSpan.FromSeconds(5);

    // Another connection of the same robot, or a wrong secret, is a person's matter; asking again at once would only drive the two against each other.
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMinutes(10);

    private volatile AiBotConnection? connection;

    /// <inheritdoc />
    public string Name => StaffWays.AiBot;

    /// <inheritdoc />
    public bool Ready => connection is { Subscribed: true };

    /// <inheritdoc />
    public IReadOnlyList<string> Groups => [];

    /// <inheritdoc />
    public IReadOnlyList<Pace> PacesOf(string target, StaffWords words) =>
        [new(MinuteQuota, target, 30, TimeSpan.FromMinutes(1)), new("aibot-hour", target, 1000, TimeSpan.FromHours(1))];

    /// <inheritdoc />
    public async Task<StaffSent> SendAsync(string target, IReadOnlyList<StaffMessage> messages, CancellationToken ct)
    {
        var message = messages[0];
        if (message.Words is not StaffWords.Reply { To: { } to } reply) return new StaffSent(new SendResult.Stopped("aibot-answers-only"));
        if (clock.GetUtcNow() - message.CreatedAt > Late) return new StaffSent(new SendResult.Stopped("aibot-late"));
        if (connection is not { } line) return new StaffSent(new SendResult.TryLater(TimeSpan.FromSeconds(1), "not-connected"));
        try
        {
            await line.RespondStreamAsync(Question(to), message.Id.ToString("N"), reply.Text, finish: true, ct);
            return new StaffSent(new SendResult.Sent());
        }
        catch (WeComException refusal)
        {
            // The same stream said again replaces itself, so that a repetition is harmless.
            return new StaffSent(StaffRefusals.Of(refusal, MinuteQuota));
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = LookForLease;
            try
            {
                if (await leases.TakeAsync(Lease, stoppingToken)) pause = await HoldAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Broken(fault);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await leases.GiveBackAsync(Lease, CancellationToken.None);
    }

    // Stays connected while the lease is ours; returns how long to wait before trying again.
    private async Task<TimeSpan> HoldAsync(CancellationToken ct)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var line = new AiBotConnection(new AiBotApp(settings.AiBot.BotId, settings.AiBot.Secret), settings.AiBotAddress, TakeAsync, clock)
        {
            Changed = (state, fault) => Changed(fault, state),
            TakingFailed = (callback, fault) => NotTaken(fault, callback.MessageId),
        };
        connection = line;
        var running = line.RunAsync(held.Token);
        try
        {
            using var every = new PeriodicTimer(LookForLease, clock);
            while (true)
            {
                var next = every.WaitForNextTickAsync(held.Token).AsTask();
                if (await Task.WhenAny(running, next) == running)
                {
                    Ended(await running);
                    return PauseAfterRefusal;
                }

                await next;
                if (!await leases.TakeAsync(Lease, ct)) return LookForLease;
            }
        }
        finally
        {
            connection = null;
            await held.CancelAsync();
            await running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task TakeAsync(AiBotCallback said, CancellationToken ct)
    {
        if (said.Event == "enter_chat" && connection is { } line)
        {
            await line.RespondWelcomeAsync(said, Greeting, ct);
            return;
        }

        if (said is not { Userid: { Length: > 0 } member, Text: { Length: > 0 } words } || said.MsgType == "event") return;
        var group = said.Chat is AiBotChat.Group;
        var text = await answer(new StaffQuestion(member, group ? WithoutName(words) : words, group), ct);
        var writes = new Batch();
        ledger.Reply(writes, Name, said.ChatId ?? member, new StaffWords.Reply(text, said.RequestId), said.MessageId, clock.GetUtcNow());
        await database.RunAsync(writes, ct);
        // Not a constructor's: the sender asks for every way, and this is one.
        await services.GetRequiredService<StaffSender>().LookAsync(ct);
    }

    private static string WithoutName(string words)
    {
        var trimmed = words.TrimStart();
        if (!trimmed.StartsWith('@')) return trimmed;
        var end = trimmed.IndexOfAny([' ', '\u2005', '\u00a0', '\u3000', '\n']);
        return end < 0 ? "" : trimmed[end..].Trim();
    }

    private static AiBotCallback Question(string requestId) => new() { RequestId = requestId, MessageId = "", Chat = AiBotChat.Either, MsgType = "text", Json = "" };

    [LoggerMessage(LogLevel.Information, "The robot's connection is {State}")]
    private partial void Changed(Exception? fault, AiBotState state);

    [LoggerMessage(LogLevel.Error, "The robot's connection has ended: {State}. It is tried again in ten minutes")]
    private partial void Ended(AiBotState state);

    [LoggerMessage(LogLevel.Error, "The robot's message {MessageId} could not be answered")]
    private partial void NotTaken(Exception fault, string messageId);

    [LoggerMessage(LogLevel.Error, "The robot cannot be connected; it is tried again")]
    private partial void Broken(Exception fault);
}
