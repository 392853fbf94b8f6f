using ResidentAssistant.Messaging;
using ResidentAssistant.WeCom.Kf;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>How a message goes out.</summary>
internal abstract record KfPlan
{
    /// <summary>These go, one after the other; with a code, in answer to its event.</summary>
    public sealed record Going(IReadOnlyList<KfPart> Parts, string? Code) : KfPlan;

    /// <summary>It is decided without a call.</summary>
    public sealed record Settled(SendResult Result) : KfPlan;
}

/// <summary>One message for the vendor.</summary>
/// <param name="Id">The same at every attempt.</param>
/// <param name="Content">What it says.</param>
/// <param name="State">new, or what an earlier attempt came to: claimed and lost may have been sent.</param>
internal sealed record KfPart(string Id, KfContent Content, string State)
{
    /// <summary>It went out before.</summary>
    public bool IsSent => State is "sent" or "unconfirmed";

    /// <summary>An earlier attempt may have had its effect.</summary>
    public bool MayBeSent => State is "claimed" or "lost";

    /// <summary>The id of a part. The first letter of an id of ours is 0 for centuries to come; from the second part on another letter stands there.</summary>
    public static string IdOf(Guid message, int part) => part == 0 ? message.ToString("N") : $"{(char)('g' + part - 1)}{message.ToString("N").AsSpan(1)}";
}
