using System.Collections.Concurrent;

namespace ResidentAssistant.Channels.BotFramework;

/// <summary>Decides which service addresses replies may go to. A sender names the address, so anything else would let it aim our requests.</summary>
internal sealed class TrustedServices
{
    private const int Remembered = 1000;
    private readonly Uri[] trusted;
    private readonly bool loopback;
    private readonly ConcurrentDictionary<string, Uri> known = new(StringComparer.Ordinal);

    /// <summary>Trusts the addresses of the settings, and this machine in Development.</summary>
    public TrustedServices(BotFrameworkSettings settings, IHostEnvironment environment)
    {
        trusted = [.. settings.TrustedServiceUrls.Select(url => new Uri(url))];
        loopback = environment.IsDevelopment();
    }

    /// <summary>The address, ending in <c>/</c>; refuses one that is malformed or not trusted.</summary>
    public Uri Check(string url)
    {
        if (known.TryGetValue(url, out var found)) return found;
        if (url.Length > 500 || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw new RefusedException("BadArgument", "serviceUrl is not an address replies can go to.");
        if (!(loopback && uri.IsLoopback) && !trusted.Any(t => Covers(t, uri)))
            throw new RefusedException("UntrustedServiceUrl", "serviceUrl is not on the list of trusted services.", StatusCodes.Status403Forbidden);
        var address = uri.AbsoluteUri.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
        if (known.Count < Remembered) known.TryAdd(url, address);
        return address;
    }

    private static bool Covers(Uri trusted, Uri uri)
    {
        if (!string.Equals(trusted.GetLeftPart(UriPartial.Authority), uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)) return false;
        var path = trusted.AbsolutePath.TrimEnd('/');
        // A half segment is another place: /bots does not cover /botsnet; an escaped slash or dot is nobody's honest path.
        return uri.AbsolutePath.StartsWith(path, StringComparison.Ordinal) && (uri.AbsolutePath.Length == path.Length || uri.AbsolutePath[path.Length] == '/')
            && !uri.AbsolutePath.Contains('%', StringComparison.Ordinal);
    }
}
