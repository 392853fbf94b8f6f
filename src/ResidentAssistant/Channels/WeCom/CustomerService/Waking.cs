using System.Threading.Channels;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>A bell: rung any number of times, it wakes once.</summary>
internal sealed class Waking
{
    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Rings.</summary>
    public void Ring() => bell.Writer.TryWrite(true);

    /// <summary>Waits for a ring since the last wait.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken ct) => bell.Reader.ReadAsync(ct);
}
