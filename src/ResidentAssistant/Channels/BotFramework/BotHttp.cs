namespace ResidentAssistant.Channels.BotFramework;

/// <summary>The connections to channel services: pooled, without cookies or proxies, and never led elsewhere by a redirect.</summary>
internal sealed class BotHttp : IDisposable
{
    // An invoker, not HttpClient: replies are the hot path, and timeouts and limits are set per call.
    private readonly HttpMessageInvoker invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 256,
    });

    /// <summary>Sends; the answer's body is not read yet.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) => invoker.SendAsync(request, ct);

    /// <inheritdoc />
    public void Dispose() => invoker.Dispose();
}
