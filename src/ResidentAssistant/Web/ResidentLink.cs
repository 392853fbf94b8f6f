using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Web;

/// <summary>Links that let a resident open one thing until a day: the purpose and the end are part of the seal.</summary>
internal sealed class ResidentLink(KeyRing keys, TimeProvider clock)
{
    /// <summary>The text for the address, which says <paramref name="what"/> (an id, never a name) and ends at <paramref name="until"/>.</summary>
    public string Make(string purpose, string what, DateTimeOffset until)
    {
        // The end stands inside the seal as well, so that it is judged by the application's clock.
        var body = $"{until.ToUnixTimeSeconds()} {what}";
        return WebEncoders.Base64UrlEncode(keys.ForLinks(purpose).Protect(System.Text.Encoding.UTF8.GetBytes(body), DateTimeOffset.MaxValue));
    }

    /// <summary>What the link says; throws <see cref="RefusedException"/> when it was altered, belongs to another purpose, or has ended.</summary>
    public string Read(string purpose, string link)
    {
        string body;
        try
        {
            if (link.Length > 2000) throw new FormatException();
            body = System.Text.Encoding.UTF8.GetString(keys.ForLinks(purpose).Unprotect(WebEncoders.Base64UrlDecode(link)));
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            throw new RefusedException("BadLink", "这个链接不完整。请回到原来的消息，再点一次；还是不行，就请居委会重发一个。", StatusCodes.Status404NotFound);
        }

        var space = body.IndexOf(' ', StringComparison.Ordinal);
        var until = DateTimeOffset.FromUnixTimeSeconds(long.Parse(body.AsSpan(0, space), System.Globalization.CultureInfo.InvariantCulture));
        if (until <= clock.GetUtcNow()) throw new RefusedException("LinkEnded", "这个链接过了有效期。请在对话里说一声，我们再发一个新的。", StatusCodes.Status410Gone);
        return body[(space + 1)..];
    }
}
