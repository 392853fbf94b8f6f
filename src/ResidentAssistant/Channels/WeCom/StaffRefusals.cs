using System.Globalization;
using ResidentAssistant.Messaging;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Channels.WeCom;

/// <summary>What WeCom's refusal of a message to colleagues means for its row.</summary>
internal static class StaffRefusals
{
    /// <summary>Later, when it may still succeed; never, when it will not.</summary>
    /// <param name="refusal">What WeCom said, or that it said nothing.</param>
    /// <param name="quota">The rule that was passed when WeCom says “too often”.</param>
    public static SendResult Of(WeComException refusal, string quota) => refusal switch
    {
        { Class: ErrorClass.Quota } => new SendResult.TryLater(refusal.PauseFor ?? TimeSpan.FromMinutes(1), quota),
        { Class: ErrorClass.Transient } => new SendResult.TryLater(refusal.PauseFor ?? TimeSpan.Zero, refusal.AnswerLost ? "answer-lost" : Name(refusal)),
        // A person must put right the secret, the address or the app; until then it is tried now and then.
        { Class: ErrorClass.Auth } or { Code: WeComErrors.UntrustedAddress or 50003 or 48002 } => new SendResult.TryLater(refusal.PauseFor ?? TimeSpan.FromMinutes(1), Name(refusal)),
        _ => new SendResult.Failed(Name(refusal)),
    };

    private static string Name(WeComException refusal) => refusal.Code == 0 ? "no-answer" : string.Create(CultureInfo.InvariantCulture, $"wecom-{refusal.Code}");
}
