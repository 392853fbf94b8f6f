namespace ResidentAssistant.Channels.WeCom;

/// <summary>The connections to WeCom: pooled, without cookies, and never led elsewhere by a redirect. Nothing logs their addresses, which hold tokens.</summary>
internal sealed class WeComHttp(WeComSettings settings) : IDisposable
{
    /// <summary>What sends.</summary>
    public HttpMessageInvoker Invoker { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !settings.Api.IsLoopback,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 64,
    });

    /// <inheritdoc />
    public void Dispose() => Invoker.Dispose();
}
