using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;

namespace ResidentAssistant.Registry;

/// <summary>What the QR of a letter opens: the chat in WeChat where the community has an account there, else our own chat page; both with the letter's code.</summary>
internal sealed class LetterLinks(IServiceProvider services, IConfiguration configuration)
{
    private const string Scene = "letter";

    /// <summary>Makes the addresses of one batch; the vendor is asked at most once. <paramref name="here"/> is where this page was opened, for installations without a public address.</summary>
    public async Task<Func<LetterCode, string>> ForAsync(Community community, Uri here, CancellationToken ct)
    {
        if (services.GetService<LinkIntoWeChat>() is { } make && await make(community.Id, community.Name, Scene, ct) is { } link)
            return code => $"{link}{(link.Contains('?', StringComparison.Ordinal) ? '&' : '?')}scene_param={code.Digits}";
        var root = configuration["PublicUrl"] is { Length: > 0 } address ? new Uri(address) : here;
        // After the # the code is never sent, so that no server or scanner of links on the way can keep it.
        return code => new Uri(root, $"/chat#c={code.Digits}").ToString();
    }
}
