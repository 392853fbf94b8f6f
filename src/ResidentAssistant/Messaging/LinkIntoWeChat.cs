namespace ResidentAssistant.Messaging;

/// <summary>
/// The address that opens the chat of a community in WeChat, ready for a parameter with a letter's code (<c>scene_param</c>) to be added; null when it cannot be had.
/// A channel that can make such addresses registers it. It calls the vendor, so never ask within a transaction.
/// </summary>
internal delegate Task<string?> LinkIntoWeChat(Guid communityId, string communityName, string scene, CancellationToken ct);
