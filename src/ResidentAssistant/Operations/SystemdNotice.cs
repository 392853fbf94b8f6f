using System.Net.Sockets;
using System.Text;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Operations;

/// <summary>Tells systemd that the program is ready and, each second, that every round of its tick still turns; when it no longer does, systemd starts it anew and calls the duty group.</summary>
/// <remarks>sd_notify(3): a datagram to the socket named by NOTIFY_SOCKET. Without one nothing is said.</remarks>
internal sealed class SystemdNotice(IServiceProvider services) : IDuty
{
    private static readonly TimeSpan OldestRound = TimeSpan.FromSeconds(15);

    private readonly string? path = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");
    private bool ready;

    /// <inheritdoc />
    public string Name => "systemd";

    /// <inheritdoc />
    public bool Urgent => true;

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (path is not { Length: > 1 }) return;
        var tick = services.GetRequiredService<Tick>();
        if (now - (tick.LastRound ?? tick.StartedAt) > OldestRound) return;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        // A leading @ stands for the abstract namespace.
        var end = new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path);
        await socket.SendToAsync(Encoding.ASCII.GetBytes(ready ? "WATCHDOG=1" : "READY=1\nWATCHDOG=1"), SocketFlags.None, end, ct);
        ready = true;
    }
}
