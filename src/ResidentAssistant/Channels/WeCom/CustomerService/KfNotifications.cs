using ResidentAssistant.WeCom.Callbacks;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Takes notifications that an account has news: they carry no message, so that any number of them in any order means one thing: read.</summary>
internal sealed class KfNotifications(WeComSettings settings, KfAccounts accounts, KfPuller puller) : IWeComEvents
{
    private const int LongestToken = 128;

    /// <inheritdoc />
    public async ValueTask TakeAsync(CallbackEvent happened, CancellationToken ct)
    {
        if (happened is not { Event: "kf_msg_or_event", OpenKfid: { } account } || !settings.Kf.Accounts.ContainsKey(account)) return;
        await accounts.WantAsync(account, happened.Token is { Length: <= LongestToken } token ? token : null, ct);
        puller.Wake();
    }
}
