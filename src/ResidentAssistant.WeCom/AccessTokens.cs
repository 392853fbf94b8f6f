using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom;

/// <summary>The app's access token: fetched once for all nodes, renewed before its end, left alone when the secret is refused.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/91039</remarks>
public sealed class AccessTokens
{
    /// <summary>How long one node may take to fetch before another may try.</summary>
    public const int LeaseSeconds = 15;

    /// <summary>Tokens of that app, asked for at that address, kept in that store.</summary>
    public AccessTokens(WeComApp app, HttpMessageInvoker http, Uri address, ITokenStore store, TimeProvider clock)
    {
        _ = (app, http, address, store, clock);
    }

    /// <summary>A token that serves now; throws <see cref="WeComException"/> when there is none.</summary>
    public ValueTask<string> CurrentAsync(CancellationToken ct) => throw new InvalidOperationException();

    /// <summary>A token in place of one that the vendor refused.</summary>
    public ValueTask<string> RenewAsync(string refused, CancellationToken ct) => throw new InvalidOperationException();
}
