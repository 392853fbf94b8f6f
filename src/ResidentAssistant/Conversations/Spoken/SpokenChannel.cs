using ResidentAssistant.Messaging;

namespace ResidentAssistant.Conversations;

/// <summary>A colleague's page as a channel: replies are read there, and told over the telephone.</summary>
internal sealed class SpokenChannel : IChannel
{
    /// <inheritdoc />
    public string Name => SpokenFor.ChannelName;

    /// <inheritdoc />
    public bool Fetches => true;

    /// <inheritdoc />
    public Task<SendResult> SendAsync(Outbound message, CancellationToken ct) => Task.FromResult<SendResult>(new SendResult.Sent());
}
