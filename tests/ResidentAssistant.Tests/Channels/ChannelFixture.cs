namespace ResidentAssistant.Tests.Channels;

/// <summary>One host for the tests of a class; each test opens conversations of its own.</summary>
public sealed class ChannelFixture : IAsyncLifetime
{
    internal ChannelHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await ChannelHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
