using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom;

public sealed partial class WeComClient
{
    /// <summary>Where the vendor's sign-in page is.</summary>
    public static readonly Uri VendorOAuthAddress = new("https://open.weixin.qq.com");

    /// <summary>The address to which a browser inside WeCom is sent, and from which it returns to <paramref name="returnTo"/> with a code and the state.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/91022</remarks>
    public Uri SignInAddress(Uri oauthAddress, Uri returnTo, string state) => new(
        $"{oauthAddress.AbsoluteUri.TrimEnd('/')}/connect/oauth2/authorize?appid={Uri.EscapeDataString(app.CorpId)}&redirect_uri={Uri.EscapeDataString(returnTo.AbsoluteUri)}&response_type=code"
        + $"&scope=snsapi_base&state={Uri.EscapeDataString(state)}&agentid={app.AgentId}#wechat_redirect");

    /// <summary>Who signed in with that code, which serves once; somebody who is no member has no userid.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/91023</remarks>
    public async Task<SignedIn> WhoAsync(string code, CancellationToken ct)
    {
        var answer = await GetAsync("auth/getuserinfo", $"&code={Uri.EscapeDataString(code)}", WireJson.Default.SignedInAnswer, ct);
        return new SignedIn(answer.Userid, answer.Openid, answer.ExternalUserid);
    }
}

/// <summary>Who signed in: a member has a userid, anybody else an openid.</summary>
public sealed record SignedIn(string? Userid, string? OpenId, string? ExternalUserid);
