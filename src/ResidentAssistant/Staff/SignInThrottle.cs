using System.Collections.Concurrent;

namespace ResidentAssistant.Staff;

/// <summary>Slows down guessing on this node: attempts are counted before the password is looked at, by address and by login, known or not.</summary>
internal sealed class SignInThrottle(TimeProvider clock)
{
    private const int MostKeys = 20_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<string, Count> counts = new(StringComparer.Ordinal);

    /// <summary>Counts an attempt; false when this address or this login has had too many.</summary>
    public bool Enter(string? address, string login)
    {
        var byAddress = EnterFrom(address);
        return Add($"l/{login.Trim().ToLowerInvariant()}") <= StaffAccounts.AttemptsAllowed && byAddress;
    }

    /// <summary>Counts an attempt without a login; false when this address has had too many.</summary>
    public bool EnterFrom(string? address) => Add($"a/{address}") <= 40;

    /// <summary>A right password clears the login's count.</summary>
    public void Succeeded(string login) => counts.TryRemove($"l/{login.Trim().ToLowerInvariant()}", out _);

    private int Add(string key)
    {
        var now = clock.GetUtcNow();
        if (counts.Count > MostKeys)
        {
            foreach (var (old, count) in counts)
                if (count.Ends <= now || counts.Count > MostKeys * 2) counts.TryRemove(old, out _);
        }

        return counts.AddOrUpdate(key, _ => new Count(1, now + Window), (_, count) => count.Ends <= now ? new Count(1, now + Window) : count with { Attempts = count.Attempts + 1 }).Attempts;
    }

    private sealed record Count(int Attempts, DateTimeOffset Ends);
}
