using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace ResidentAssistant.Web;

/// <summary>Believes <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> only from the proxies named in <c>Proxy:Known</c>; without the setting from nobody.</summary>
internal static class KnownProxies
{
    /// <summary>Adds the middleware when proxies are named.</summary>
    public static void UseKnownProxies(this WebApplication app)
    {
        var known = app.Configuration.GetSection("Proxy:Known").GetChildren().Select(p => IPAddress.Parse(p.Value!)).ToList();
        if (known.Count == 0) return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var proxy in known) options.KnownProxies.Add(proxy);
        app.UseForwardedHeaders(options);
    }
}
