using ResidentAssistant.Messaging;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Sends replies to residents in WeChat through customer service, within the places and hours the vendor allows.</summary>
internal sealed partial class CustomerServiceChannel(WeComClient client, KfPlanning planning, KfLedger ledger, KfStates states, KfPace pace, ILogger<CustomerServiceChannel> log) : IChannel, IDisposable
{
    /// <summary>Name stored with conversations.</summary>
    public const string ChannelName = "wecom-kf";

    // A node may hold a message for 30 seconds; a call that is not through by then is repeated under the same id.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Queueing = TimeSpan.FromSeconds(5);
    private const int BusyAfterLoss = 3;

    private readonly SemaphoreSlim ordinary = new(24);
    private readonly SemaphoreSlim urgent = new(16);

    /// <inheritdoc />
    public string Name => ChannelName;

    /// <inheritdoc />
    public bool Fetches => false;

    /// <inheritdoc />
    public bool Paced => true;

    /// <inheritdoc />
    public Task<int> AllowAsync(int wanted, CancellationToken ct) => pace.TakeAsync(wanted, ct);

    /// <inheritdoc />
    public async Task<SendResult> SendAsync(Outbound message, CancellationToken ct)
    {
        if (KfAddress.Of(message.ConversationKey) is not { } to) return new SendResult.Failed("no address");
        var gate = message.Urgent ? urgent : ordinary;
        if (!await gate.WaitAsync(Queueing, ct)) return new SendResult.TryLater(TimeSpan.FromSeconds(1), "others go first");
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(Patience);
            try
            {
                return await planning.PlanAsync(message, to, limit.Token) switch
                {
                    KfPlan.Settled settled => settled.Result,
                    KfPlan.Going going => await GoAsync(message, to, going, limit.Token),
                    _ => throw new InvalidOperationException("unknown plan"),
                };
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return new SendResult.TryLater(TimeSpan.FromSeconds(1), "no answer in time");
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ordinary.Dispose();
        urgent.Dispose();
    }

    private async Task<SendResult> GoAsync(Outbound message, KfAddress to, KfPlan.Going going, CancellationToken ct)
    {
        var unsure = going.Parts.Any(p => p.State == "unconfirmed");
        foreach (var part in going.Parts)
        {
            if (part.IsSent) continue;
            var result = await PartAsync(message, to, part, going.Code, ct);
            if (result is SendResult.Unconfirmed) unsure = true;
            else if (result is not SendResult.Sent) return result;
        }

        return unsure ? new SendResult.Unconfirmed("an answer was lost") : new SendResult.Sent(going.Parts[^1].Id);
    }

    private async Task<SendResult> PartAsync(Outbound message, KfAddress to, KfPart part, string? code, CancellationToken ct)
    {
        for (var moved = false; ; moved = true)
        {
            try
            {
                if (code is null) await client.KfSendAsync(to.OpenKfid, to.ExternalUserid, part.Id, part.Content, ct);
                else await client.KfSendOnEventAsync(code, part.Id, part.Content, ct);
                await ledger.SentAsync(part.Id, ct);
                return new SendResult.Sent(part.Id);
            }
            catch (WeComException no)
            {
                // Nobody had the person: now the assistant has, and the same message may go.
                if (!moved && IsState(no.Code) && !part.MayBeSent && code is null && await states.TakeAsync(to, ct)) continue;
                NotSent(message.Id, no.Call, no.Code, no.Class);
                return await AfterAsync(message, to, part, code, no, ct);
            }
        }
    }

    // After a lost answer any error on the same id other than token, quota or window means that it was probably sent.
    private async Task<SendResult> AfterAsync(Outbound message, KfAddress to, KfPart part, string? code, WeComException no, CancellationToken ct)
    {
        var called = no.Call is "kf/send_msg" or "kf/send_msg_on_event";
        var lost = part.MayBeSent || (called && no.AnswerLost);
        var pause = no.PauseFor ?? TimeSpan.FromSeconds(no.Class is ErrorClass.Transient ? 1 : 60);
        var later = new SendResult.TryLater(pause, no.AnswerLost ? "no answer" : $"{no.Call} {no.Code}");
        if (called && no.AnswerLost)
        {
            await ledger.LostAsync(part.Id, ct);
            return later;
        }

        if (no.Class is ErrorClass.Auth or ErrorClass.Quota || (no.Class is ErrorClass.Transient or ErrorClass.Permission && (!lost || !called)))
        {
            if (!lost) await ledger.ReleaseAsync(message.Id, final: false, ct);
            return later;
        }

        if (no.Class == ErrorClass.Transient && await ledger.BusyAsync(part.Id, ct) <= BusyAfterLoss) return later;
        if (no.Class == ErrorClass.Window)
        {
            await ledger.ReleaseAsync(message.Id, final: true, ct);
            return new SendResult.Stopped(await RuleAsync(no.Code, to, ct));
        }

        if (lost)
        {
            await ledger.UnconfirmedAsync(part.Id, ct);
            return new SendResult.Unconfirmed($"an answer was lost, then {no.Code}");
        }

        await ledger.ReleaseAsync(message.Id, final: true, ct);
        return code is null ? new SendResult.Failed($"{no.Call} {no.Code}") : new SendResult.Stopped("kf-welcome", Harmless: true);
    }

    private async Task<string> RuleAsync(int code, KfAddress to, CancellationToken ct) => code switch
    {
        WeComErrors.KfMessageLimit => "kf-5",
        WeComErrors.KfTooLate => "kf-48h",
        // The same code is said to come after 48 hours too; then the state itself would allow it.
        WeComErrors.KfState when await states.OfAsync(to, ct) is 0 or 1 => "kf-48h",
        _ => "kf-state",
    };

    private static bool IsState(int code) => code is WeComErrors.KfState or WeComErrors.KfTransition or WeComErrors.KfEnded;

    [LoggerMessage(LogLevel.Information, "Message {OutboxId} was not sent: {Call} {Code} ({Class})")]
    private partial void NotSent(Guid outboxId, string call, int code, ErrorClass @class);
}
