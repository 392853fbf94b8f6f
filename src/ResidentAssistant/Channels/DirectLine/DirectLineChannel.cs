using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels.DirectLine;

/// <summary>Direct Line's side of sending: clients fetch the conversation, so it is enough to wake those that listen.</summary>
internal sealed class DirectLineChannel(TurnSignal signal) : IChannel
{
    /// <summary>Name stored with conversations.</summary>
    public const string ChannelName = "directline";

    /// <inheritdoc />
    public string Name => ChannelName;

    /// <inheritdoc />
    public bool Fetches => true;

    /// <inheritdoc />
    public Task<SendResult> SendAsync(Outbound message, CancellationToken ct)
    {
        signal.Raise(ChannelName, message.ConversationKey);
        return Task.FromResult<SendResult>(new SendResult.Sent());
    }
}
