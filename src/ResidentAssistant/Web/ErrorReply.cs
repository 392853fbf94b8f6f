using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResidentAssistant.Web;

/// <summary>What is told when a request cannot be served: a kind page to a browser, <c>{"error":{code,message}}</c> to a program.</summary>
internal sealed record ErrorReply(int Status, string Code, string Message, string? Trace = null)
{
    private static readonly PathString[] Programs = ["/v3", "/api", "/wecom", "/open311", "/health"];

    /// <summary>The reply for a bare status.</summary>
    public static ErrorReply OfStatus(int status) => status switch
    {
        400 => new(status, "BadRequest", "这次提交没有成功。请返回上一页，刷新后再试一次。"),
        401 => new(status, "NotSignedIn", "请先登录。"),
        403 => new(status, "NotAllowed", "您不能看这一页。"),
        404 => new(status, "NotFound", "没有找到这一页。地址可能写错了，或者内容已经撤下。"),
        405 => new(status, "MethodNotAllowed", "这个地址不接受这样的请求。"),
        408 => new(status, "TooSlow", "等得太久了，请再试一次。"),
        413 => new(status, "TooLarge", "发来的内容太大了，请换小一点的再发。"),
        415 => new(status, "WrongType", "这种格式我们收不了，请换一种。"),
        429 => new(status, "TooMany", "试得太频繁了，请过一会儿再试。"),
        < 500 => new(status, "BadRequest", "这个请求我们处理不了。"),
        503 => new(status, "Unavailable", "系统暂时用不了，请过几分钟再试。"),
        _ => new(status, "Fault", "对不起，系统出了点问题。请过一会儿再试。"),
    };

    /// <summary>The apology for a fault, with the number under which it was logged.</summary>
    public static ErrorReply OfFault(string trace) => OfStatus(StatusCodes.Status500InternalServerError) with { Trace = trace };

    /// <summary>True when a person's browser asks for a page.</summary>
    public static bool WantsPage(HttpContext context)
    {
        var path = context.Request.Path;
        foreach (var program in Programs)
            if (path.StartsWithSegments(program, StringComparison.OrdinalIgnoreCase)) return false;
        return path.Value?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) != true
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Writes the reply in the form the caller reads.</summary>
    public static Task WriteAsync(HttpContext context, ErrorReply reply)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        response.Headers.CacheControl = "no-store";
        if (!WantsPage(context)) return response.WriteAsJsonAsync(new Body(new Said(reply.Code, reply.Message, reply.Trace)), ErrorJson.Readable.Body, cancellationToken: context.RequestAborted);
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(reply.Page(staff: context.Request.Path.StartsWithSegments("/staff", StringComparison.OrdinalIgnoreCase)), context.RequestAborted);
    }

    // Written by hand and not as a Razor page: it must still come when nothing else works.
    private string Page(bool staff)
    {
        var number = Trace is null ? "" : $"""<p class="quiet">反映问题时，请报这个编号：<code>{WebUtility.HtmlEncode(Trace)}</code></p>""";
        var (way, label) = staff ? ("/staff", "回到工作台") : ("/chat", "回到对话");
        var urgent = staff ? "" : """<p>家里正在跑水的话，先顾人：水挨着插座、电灯，人就离远点，手湿、脚踩着水别碰电闸。总水阀拧得动就关上，再打物业或房管单位的值班电话。找不到阀门打 96116，有危险打 119，有人受伤打 120。</p>""";
        return $"""
            <!doctype html>
            <html lang="zh-CN">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{WebUtility.HtmlEncode(Heading)} · 居民助手</title>
              <link rel="icon" type="image/svg+xml" href="/chat/icon.svg">
              <link rel="stylesheet" href="/staff.css">
            </head>
            <body>
              <main class="narrow card big">
                <h1>{WebUtility.HtmlEncode(Heading)}</h1>
                <p>{WebUtility.HtmlEncode(Message)}</p>
                {urgent}{number}
                <p><a class="button" href="{way}">{label}</a></p>
              </main>
            </body>
            </html>
            """;
    }

    private string Heading => Status switch { 404 => "没有找到", 401 or 403 => "不能看这一页", >= 500 => "对不起", 410 => "这个链接过期了", _ => "没有成功" };

    /// <summary>The JSON body.</summary>
    internal sealed record Body(Said Error);

    /// <summary>Code for programs, sentence for people, trace number for a fault.</summary>
    internal sealed record Said(string Code, string Message, string? Trace);
}

/// <summary>How an error is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorReply.Body))]
internal sealed partial class ErrorJson : JsonSerializerContext
{
    /// <summary>Chinese as it is; the reply is JSON and never part of a page.</summary>
    public static ErrorJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
