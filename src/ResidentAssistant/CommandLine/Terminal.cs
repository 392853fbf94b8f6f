using ResidentAssistant.Messaging;

namespace ResidentAssistant.CommandLine;

/// <summary>The terminal as a channel: replies are printed from the turn itself.</summary>
internal sealed class Terminal : IChannel
{
    /// <summary>Name stored with its conversations.</summary>
    public const string ChannelName = "terminal";

    /// <inheritdoc />
    public string Name => ChannelName;

    /// <inheritdoc />
    public bool Fetches => true;

    /// <inheritdoc />
    public Task<SendResult> SendAsync(Outbound message, CancellationToken ct) => Task.FromResult<SendResult>(new SendResult.Sent());
}
