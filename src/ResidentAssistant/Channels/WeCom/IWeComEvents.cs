using ResidentAssistant.WeCom.Callbacks;

namespace ResidentAssistant.Channels.WeCom;

/// <summary>One who takes what callbacks tell: customer service its notifications, the app its messages and taps.</summary>
/// <remarks>
/// WeCom waits a second: commit what must not be lost (a row or two), leave the work for later, and return. When it throws, WeCom is answered 500 and calls again.
/// The same event may come several times, each time with another nonce: what is done once is decided by ids in the event, or its <see cref="CallbackEvent.Digest"/>.
/// </remarks>
internal interface IWeComEvents
{
    /// <summary>Takes the event if it is meant for this one; others are left alone.</summary>
    ValueTask TakeAsync(CallbackEvent happened, CancellationToken ct);
}
