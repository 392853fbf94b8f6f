namespace ResidentAssistant.Web;

/// <summary>The headers every reply carries: only our own scripts and styles, no frames, no guessing of types.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>The rule for pages; a reply that needs a stricter one sets its own.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Runs the request and adds what is missing just before the reply starts.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var http = (HttpContext)state;
            var headers = http.Response.Headers;
            headers.TryAdd("Content-Security-Policy", Policy);
            headers.XContentTypeOptions = "nosniff";
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            headers.TryAdd("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
            if (http.Request.IsHttps) headers.TryAdd("Strict-Transport-Security", "max-age=31536000");
            // What a colleague saw must not stay in a shared computer's cache.
            if (http.Request.Path.StartsWithSegments("/staff", StringComparison.OrdinalIgnoreCase)) headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }, context);
        return next(context);
    }
}
