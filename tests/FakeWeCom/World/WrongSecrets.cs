namespace FakeWeCom.World;

/// <summary>Addresses that guess secrets: after many wrong ones within an hour the address is blocked for an hour.</summary>
internal sealed class WrongSecrets(Corp corp)
{
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);
    private readonly Dictionary<string, List<DateTimeOffset>> wrong = [];
    private readonly Dictionary<string, DateTimeOffset> blocked = [];

    public bool Blocked(string ip) => blocked.TryGetValue(ip, out var until) && corp.Now < until;

    public void Add(string ip)
    {
        if (!wrong.TryGetValue(ip, out var times)) wrong[ip] = times = [];
        times.RemoveAll(at => corp.Now - at >= Span);
        times.Add(corp.Now);
        if (times.Count < corp.Limits.WrongSecrets) return;
        blocked[ip] = corp.Now + Span;
        times.Clear();
    }
}
