using System.Net;
using FakeWeCom.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace FakeWeCom.SignIn;

/// <summary>What stands for open.weixin.qq.com: the page that sends a member back with a code. Inside WeCom nobody sees it; here one chooses who one is.</summary>
internal static class SignInPage
{
    public static void Map(IEndpointRouteBuilder routes, Corp corp) => routes.MapGet("/connect/oauth2/authorize", (HttpRequest request, string? fake_member) =>
    {
        try
        {
            if (fake_member is not null) return Results.Redirect(Return(corp, Request(request.QueryString.Value), fake_member).ToString());
            lock (corp.Sync) Check(corp, Request(request.QueryString.Value));
            return Results.Content(Choose(corp, request), "text/html; charset=utf-8");
        }
        catch (VendorRefusal refusal)
        {
            return Results.Content($"<!doctype html><meta charset=utf-8><title>{refusal.Code}</title><p>{WebUtility.HtmlEncode(refusal.Message)} ({refusal.Code})", "text/html; charset=utf-8", statusCode: 200);
        }
    });

    /// <summary>Where the browser is sent: with a code for this member, or for a stranger when he is none.</summary>
    public static Uri Return(Corp corp, SignInRequest request, string who)
    {
        lock (corp.Sync)
        {
            Check(corp, request);
            var code = corp.Ids.Word("", 43);
            corp.SignInCodes[code] = new SignInCode(who, corp.Now.AddMinutes(5));
            return new Uri(QueryHelpers.AddQueryString(request.RedirectUri.ToString(), new Dictionary<string, string?> { ["code"] = code, ["state"] = request.State }));
        }
    }

    /// <summary>What the address asks for.</summary>
    public static SignInRequest Request(string? query)
    {
        var asked = QueryHelpers.ParseQuery(query);
        string Of(string name) => asked.TryGetValue(name, out var value) ? value.ToString() : "";
        if (!Uri.TryCreate(Of("redirect_uri"), UriKind.Absolute, out var back)) throw new VendorRefusal(50001, "redirect_url未登记可信域名");
        return new SignInRequest(Of("appid"), back, Of("response_type"), Of("scope"), Of("state"), Of("agentid"));
    }

    private static void Check(Corp corp, SignInRequest request)
    {
        if (request.AppId != corp.Id) throw new VendorRefusal(40013, "invalid corpid");
        if (request.ResponseType != "code") throw new VendorRefusal(40058, "response_type");
        if (request.Scope is not ("snsapi_base" or "snsapi_privateinfo")) throw new VendorRefusal(40058, "scope");
        if (request.State.Length > 128) throw new VendorRefusal(40058, "state");
        var app = int.TryParse(request.AgentId, out var id) ? corp.Apps.GetValueOrDefault(id) : request.AgentId.Length == 0 && request.Scope == "snsapi_base" ? corp.Apps.Values.First() : null;
        if (app is null) throw new VendorRefusal(40056, "invalid agentid");
        var domain = app.Options.TrustedDomain;
        if (domain.Length > 0 ? !request.RedirectUri.Host.Equals(domain, StringComparison.OrdinalIgnoreCase) : !request.RedirectUri.IsLoopback) throw new VendorRefusal(50001, "redirect_url未登记可信域名");
    }

    private static string Choose(Corp corp, HttpRequest request)
    {
        string[] members;
        lock (corp.Sync) members = [.. corp.Members.Values.Select(m => Link(request, m.UserId, $"{m.Name}（{m.Duty}）")), Link(request, "", "不是成员的人")];
        return $"""
            <!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>企业微信登录（模拟）</title>
            <style>body{"{"}font:17px/1.6 system-ui,sans-serif;max-width:22em;margin:3em auto;padding:0 1em{"}"}a{"{"}display:block;padding:.8em 1em;margin:.6em 0;border:1px solid #cfd6de;border-radius:10px;color:#1f6fb2;text-decoration:none{"}"}</style>
            <h1 style="font-size:1.2em">用哪位成员登录</h1>{string.Concat(members)}</html>
            """;
    }

    private static string Link(HttpRequest request, string userId, string name) =>
        $"<a href=\"{WebUtility.HtmlEncode(request.Path + request.QueryString.Value + "&fake_member=" + Uri.EscapeDataString(userId))}\">{WebUtility.HtmlEncode(name)}</a>";
}

/// <summary>The parameters of the sign-in address.</summary>
internal sealed record SignInRequest(string AppId, Uri RedirectUri, string ResponseType, string Scope, string State, string AgentId);

/// <summary>A code of a sign-in: five minutes, once; an empty userid is somebody who is no member.</summary>
internal sealed record SignInCode(string UserId, DateTimeOffset Ends)
{
    public bool Used { get; set; }
}
