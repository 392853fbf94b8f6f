using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Channels.WeCom;

/// <summary>Which callbacks were taken, on any node: none is taken twice.</summary>
internal sealed class Nonces(Database database, TimeProvider clock) : IDuty
{
    /// <summary>How far a callback's timestamp may be from our clock.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private DateTimeOffset nextSweep;

    /// <inheritdoc />
    public string Name => "wecom-nonces";

    /// <summary>Notes the nonce; false when it was noted before.</summary>
    public async Task<bool> TryTakeAsync(string nonce, CancellationToken ct) =>
        await database.ExecuteAsync("insert into wecom_nonces (nonce, seen_at) values (@nonce, @now) on conflict (nonce) do nothing", new { nonce, now = clock.GetUtcNow() }, ct) == 1;

    /// <summary>Forgets the nonce of a callback that could not be taken, so that it may come again.</summary>
    public Task GiveBackAsync(string nonce) => database.ExecuteAsync("delete from wecom_nonces where nonce = @nonce", new { nonce }, CancellationToken.None);

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (now < nextSweep) return;
        nextSweep = now.AddMinutes(1);
        // A timestamp from the future is believed as long again.
        await database.ExecuteAsync("delete from wecom_nonces where seen_at < @before", new { before = now - 2.5 * Window }, ct);
    }
}
