using System.Text.Json.Nodes;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>auth/getuserinfo: whose code it is, once.</summary>
internal static class OAuthCalls
{
    public static IEnumerable<VendorCall> All => [new("GET", "auth/getuserinfo", Who) { Counted = false }];

    private static Answer Who(Call call)
    {
        var value = call.Query("code") ?? "";
        if (value.Length == 0 || !call.Corp.SignInCodes.TryGetValue(value, out var code)) throw new VendorRefusal(40029, "invalid code");
        if (code.Used) throw new VendorRefusal(42022, "code has been used");
        if (call.Corp.Now >= code.Ends) throw new VendorRefusal(42003, "code expired");
        code.Used = true;
        return Answer.With(code.UserId.Length > 0
            ? new JsonObject { ["userid"] = code.UserId }
            : new JsonObject { ["openid"] = call.Corp.Ids.Word("o", 28) });
    }
}
