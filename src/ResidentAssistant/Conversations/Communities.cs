using ResidentAssistant.Neighbourhood;

namespace ResidentAssistant.Conversations;

/// <summary>Which community a new conversation belongs to before the person has named a flat.</summary>
internal sealed class Communities(Register register, TimeProvider clock)
{
    private Known known = new(DateTimeOffset.MinValue, null);

    /// <summary>The community an account serves, by its id or its name in the settings; without either, or when there is none of that name, the only one.</summary>
    public async ValueTask<Guid?> OfAsync(string? named, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(named)) return await SoleAsync(ct);
        var all = await register.CommunitiesAsync(ct);
        return all.FirstOrDefault(c => Guid.TryParse(named, out var id) ? c.Id == id : c.Name == named)?.Id ?? (all is [var sole] ? sole.Id : null);
    }

    /// <summary>The only community of the installation, or null when there are several; remembered for a minute.</summary>
    public async ValueTask<Guid?> SoleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (known is { } fresh && now < fresh.Until) return fresh.Sole;
        var sole = (await register.SoleCommunityAsync(ct))?.Id;
        known = new Known(now.AddMinutes(1), sole);
        return sole;
    }

    private sealed record Known(DateTimeOffset Until, Guid? Sole);
}
