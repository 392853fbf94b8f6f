using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Operations;

/// <summary>Says every five seconds that this node lives, and calls the duty groups when another has fallen silent without saying good-bye.</summary>
/// <remarks>A node that watches itself is watched by nobody: where there is only one, systemd does it (<see cref="SystemdNotice"/>).</remarks>
internal sealed partial class Heartbeat(Database database, NodeId node, IConfiguration configuration, ILogger<Heartbeat> log) : IDuty, IHostedService
{
    private const int SilentSeconds = 15;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private readonly string place = $"{Environment.MachineName} {configuration["Urls"]}";
    private DateTimeOffset next;

    /// <inheritdoc />
    public string Name => "heartbeat";

    /// <inheritdoc />
    public bool Urgent => true;

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        // A clock that went back must not keep it waiting.
        if (now < next && next - now <= Between) return;
        next = now + Between;
        await database.RunAsync(new Batch()
            .Add("delete from node_ticks where place = $1 and node <> $2", place, node.Value)
            .Add($"insert into node_ticks (node, place, alive_until) values ($1, $2, {database.Dialect.NowPlus(SilentSeconds)}) on conflict (node) do update set alive_until = excluded.alive_until", node.Value, place), ct);
        // Whoever removes the row tells of it: once.
        foreach (var silent in await database.WriteAsync<string>($"delete from node_ticks where alive_until < {database.Dialect.Now} and node <> @node returning place", new { node = node.Value }, ct))
        {
            Silent(silent);
            var writes = new Batch();
            Desk.Add(writes, "system", urgent: true, null, null, $"一台服务器没有声音了，请管理员马上看：{silent}", null, now);
            await database.RunAsync(writes, ct);
        }
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.ExecuteAsync("delete from node_ticks where node = @node", new { node = node.Value }, cancellationToken);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A database that is away while we stop is one reason more to be missed.
            Unsaid(fault);
        }
    }

    [LoggerMessage(LogLevel.Critical, "The node at {Place} has been silent for 15 s")]
    private partial void Silent(string place);

    [LoggerMessage(LogLevel.Warning, "This node could not say that it stops")]
    private partial void Unsaid(Exception fault);
}
