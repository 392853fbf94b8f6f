using ResidentAssistant.Messaging;
using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Channels.WeCom.App;

/// <summary>Telephones a member through WeCom's emergency calls: a voice says that something waits, and the app has the words.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/91627; needs the app to be linked to 紧急通知, else each call fails with 301049.</remarks>
internal sealed class WeComPhoneChannel(WeComClient client) : IStaffWay
{
    private const string MinutesQuota = "phone-minutes";

    /// <inheritdoc />
    public string Name => StaffWays.Phone;

    /// <inheritdoc />
    public bool Ready => true;

    /// <inheritdoc />
    public IReadOnlyList<string> Groups => [];

    /// <inheritdoc />
    public IReadOnlyList<Pace> PacesOf(string target, StaffWords words) =>
        [new(MinutesQuota, target.ToLowerInvariant(), 3, TimeSpan.FromMinutes(8)), new("phone-day", target.ToLowerInvariant(), 8, TimeSpan.FromDays(1))];

    /// <inheritdoc />
    public async Task<StaffSent> SendAsync(string target, IReadOnlyList<StaffMessage> messages, CancellationToken ct)
    {
        try
        {
            var calls = await client.TelephoneAsync([target], ct);
            return new StaffSent(calls.FirstOrDefault(c => c.Userid == target) is { Code: 0 } call ? new SendResult.Sent(call.CallId) : new SendResult.Failed("not-called"));
        }
        catch (WeComException refusal)
        {
            return new StaffSent(StaffRefusals.Of(refusal, MinutesQuota));
        }
    }
}
