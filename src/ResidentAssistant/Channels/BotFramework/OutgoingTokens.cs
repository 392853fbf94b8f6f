using System.Text.Json;

namespace ResidentAssistant.Channels.BotFramework;

/// <summary>Tokens for our calls to channel services: fetched once, kept until shortly before their end.</summary>
internal sealed class OutgoingTokens(BotFrameworkSettings settings, BotHttp http, TimeProvider clock) : IDisposable
{
    private const int LongestAnswer = 64 * 1024;
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim one = new(1);
    private volatile Kept? kept;

    /// <summary>A token, or null when no password is set.</summary>
    public async ValueTask<string?> CurrentAsync(CancellationToken ct)
    {
        if (settings.AppPassword.Length == 0) return null;
        if (kept is { } now && now.Until > clock.GetUtcNow()) return now.Token;
        await one.WaitAsync(ct);
        try
        {
            if (kept is { } fresh && fresh.Until > clock.GetUtcNow()) return fresh.Token;
            kept = await FetchAsync(ct);
            return kept.Token;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Forgets the token after a refusal; false when there was none to forget.</summary>
    public bool Drop() => Interlocked.Exchange(ref kept, null) is not null;

    /// <inheritdoc />
    public void Dispose() => one.Dispose();

    private async Task<Kept> FetchAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.TokenUrl)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = settings.AppId,
                ["client_secret"] = settings.AppPassword,
                ["scope"] = "https://api.botframework.com/.default",
            }),
        };
        using var response = await http.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"The token address answered {(int)response.StatusCode}.", null, response.StatusCode);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        try
        {
            using var json = JsonDocument.Parse(await RequestBody.BytesAsync(body, LongestAnswer, ct));
            var token = json.RootElement.GetProperty("access_token").GetString()!;
            var life = TimeSpan.FromSeconds(json.RootElement.TryGetProperty("expires_in", out var seconds) ? seconds.GetInt32() : 3600);
            return new Kept(token, clock.GetUtcNow() + (life > Early * 2 ? life - Early : life / 2));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or RefusedException)
        {
            throw new HttpRequestException("The token address gave no token.", fault);
        }
    }

    private sealed record Kept(string Token, DateTimeOffset Until);
}
