using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>gettoken: the same token while it lives; who tries many wrong secrets is blocked for an hour.</summary>
internal static class TokenCalls
{
    public static IEnumerable<VendorCall> All =>
    [
        new("GET", "gettoken", GetToken) { Token = false },
        new("GET", "getcallbackip", call => Answer.With(new() { ["ip_list"] = new System.Text.Json.Nodes.JsonArray("127.0.0.1") })),
    ];

    private static Answer GetToken(Call call)
    {
        var corp = call.Corp;
        if (call.Query("corpid") is not { Length: > 0 } corpId) throw new VendorRefusal(41002, "corpid missing");
        if (call.Query("corpsecret") is not { Length: > 0 } secret) throw new VendorRefusal(41004, "secret missing");
        if (corp.WrongSecrets.Blocked(call.Ip)) throw new VendorRefusal(45009, "api freq out of limit");
        if (corpId != corp.Id) throw new VendorRefusal(40013, "invalid corpid");
        var app = corp.Apps.Values.FirstOrDefault(a => a.Options.Secret == secret);
        if (app is null)
        {
            corp.WrongSecrets.Add(call.Ip);
            throw new VendorRefusal(40001, "invalid credential");
        }

        var token = corp.Tokens.Values.LastOrDefault(t => t.App == app && !t.Revoked && corp.Now < t.Ends);
        if (token is null)
        {
            token = new AccessToken(corp.Ids.Word("", 214), app, corp.Now.AddSeconds(corp.Limits.TokenSeconds));
            corp.Tokens[token.Value] = token;
        }

        return Answer.With(new() { ["access_token"] = token.Value, ["expires_in"] = (long)(token.Ends - corp.Now).TotalSeconds });
    }
}
