using ResidentAssistant.Storage;

namespace ResidentAssistant.Conversations;

/// <summary>Which community a new conversation belongs to before the person has named a flat.</summary>
internal sealed class Communities(Database database, TimeProvider clock)
{
    private Known known = new(DateTimeOffset.MinValue, null);

    /// <summary>The only community of the installation, or null when there are several; remembered for a minute.</summary>
    public async ValueTask<Guid?> SoleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (known is { } fresh && now < fresh.Until) return fresh.Sole;
        var ids = await database.QueryAsync<Guid>("select id from communities limit 2", null, ct);
        var sole = ids.Count == 1 ? ids[0] : (Guid?)null;
        known = new Known(now.AddMinutes(1), sole);
        return sole;
    }

    private sealed record Known(DateTimeOffset Until, Guid? Sole);
}
